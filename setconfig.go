package auroradataapi

import (
	"database/sql/driver"
	"slices"
	"strconv"
	"strings"

	"github.com/auroradataapi/auroradataapi/internal/engine"
	"github.com/auroradataapi/auroradataapi/internal/postgres"
	"github.com/auroradataapi/auroradataapi/internal/wire"
)

// configured returns what a SELECT that has calls of set_config among its columns has
// set, as far as their arguments and its result tell.
func (s *statement) configured(args []driver.NamedValue, a *answer) (changes []engine.SettingChange) {
	if !postgres.MayCallSetConfig(s.text.String()) {
		return nil
	}
	calls, columns := postgres.ReadSetConfigs(slices.Collect(s.text.Tokens()))
	if len(calls) == 0 {
		return nil
	}
	row := a.firstRow(columns)
	if row == nil {
		return nil
	}
	for _, call := range calls {
		if change, ok := readChange(call, args, row[call.Column]); ok && change.Refuse() == "" {
			shielded := shieldChange(change)
			changes = append(changes, &shielded)
		}
	}
	return changes
}

// readChange returns what a call has set, if its arguments and its value tell.
func readChange(call postgres.SetConfig, args []driver.NamedValue, value wire.Field) (c postgres.SettingChange, ok bool) {
	name, known := operand(call.Name, args)
	local, ok := operand(call.Local, args)
	if !known || !ok || value.Kind != wire.String {
		return c, false
	}
	return call.Change(name, local, value.Text)
}

func shieldChange(change postgres.SettingChange) postgres.SettingChange {
	if sql, err := shield(change.SQL); err == nil {
		change.SQL = sql
	}
	return change
}

// operand returns the value of a constant or of the argument for a placeholder,
// if that is a text or a boolean.
func operand(token string, args []driver.NamedValue) (string, bool) {
	for i := range args {
		if token == "$"+strconv.Itoa(args[i].Ordinal) || args[i].Name != "" && token == ":"+args[i].Name {
			return argumentText(args[i].Value)
		}
	}
	return postgres.Operand(token)
}

func argumentText(v any) (string, bool) {
	v, err := postgres.Resolve(v)
	if err != nil {
		return "", false
	}
	switch v := v.(type) {
	case string:
		return v, true
	case bool:
		return strconv.FormatBool(v), true
	}
	return "", false
}

// firstRow returns the fields of the only row of an answer with some columns, which
// can still be read afterwards. For any other answer it returns nothing.
func (a *answer) firstRow(columns int) []wire.Field {
	if columns == 0 || a.body == nil || a.result.RecordCount != 1 {
		return nil
	}
	result, err := wire.DecodeExecute(a.body.Bytes())
	if err != nil {
		return nil
	}
	fields := make([]wire.Field, columns)
	if ok, err := result.NextRow(fields); err != nil || !ok {
		return nil
	}
	for i := range fields {
		fields[i].Text = strings.Clone(fields[i].Text)
	}
	return fields
}
