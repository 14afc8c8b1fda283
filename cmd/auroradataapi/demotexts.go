package main

import "github.com/auroradataapi/auroradataapi/emulator"

// demoTexts are what a demonstration says and does for one engine.
type demoTexts struct {
	product  string // as people call it
	flag     string // of `local`, for this engine
	settings string // code that tells the emulator about the engine
	driver   string // name of the driver
	dsn      string // data source name
	// database makes the database of the DSN, if that is not there anyway.
	database string

	create, insert, tables string
	placeholder            string // the first one that is not a name
	rival                  string // the second book
}

var demoTextsOf = map[emulator.Engine]demoTexts{
	emulator.PostgreSQL: {
		product: "PostgreSQL", settings: "&emulator.Server{}",
		driver: "postgresql+auroradataapi", dsn: "database=postgres",
		create: `create table book (
  id bigint generated always as identity primary key,
  title text not null unique,
  price numeric(8,2) not null,
  published date,
  facts jsonb
)`,
		insert: "insert into book (title, price, published, facts) values ($1, $2, $3, $4)",
		tables: "select * from pg_catalog.pg_tables", placeholder: "$1",
		rival: "The Art of PostgreSQL",
	},
	emulator.MySQL: {
		product: "MySQL", flag: " --engine mysql", settings: "&emulator.Server{Clusters: []emulator.Cluster{{ID: \"local-mysql\", Engine: emulator.MySQL}}}",
		driver: "mysql+auroradataapi", dsn: "database=demo", database: "create database demo",
		create: `create table book (
  id bigint auto_increment primary key,
  title varchar(200) not null unique,
  price decimal(8,2) not null,
  published date,
  facts json
)`,
		insert: "insert into book (title, price, published, facts) values (?, ?, ?, ?)",
		tables: "select table_schema, table_name, table_type, engine from information_schema.tables where table_schema <> 'information_schema' order by 1, 2", placeholder: "?",
		rival: "High Performance MySQL",
	},
}
