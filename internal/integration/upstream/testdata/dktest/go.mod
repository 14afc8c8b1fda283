module github.com/dhui/dktest

go 1.26.0
