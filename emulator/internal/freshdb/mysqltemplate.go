package freshdb

import (
	"context"
	"errors"
	"fmt"
	"strings"
)

// mySQLTemplate is a database as the statements that make it anew, in the order in
// which they are run: routines stand in front of views, which may call them, and
// triggers behind the rows, which are not to set them off.
type mySQLTemplate struct {
	server     *MySQL
	settings   string   // of CREATE DATABASE
	statements []string // but for the views
	views      []string // in any order
	last       []string // what stands behind the views
}

// asIs has tables and rows taken as they are: with a zero as the number of a row, and
// with dates of another mode.
const asIs = "SET sql_mode = 'NO_AUTO_VALUE_ON_ZERO'"

// Copy implements Template.
func (t *mySQLTemplate) Copy(_ context.Context, name string) error {
	t.server.mu.Lock()
	defer t.server.mu.Unlock()
	if err := t.server.run([]string{"CREATE DATABASE " + name + t.settings, "USE " + name, asIs}); err != nil {
		return err
	}
	if err := t.server.run(t.statements); err != nil {
		return err
	}
	if err := t.makeViews(); err != nil {
		return err
	}
	return t.server.run(t.last)
}

// makeViews makes views of views: those that lack another one come after it. The
// next copy has them in the order that was found.
func (t *mySQLTemplate) makeViews() error {
	pending, made := t.views, make([]string, 0, len(t.views))
	for len(pending) > 0 {
		var left []string
		var errs []error
		for _, view := range pending {
			if err := t.server.run([]string{view}); err != nil {
				left, errs = append(left, view), append(errs, err)
			} else {
				made = append(made, view)
			}
		}
		if len(left) == len(pending) {
			return errors.Join(errs...)
		}
		pending = left
	}
	t.views = made
	return nil
}

func (t *mySQLTemplate) readDatabase(name string) error {
	rows, err := t.rows("SELECT default_character_set_name, default_collation_name FROM information_schema.schemata WHERE schema_name = '" + name + "'")
	if err != nil || len(rows) == 0 {
		return errors.Join(err, fmt.Errorf("%d databases %s", len(rows), name))
	}
	t.settings = " CHARACTER SET " + rows[0][0] + " COLLATE " + rows[0][1]
	return nil
}

// readTables reads tables with their rows, and MariaDB's sequences.
func (t *mySQLTemplate) readTables(name string) error {
	tables, err := t.rows("SHOW FULL TABLES WHERE table_type <> 'VIEW'")
	if err != nil {
		return err
	}
	for _, table := range tables {
		if table[1] == "SEQUENCE" {
			err = t.readSequence(identifier(table[0]))
		} else {
			err = t.readTable(name, table[0])
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (t *mySQLTemplate) readSequence(sequence string) error {
	created, err := t.rows("SHOW CREATE SEQUENCE " + sequence)
	if err != nil {
		return err
	}
	next, err := t.rows("SELECT CAST(next_not_cached_value AS CHAR) FROM " + sequence)
	if err != nil {
		return err
	}
	t.statements = append(t.statements, created[0][1], "DO SETVAL("+sequence+", "+next[0][0]+", 0)")
	return nil
}

func (t *mySQLTemplate) readTable(name, table string) error {
	created, err := t.rows("SHOW CREATE TABLE " + identifier(table))
	if err != nil {
		return err
	}
	t.statements = append(t.statements, created[0][1])
	found, err := t.rows("SELECT 1 FROM " + identifier(table) + " LIMIT 1")
	if err != nil || len(found) == 0 {
		return err
	}
	described, err := t.rows("SHOW COLUMNS FROM " + identifier(table))
	if err != nil {
		return err
	}
	var columns []string
	for _, column := range described {
		if extra := column[5]; !strings.Contains(extra, " GENERATED") {
			columns = append(columns, identifier(column[0]))
		}
	}
	list := strings.Join(columns, ", ")
	t.statements = append(t.statements,
		"INSERT INTO "+identifier(table)+" ("+list+") SELECT "+list+" FROM "+name+"."+identifier(table))
	return nil
}

func (t *mySQLTemplate) readRoutines(name string) error {
	for _, kind := range []string{"PROCEDURE", "FUNCTION"} {
		routines, err := t.rows("SELECT routine_name FROM information_schema.routines WHERE routine_schema = '" + name + "' AND routine_type = '" + kind + "'")
		if err != nil {
			return err
		}
		if err := t.readStored(kind, routines, 0, 1, 2, &t.statements); err != nil {
			return err
		}
	}
	return nil
}

func (t *mySQLTemplate) readViews(string) error {
	views, err := t.rows("SHOW FULL TABLES WHERE table_type = 'VIEW'")
	if err != nil {
		return err
	}
	for _, view := range views {
		created, err := t.rows("SHOW CREATE VIEW " + identifier(view[0]))
		if err != nil {
			return err
		}
		t.views = append(t.views, created[0][1])
	}
	return nil
}

func (t *mySQLTemplate) readTriggers(string) error {
	triggers, err := t.rows("SHOW TRIGGERS") // in the order in which they act
	if err != nil {
		return err
	}
	return t.readStored("TRIGGER", triggers, 0, 1, 2, &t.last)
}

func (t *mySQLTemplate) readEvents(string) error {
	events, err := t.rows("SHOW EVENTS")
	if err != nil {
		return err
	}
	return t.readStored("EVENT", events, 1, 1, 3, &t.last)
}

// readStored reads programs, which keep the mode that they were made in. The
// columns are those of the name in the list, and of mode and text in SHOW CREATE.
func (t *mySQLTemplate) readStored(kind string, list [][]string, name, mode, text int, statements *[]string) error {
	for _, program := range list {
		created, err := t.rows("SHOW CREATE " + kind + " " + identifier(program[name]))
		if err != nil {
			return err
		}
		*statements = append(*statements, "SET sql_mode = '"+created[0][mode]+"'", created[0][text])
	}
	return nil
}

// rows runs a query. NULL is the empty text.
func (t *mySQLTemplate) rows(sql string) ([][]string, error) {
	result, err := t.server.conn.Execute(sql)
	if err != nil {
		return nil, err
	}
	defer result.Close()
	rows := make([][]string, len(result.Values))
	for i, values := range result.Values {
		for _, v := range values {
			rows[i] = append(rows[i], string(v.AsString()))
		}
	}
	return rows, nil
}
