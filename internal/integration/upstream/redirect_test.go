package upstream_test

import (
	"cmp"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// redirection replaces the calls of one function in a file by those of another.
type redirection struct {
	file     string // relative to the module
	function string // where the calls are; empty for all functions of the file
	from     string
	to       string // up to the arguments, as in "open(t, "
	calls    int    // how many there are; 0 stands for one
}

// apply changes the file in the module that is in dir, and adds the opener to its
// package.
func (r redirection) apply(dir, opener string) error {
	path := filepath.Join(dir, r.file)
	source, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if source, err = r.redirect(source); err != nil {
		return fmt.Errorf("upstream: redirect %s in %s: %w", r.from, r.file, err)
	}
	// The function's package may be imported for the calls alone.
	source = fmt.Appendf(source, "\nvar _ = %s\n", r.used())
	if err := os.WriteFile(path, source, 0o600); err != nil {
		return err
	}
	return addOpener(path, source, opener)
}

// used is an expression that uses what the calls did.
func (r redirection) used() string {
	if strings.HasPrefix(r.from, "conn.") {
		return "0"
	}
	return r.from
}

// addOpener puts a file beside another, into the same package.
func addOpener(path string, source []byte, opener string) error {
	file, err := parser.ParseFile(token.NewFileSet(), path, source, parser.PackageClauseOnly)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(opener)
	if err != nil {
		return err
	}
	name := "upstream.go"
	if strings.HasSuffix(file.Name.Name, "_test") {
		name = "upstream_test.go"
	}
	changed := strings.Replace(string(text), "package open\n", "package "+file.Name.Name+"\n", 1)
	return os.WriteFile(filepath.Join(filepath.Dir(path), name), []byte(changed), 0o600)
}

// redirect returns the source with the calls replaced. Another number of calls is
// an error: the function is another than the one that was read when the
// redirection was written.
func (r redirection) redirect(source []byte) ([]byte, error) {
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, r.file, source, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	calls := r.find(file)
	if want := cmp.Or(r.calls, 1); len(calls) != want {
		return nil, fmt.Errorf("%s has %d calls of it, want %d", cmp.Or(r.function, "the file"), len(calls), want)
	}
	offset := func(p token.Pos) int { return files.Position(p).Offset }
	for _, call := range slices.Backward(calls) {
		if len(call.Args) == 0 {
			return nil, errors.New("the call has no arguments")
		}
		source = slices.Concat(source[:offset(call.Pos())], []byte(r.to), source[offset(call.Args[0].Pos()):])
	}
	return source, nil
}

// find returns the calls in the order of the file.
func (r redirection) find(file *ast.File) (calls []*ast.CallExpr) {
	for _, d := range file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && (r.function == "" || f.Recv == nil && f.Name.Name == r.function) {
			calls = append(calls, callsOf(f, r.from)...)
		}
	}
	return calls
}

func callsOf(f *ast.FuncDecl, function string) (calls []*ast.CallExpr) {
	ast.Inspect(f, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && types.ExprString(call.Fun) == function {
			calls = append(calls, call)
		}
		return true
	})
	return calls
}

// leftOut is a blank import that is left out of a file, and with it the module
// that it comes from.
type leftOut struct{ file, path, module string }

func (l leftOut) apply(dir string) error {
	path := filepath.Join(dir, l.file)
	source, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	line := fmt.Sprintf("\t_ %q\n", l.path)
	if !strings.Contains(string(source), line) {
		return fmt.Errorf("upstream: leave out %s: %s does not import it", l.path, l.file)
	}
	return os.WriteFile(path, []byte(strings.Replace(string(source), line, "", 1)), 0o600)
}

func TestRedirection(t *testing.T) {
	for _, c := range []struct {
		name, source, want string
		everywhere         bool
		calls              int
	}{
		{
			name:   "one call",
			source: "package x\nfunc open() { db, err := sql.Open( name , dsn(a)) }\nfunc other() { sql.Open(b) }\n",
			want:   "package x\nfunc open() { db, err := mine(t, name , dsn(a)) }\nfunc other() { sql.Open(b) }\n",
		},
		{
			name: "two calls", calls: 2,
			source: "package x\nfunc open() { sql.Open(a, sql.Name(b)); func() { sql.Open(b) }() }\n",
			want:   "package x\nfunc open() { mine(t, a, sql.Name(b)); func() { mine(t, b) }() }\n",
		},
		{
			name: "two functions", everywhere: true, calls: 2,
			source: "package x\nfunc open() { sql.Open(a) }\nfunc (y) other() { sql.Open(b) }\n",
			want:   "package x\nfunc open() { mine(t, a) }\nfunc (y) other() { mine(t, b) }\n",
		},
		{name: "call too few", calls: 2, source: "package x\nfunc open() { sql.Open(a) }\n"},
		{name: "function renamed", source: "package x\nfunc opens() { sql.Open(a) }\n"},
		{name: "call gone", source: "package x\nfunc open() { sql.OpenDB(a) }\n"},
		{name: "second call", source: "package x\nfunc open() { sql.Open(a); sql.Open(b) }\n"},
		{name: "no arguments", source: "package x\nfunc open() { sql.Open() }\n"},
		{name: "not Go", source: "SELECT 1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := redirection{file: "x.go", function: "open", from: "sql.Open", to: "mine(t, ", calls: c.calls}
			if c.everywhere {
				r.function = ""
			}
			got, err := r.redirect([]byte(c.source))
			if string(got) != c.want || (err == nil) != (c.want != "") {
				t.Errorf("got %q, %v; want %q", got, err, c.want)
			}
		})
	}
}

func TestLeftOut(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "x.go")
	if err := os.WriteFile(path, []byte("package x\n\nimport (\n\t_ \"a/b\"\n\t_ \"c\"\n)\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	l := leftOut{file: "x.go", path: "a/b", module: "a"}
	if err := l.apply(dir); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != "package x\n\nimport (\n\t_ \"c\"\n)\n" {
		t.Errorf("got %q, %v", got, err)
	}
	if err := l.apply(dir); err == nil {
		t.Error("an import that is not there is left out")
	}
}
