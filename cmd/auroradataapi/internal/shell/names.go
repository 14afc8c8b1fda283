package shell

import (
	"cmp"
	"context"
	"database/sql"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/auroradataapi/auroradataapi"
)

// Limits of what is kept for completion, and of how long a key waits for it.
const (
	maxNames   = 5000
	maxColumns = 500 // tables whose columns are kept
	maxAsked   = 20  // tables whose columns one statement asks for
	patience   = 300 * time.Millisecond
	loadLimit  = 15 * time.Second
)

// object is something in the database that has a name.
type object struct {
	kind   string // table, schema, function, database
	schema string // of a table or function
	name   string
	inPath bool // it is found without its schema
}

// names is the cache of the names in the database. It is filled in the background,
// by calls of its own beside the user's session. Goroutines may share it.
type names struct {
	engine auroradataapi.Engine

	mutex   sync.Mutex
	db      *sql.DB // nil while there is none to ask
	loaded  bool
	objects []object
	columns map[string][]string // by the table's name
	loading chan struct{}       // closed when the load that is under way has ended; nil if none is
	cancel  context.CancelFunc  // ends it

	background sync.WaitGroup
}

// reset forgets everything and asks another database from now on; nil for none.
func (n *names) reset(db *sql.DB) {
	n.mutex.Lock()
	if n.loading != nil {
		n.cancel()
	}
	n.db, n.loaded, n.objects, n.columns, n.loading = db, false, nil, map[string][]string{}, nil
	n.mutex.Unlock()
	n.background.Wait()
}

// all returns the objects as far as they are known. It starts to load them if they
// are not, and waits a moment.
func (n *names) all(done func()) []object {
	n.mutex.Lock()
	known := n.loaded
	n.mutex.Unlock()
	if !known {
		n.load(done, n.loadObjects)
	}
	n.mutex.Lock()
	defer n.mutex.Unlock()
	return n.objects
}

// columnsOf returns the columns of tables, likewise.
func (n *names) columnsOf(tables []string, done func()) []string {
	if missing := n.missing(tables); len(missing) > 0 {
		n.load(done, func(ctx context.Context, db *sql.DB) (func(), error) { return n.loadColumns(ctx, db, missing) })
	}
	n.mutex.Lock()
	defer n.mutex.Unlock()
	var columns []string
	for _, table := range tables {
		columns = append(columns, n.columns[table]...)
	}
	slices.Sort(columns)
	return slices.Compact(columns)
}

func (n *names) missing(tables []string) []string {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	missing := slices.DeleteFunc(slices.Clone(tables), func(table string) bool { return n.columns[table] != nil })
	return missing[:min(len(missing), maxAsked)]
}

// load runs a query in the background, unless one is under way, and waits a moment
// for it. If it takes longer, done is called in the end. What the query returns
// stores what it has found. Errors are not told: there is nothing to complete then.
func (n *names) load(done func(), query func(context.Context, *sql.DB) (store func(), err error)) {
	n.mutex.Lock()
	if n.db == nil || n.loading != nil {
		n.mutex.Unlock()
		return
	}
	ctx, cancel := context.WithTimeout(context.Background(), loadLimit)
	ended, db := make(chan struct{}), n.db
	n.loading, n.cancel = ended, cancel
	n.mutex.Unlock()
	late := make(chan struct{})
	n.background.Go(func() {
		defer cancel()
		store, err := query(ctx, db)
		n.finish(ended, store, err)
		select {
		case <-late:
			done()
		default:
		}
	})
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case <-ended:
	case <-timer.C:
		close(late)
	}
}

// finish stores what was loaded, unless it is about another database by now.
func (n *names) finish(ended chan struct{}, store func(), err error) {
	n.mutex.Lock()
	defer n.mutex.Unlock()
	if n.loading == ended {
		if err == nil {
			store()
		}
		n.loading = nil
	}
	close(ended)
}

func (n *names) loadObjects(ctx context.Context, db *sql.DB) (store func(), err error) {
	rows, err := db.QueryContext(ctx, objectQueries[n.engine])
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var objects []object
	for rows.Next() && len(objects) < maxNames {
		var o object
		if err := rows.Scan(&o.kind, &o.schema, &o.name, &o.inPath); err != nil {
			return nil, err
		}
		objects = append(objects, o)
	}
	slices.SortFunc(objects, func(a, b object) int { return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.schema, b.schema)) })
	return func() { n.objects, n.loaded = objects, true }, rows.Err()
}

func (n *names) loadColumns(ctx context.Context, db *sql.DB, tables []string) (store func(), err error) {
	marks, args := make([]string, len(tables)), make([]any, len(tables))
	mark := placeholder(n.engine)
	for i, table := range tables {
		marks[i], args[i] = mark(i+1), table
	}
	rows, err := db.QueryContext(ctx, columnQueries[n.engine]+"("+strings.Join(marks, ", ")+")", args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	found := map[string][]string{}
	for _, table := range tables {
		found[table] = []string{} // known to have none
	}
	for rows.Next() {
		var table, column string
		if err := rows.Scan(&table, &column); err != nil {
			return nil, err
		}
		found[table] = append(found[table], column)
	}
	return func() { n.keepColumns(found) }, rows.Err()
}

func (n *names) keepColumns(found map[string][]string) {
	if len(n.columns)+len(found) > maxColumns {
		n.columns = map[string][]string{}
	}
	for table, columns := range found {
		n.columns[table] = columns
	}
}

// objectQueries return kind, schema, name and whether the schema may be left out.
var objectQueries = map[auroradataapi.Engine]string{
	auroradataapi.EnginePostgreSQL: `SELECT 'table' AS kind, n.nspname::text, c.relname::text, pg_table_is_visible(c.oid)
 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
 WHERE c.relkind::text IN ('r', 'p', 'v', 'm', 'f', 'S') AND n.nspname !~ '^pg_(toast|temp)' AND n.nspname <> 'information_schema'
 UNION ALL SELECT 'schema', '', nspname::text, true FROM pg_namespace WHERE nspname !~ '^pg_(toast|temp)'
 UNION ALL SELECT 'database', '', datname::text, true FROM pg_database WHERE datallowconn
 UNION ALL SELECT DISTINCT 'function', n.nspname::text, p.proname::text, pg_function_is_visible(p.oid)
 FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace WHERE n.nspname NOT IN ('pg_catalog', 'information_schema')`,
	auroradataapi.EngineMySQL: `SELECT 'table' AS kind, table_schema, table_name, coalesce(table_schema = DATABASE(), 0) = 1
 FROM information_schema.tables WHERE table_schema NOT IN ` + ofTheSystem + `
 UNION ALL SELECT 'schema', '', schema_name, 1 FROM information_schema.schemata
 UNION ALL SELECT 'database', '', schema_name, 1 FROM information_schema.schemata
 UNION ALL SELECT 'function', routine_schema, routine_name, coalesce(routine_schema = DATABASE(), 0) = 1
 FROM information_schema.routines WHERE routine_schema NOT IN ` + ofTheSystem,
}

// columnQueries return the columns of the tables that are named behind them.
var columnQueries = map[auroradataapi.Engine]string{
	auroradataapi.EnginePostgreSQL: `SELECT c.relname::text, a.attname::text FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
 WHERE a.attnum > 0 AND NOT a.attisdropped AND c.relname::text IN `,
	auroradataapi.EngineMySQL: `SELECT table_name, column_name FROM information_schema.columns
 WHERE table_schema = coalesce(DATABASE(), table_schema) AND table_name IN `,
}
