package mysql

import "strings"

// refuse returns the change with what is to be done instead of it.
func (c SettingChange) refuse(advice string) SettingChange {
	return SettingChange{Kind: SetRefused, Name: c.Name, Value: advice}
}

// refused looks for what the driver could not cope with. t is the value.
func (c SettingChange) refused(t tokens) SettingChange {
	switch c.Name {
	case "sql_mode":
		if changesReading(t) {
			return c.refuse("SQL texts are read with backslash escapes and with \"…\" as a string: write '' for a quote, `…` for a name")
		}
	case "insert_id", "rand_seed1", "rand_seed2", "pseudo_thread_id", "gtid_next":
		return c.refuse("it is about the next statement of one session: set it in a transaction (BeginTx)")
	case "last_insert_id", "identity":
		return c.refuse("call the function instead: SELECT LAST_INSERT_ID(n)")
	case autocommit:
		if _, ok := readSwitch(t.text()); !ok && c.Kind != SetDefault {
			return c.refuse("its value cannot be read: write 0 or 1")
		}
	case "character_set_client", "character_set_connection", "character_set_results":
		if c.Kind == SetValue && !isUTF8(t.text()) {
			return c.refuse("the service reads and writes UTF-8: leave it, or write utf8mb4")
		}
	}
	return c
}

// changesReading reports whether a value of sql_mode has SQL texts read in another
// way than they are here. A value that is put together may name such a mode in order
// to take it out.
func changesReading(t tokens) bool {
	if t.has("REPLACE", "(") {
		return false
	}
	value := strings.ToUpper(t.String())
	for _, mode := range []string{"ANSI_QUOTES", "NO_BACKSLASH_ESCAPES", "ORACLE", "MSSQL", "DB2", "POSTGRESQL", "MAXDB"} {
		if strings.Contains(value, mode) {
			return true
		}
	}
	for mode := range strings.SplitSeq(strings.Trim(value, `'"`), ",") {
		if strings.TrimSpace(mode) == "ANSI" {
			return true
		}
	}
	return false
}

// charset reads what follows SET NAMES and SET CHARACTER SET.
func charset(name string, t tokens) SettingChange {
	c := SettingChange{Name: name, Value: t.String()}
	first := tokens{t.next()}.text()
	switch {
	case first == "" && c.Value == "", strings.EqualFold(first, "DEFAULT") && len(t) == 0:
		return SettingChange{Kind: SetDefault, Name: name}
	case !isUTF8(first):
		return c.refuse("the service reads and writes UTF-8: leave it out, or write utf8mb4")
	}
	return c
}

// isUTF8 reports whether a character set is that of the service's texts, or the part
// of it that MySQL has called utf8.
func isUTF8(charset string) bool {
	switch strings.ToLower(charset) {
	case "utf8", "utf8mb3", "utf8mb4":
		return true
	}
	return false
}
