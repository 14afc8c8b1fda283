package auroradataapi_test

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/auroradataapi/auroradataapi"
)

// TestDocumentedOptions: the table in the package's documentation is the table of
// options.
func TestDocumentedOptions(t *testing.T) {
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	var table strings.Builder
	for _, o := range auroradataapi.DSNOptions() {
		fmt.Fprintf(&table, "//\t%-23s %-18s %s\n", o.Key, o.Variable, o.Meaning)
	}
	if !strings.Contains(string(doc), "//\n"+table.String()+"//\n") {
		t.Errorf("doc.go does not have this table:\n%s", &table)
	}
}

// TestDocumentedFields: each key of a DSN is named by the comment of its field.
func TestDocumentedFields(t *testing.T) {
	source, err := os.ReadFile("config.go")
	if err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(string(source), "\n\t// ", " ")
	for _, o := range auroradataapi.DSNOptions() {
		if !strings.Contains(text, "Key: "+o.Key) {
			t.Errorf("no field of Config names the key %s", o.Key)
		}
		if o.Variable != "" && !strings.Contains(text, "environment variable "+o.Variable) {
			t.Errorf("no field of Config names the variable %s", o.Variable)
		}
	}
}
