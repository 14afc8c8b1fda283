package mysqlserver

import (
	"strings"
	"testing"
)

func TestIsOlder(t *testing.T) {
	tests := []struct {
		version, than string
		want          bool
	}{
		{"5.7.44", "8.0.20", true},
		{"8.0.19", "8.0.20", true},
		{"8.0.20", "8.0.20", false},
		{"8.0.100", "8.0.20", false},
		{"8.4.0", "8.0.20", false},
		{"10.3.39", "10.6.0", true},
		{"11.4.2", "10.6.0", false},
	}
	for _, test := range tests {
		if got := isOlder(test.version, test.than); got != test.want {
			t.Errorf("%s older than %s: got %t, want %t", test.version, test.than, got, test.want)
		}
	}
}

// What each version grants must exist in it; the manual of MySQL 8.4 and 9 has
// no SET_USER_ID.
func TestMorePrivileges(t *testing.T) {
	tests := []struct {
		product            Product
		version            string
		wanted, unwantedIn string
	}{
		{MySQL, "8.0.36", "SET_USER_ID", "SET_ANY_DEFINER"},
		{MySQL, "8.1.0", "SET_USER_ID", "SET_ANY_DEFINER"},
		{MySQL, "8.4.3", "SET_ANY_DEFINER", "SET_USER_ID"},
		{MySQL, "9.1.0", "SET_ANY_DEFINER", "SET_USER_ID"},
		{MariaDB, "10.11.6", "CONNECTION ADMIN", "ROLE_ADMIN"},
	}
	for _, test := range tests {
		got := binary{product: test.product, version: test.version}.morePrivileges()
		if !strings.Contains(got, test.wanted) || strings.Contains(got, test.unwantedIn) {
			t.Errorf("%s %s: got %s", test.product, test.version, got)
		}
	}
}

// FuzzQuote checks that a constant is one line that reads back as the text.
func FuzzQuote(f *testing.F) {
	for _, text := range []string{"", "it's", `\`, `\'`, "a\r\nb", "'; DROP USER x; --", "größe 密码 🔑"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := quote(text)
		if strings.ContainsAny(got, "\n\r") {
			t.Errorf("line break in %q", got)
		}
		if read, ok := unquote(got); !ok || read != text {
			t.Errorf("got %q, which reads %q (%t), want %q", got, read, ok, text)
		}
	})
}

// unquote reads a string constant as MySQL does, false when it ends early or
// not at all.
func unquote(constant string) (string, bool) {
	var text strings.Builder
	for i := 1; i < len(constant); i++ {
		switch c := constant[i]; c {
		case '\'':
			return text.String(), i == len(constant)-1
		case '\\':
			i++
			switch constant[i] {
			case 'n':
				text.WriteByte('\n')
			case 'r':
				text.WriteByte('\r')
			default:
				text.WriteByte(constant[i])
			}
		default:
			text.WriteByte(c)
		}
	}
	return "", false
}
