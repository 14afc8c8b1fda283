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

// configured returns what a SELECT that is nothing but calls of set_config has set,
// as far as its arguments and its result tell.
func (s *statement) configured(args []driver.NamedValue, a *answer) (changes []engine.SettingChange) {
	if !s.mayCallSetConfig() {
		return nil
	}
	calls := postgres.ReadSetConfigs(slices.Collect(s.text.Tokens()))
	values := a.firstRow(len(calls))
	for i, value := range values {
		name, known := operand(calls[i].Name, args)
		local, ok := operand(calls[i].Local, args)
		if !known || !ok || value.Kind != wire.String {
			continue
		}
		if change, ok := calls[i].Change(name, local, value.Text); ok && change.Refuse() == "" {
			shielded := shieldChange(change)
			changes = append(changes, &shielded)
		}
	}
	return changes
}

// mayCallSetConfig tells most statements by their first words.
func (s *statement) mayCallSetConfig() bool {
	words := s.text.Words(2)
	return len(words) == 2 && (words[1] == "SET_CONFIG" || words[1] == "PG_CATALOG")
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
