module github.com/auroradataapi/auroradataapi/auroramigrate

go 1.25.11

require github.com/auroradataapi/auroradataapi v0.0.0-00010101000000-000000000000

require github.com/golang-migrate/migrate/v4 v4.20.1 // indirect

replace github.com/auroradataapi/auroradataapi => ../
