package seed

import (
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/cmd/auroradataapi/internal/script"
)

// TestRows wants the rows of a COPY as they stand in the file, however they are read.
func TestRows(t *testing.T) {
	const text = "copy t from stdin;\n1\tit's;\n2\t\\N\n\\.\nselect 1;"
	for name, narrow := range map[string]func(io.Reader) io.Reader{
		"at once": func(r io.Reader) io.Reader { return r }, "octet by octet": iotest.OneByteReader,
	} {
		t.Run(name, func(t *testing.T) {
			reader := script.NewReader(auroradataapi.EnginePostgreSQL, "f.sql", strings.NewReader(text))
			if s, err := reader.Next(); err != nil || !s.Copy {
				t.Fatalf("got %+v, %v", s, err)
			}
			got, err := io.ReadAll(narrow(&rows{reader: reader}))
			if want := "1\tit's;\n2\t\\N\n"; err != nil || string(got) != want {
				t.Errorf("got %q, %v, want %q", got, err, want)
			}
			if s, err := reader.Next(); err != nil || s.Text != "select 1" {
				t.Errorf("behind the rows: %+v, %v", s, err)
			}
		})
	}
}
