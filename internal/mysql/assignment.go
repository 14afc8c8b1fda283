package mysql

import "slices"

// readAssignments finds the user variables that a statement other than SET gives
// values: @v := …, INTO @v, and the arguments of CALL, which may be OUT parameters.
// What they are then only the server knows.
func readAssignments(t tokens) (changes []SettingChange) {
	isCall, into := t.begins("CALL"), false
	for len(t) > 0 {
		name := t.userVariable()
		if name == "" {
			into = t.accept("INTO") || into && t.accept(",")
			if !into && len(t) > 0 {
				t.next()
			}
			continue
		}
		if isCall || into || t.begins(":=") || t.begins(":", "=") {
			c := SettingChange{Kind: SetUnread, Name: "@" + name}
			if !slices.Contains(changes, c) {
				changes = append(changes, c)
			}
		}
		into = into && t.begins(",")
	}
	return changes
}
