module github.com/auroradataapi/auroradataapi

go 1.25.0
