package chaos_test

import (
	"context"

	"github.com/auroradataapi/auroradataapi/emulator"
	"github.com/auroradataapi/auroradataapi/internal/integration/testcluster"
)

// dialect is what the programs say to an engine.
type dialect struct {
	engine string
	start  func(context.Context, *emulator.Server) (*testcluster.Cluster, error)

	// resolves is set if the engine can say what became of a transaction.
	resolves bool

	lists  string   // columns of the table of lists
	fill   string   // fills it, with one argument, the greatest program
	more   []string // makes more tables
	tokens string   // all tokens, as a table

	insertion      string // program, token
	appending      string // token, program
	appendingBatch string // program, token
	script         string // a format of program, first and second token
	readingMuch    string // number of rows, width
	readingLittle  string
	insertMany     string // program, name, number of rows, width; empty if the engine returns no rows of an INSERT

	// busy counts what is still at work.
	busy string
}

// spoken is the dialect of the cluster.
var spoken *dialect

var postgreSQL = dialect{
	engine:         "postgresql",
	start:          testcluster.Start,
	resolves:       true,
	lists:          "program int primary key, tokens text[] not null default '{}'",
	fill:           "insert into chaos_lists select generate_series(0, $1::int)",
	tokens:         "(select token from chaos union all select unnest(tokens) from chaos_lists) all_tokens",
	insertion:      "insert into chaos (program, token) values ($1, $2)",
	appending:      "update chaos_lists set tokens = tokens || $1::text where program = $2",
	appendingBatch: "update chaos_lists set tokens = tokens || $2::text where program = $1",
	script:         "insert into chaos values (%d, '%s'); insert into chaos values (%[1]d, '%[3]s')",
	// The driver remembers of a text that its results are large, so what is small is
	// read by another.
	readingMuch:   "select n, repeat('x', $2) from generate_series(1, $1) n order by n",
	readingLittle: "select n, repeat('y', $2) from generate_series(1, $1) n order by n",
	insertMany:    "insert into chaos (program, token) select $1, $2 || ' row ' || n from generate_series(1, $3) n returning token, repeat('x', $4)",
	busy:          "select count(*) from pg_stat_activity where pid <> pg_backend_pid() and backend_type = 'client backend' and state <> 'idle'",
}

// The lists of MySQL are texts, with a comma behind each token, and the statements
// of a text are one transaction only if they say so.
var mySQL = dialect{
	engine: "mysql",
	start:  testcluster.StartMySQL,
	lists:  "program int primary key, tokens longtext not null default ''",
	fill:   "insert into chaos_lists (program) with recursive n as (select 0 as i union all select i + 1 from n where i < ?) select i from n",
	more: []string{
		"create table if not exists numbers (n int primary key)",
		"insert ignore into numbers with recursive n as (select 0 as i union all select i + 1 from n where i < 59) select 1 + a.i * 60 + b.i from n a, n b",
	},
	tokens: `(select token from chaos union all
		select substring_index(substring_index(tokens, ',', n), ',', -1) from chaos_lists join numbers
			on n <= char_length(tokens) - char_length(replace(tokens, ',', ''))) all_tokens`,
	insertion:      "insert into chaos (program, token) values (?, ?)",
	appending:      "update chaos_lists set tokens = concat(tokens, ?, ',') where program = ?",
	appendingBatch: "update chaos_lists join (select ? as p, ? as token) a on program = p set tokens = concat(tokens, token, ',')",
	script:         "begin; insert into chaos values (%d, '%s'); insert into chaos values (%[1]d, '%[3]s'); commit",
	readingMuch:    "select n, repeat('x', width) from (select ? as most, ? as width) a join numbers on n <= most order by n",
	readingLittle:  "select n, repeat('y', width) from (select ? as most, ? as width) a join numbers on n <= most order by n",
	busy:           "select (select count(*) from information_schema.processlist where command = 'Query' and id <> connection_id()) + (select count(*) from information_schema.innodb_trx)",
}
