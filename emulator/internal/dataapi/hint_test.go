package dataapi

import (
	"strings"
	"testing"
)

func TestHints(t *testing.T) {
	tests := []struct {
		hint    string
		valid   []string
		invalid []string
	}{
		{
			hint:    "UUID",
			valid:   []string{"0194fdc2-fa2f-4cc0-81d3-ff12045b73c8", "0194FDC2-FA2F-4CC0-81D3-FF12045B73C8"},
			invalid: []string{"", "0194fdc2fa2f4cc081d3ff12045b73c8", "{0194fdc2-fa2f-4cc0-81d3-ff12045b73c8}", "0194fdc2-fa2f-4cc0-81d3-ff12045b73c8\n"},
		},
		{
			hint:    "JSON",
			valid:   []string{"null", `{"a": [1, 2.5e3]}`, " 1 ", `"\u00e9"`, "1" + strings.Repeat("0", 300)},
			invalid: []string{"", "{", "{} {}", "nul", "1" + strings.Repeat("0", 400), `{"a":NaN}`, "'a'"},
		},
		{
			hint:    "TIMESTAMP",
			valid:   []string{"2024-02-29 23:59:59", "2024-02-29 23:59:59.123"},
			invalid: []string{"", "2024-02-29T23:59:59", "2024-02-29 23:59:59Z", "2024-02-29 23:59:59.1", "2024-02-29 23:59:59.123456", "2024-02-29 23:59:59,123", "2024-02-29 24:00:00", "2023-02-29 00:00:00", "infinity"},
		},
		{
			hint:    "DATE",
			valid:   []string{"2024-02-29", "0001-01-01"},
			invalid: []string{"", "2024-2-29", "2024-02-30", "20240229", "10000-01-01", "2024-02-29 00:00:00"},
		},
		{
			hint:    "TIME",
			valid:   []string{"23:59:59", "23:59:59.123"},
			invalid: []string{"", "23:59", "24:00:00", "23:59:59.1234", "23:59:59+00"},
		},
		{
			hint:    "DECIMAL",
			valid:   []string{"0", "-1.50", "+2", "1e10", "123456789012345678901234567890.1"},
			invalid: []string{"", ".5", "5.", "NaN", "1,5", "0x10", "1 "},
		},
	}
	for _, test := range tests {
		t.Run(test.hint, func(t *testing.T) {
			for _, text := range test.valid {
				if !Current.fits(Parameter{Value: StringField(text), Hint: test.hint}) {
					t.Errorf("%.40q is refused", text)
				}
			}
			for _, text := range test.invalid {
				if Current.fits(Parameter{Value: StringField(text), Hint: test.hint}) {
					t.Errorf("%.40q is taken", text)
				}
			}
		})
	}
}
