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
	"testing"
)

// redirection replaces, in one function of a file, the calls of one function by
// those of another, which gets t before all other arguments.
type redirection struct {
	file     string // relative to the module
	function string // where the calls are
	from, to string
	calls    int // how many there are; 0 stands for one
}

// apply changes the file in the module that is in dir.
func (r redirection) apply(dir string) error {
	path := filepath.Join(dir, r.file)
	source, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if source, err = r.redirect(source); err != nil {
		return fmt.Errorf("upstream: redirect %s in %s: %w", r.from, r.file, err)
	}
	return os.WriteFile(path, source, 0o600)
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
	body := functionBody(file, r.function)
	if body == nil {
		return nil, fmt.Errorf("there is no function %s", r.function)
	}
	calls := callsOf(body, r.from)
	if want := cmp.Or(r.calls, 1); len(calls) != want {
		return nil, fmt.Errorf("%s has %d calls of it, want %d", r.function, len(calls), want)
	}
	offset := func(p token.Pos) int { return files.Position(p).Offset }
	for _, call := range slices.Backward(calls) {
		if len(call.Args) == 0 {
			return nil, errors.New("the call has no arguments")
		}
		source = slices.Concat(source[:offset(call.Pos())], []byte(r.to+"(t, "), source[offset(call.Args[0].Pos()):])
	}
	return source, nil
}

func functionBody(file *ast.File, name string) *ast.BlockStmt {
	for _, d := range file.Decls {
		if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == name {
			return f.Body
		}
	}
	return nil
}

func callsOf(body *ast.BlockStmt, function string) (calls []*ast.CallExpr) {
	ast.Inspect(body, func(n ast.Node) bool {
		if call, ok := n.(*ast.CallExpr); ok && types.ExprString(call.Fun) == function {
			calls = append(calls, call)
		}
		return true
	})
	return calls
}

func TestRedirection(t *testing.T) {
	r := redirection{file: "x.go", function: "open", from: "sql.Open", to: "mine"}
	for _, c := range []struct {
		name, source, want string
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
		{name: "call too few", calls: 2, source: "package x\nfunc open() { sql.Open(a) }\n"},
		{name: "function renamed", source: "package x\nfunc opens() { sql.Open(a) }\n"},
		{name: "call gone", source: "package x\nfunc open() { sql.OpenDB(a) }\n"},
		{name: "second call", source: "package x\nfunc open() { sql.Open(a); sql.Open(b) }\n"},
		{name: "no arguments", source: "package x\nfunc open() { sql.Open() }\n"},
		{name: "not Go", source: "SELECT 1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r.calls = c.calls
			got, err := r.redirect([]byte(c.source))
			if string(got) != c.want || (err == nil) != (c.want != "") {
				t.Errorf("got %q, %v; want %q", got, err, c.want)
			}
		})
	}
}
