package main

import (
	"debug/elf"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/alecthomas/kong"
)

const root = "../.."

// TestStaticBinary builds the program as a release is built. It must need no other
// file, and know its version.
func TestStaticBinary(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("static binaries are Linux's")
	}
	t.Parallel()
	program := filepath.Join(t.TempDir(), "auroradataapi")
	build := exec.CommandContext(t.Context(), "make", "-C", root, "build", "VERSION=v1.2.3", "BINARY="+program)
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	file, err := elf.Open(program)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for _, part := range file.Progs {
		if part.Type == elf.PT_INTERP || part.Type == elf.PT_DYNAMIC {
			t.Errorf("the program has a segment %v: it is linked dynamically", part.Type)
		}
	}
	out, err := exec.CommandContext(t.Context(), program, "version").Output()
	if err != nil || !strings.HasPrefix(string(out), "auroradataapi v1.2.3 go") {
		t.Errorf("version prints %q (%v)", out, err)
	}
}

// instruction is one of a Dockerfile, on one line.
type instruction struct{ name, arguments string }

func readImage(t *testing.T) []instruction {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "Dockerfile"))
	if err != nil {
		t.Fatal(err)
	}
	joined := regexp.MustCompile(`(?m)^\s*#.*\n`).ReplaceAllString(string(text), "")
	joined = strings.ReplaceAll(joined, "\\\n", " ")
	var image []instruction
	for line := range strings.Lines(joined) {
		name, arguments, _ := strings.Cut(strings.TrimSpace(line), " ")
		if name != "" {
			image = append(image, instruction{name, strings.TrimSpace(arguments)})
		}
	}
	return image
}

// last gives the arguments of the last instruction of a name.
func last(image []instruction, name string) string {
	for _, i := range slices.Backward(image) {
		if i.name == name {
			return i.arguments
		}
	}
	return ""
}

func words(t *testing.T, text string) (list []string) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &list); err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	return list
}

// TestImage holds the Dockerfile against the program. No image is built.
func TestImage(t *testing.T) {
	image := readImage(t)
	if user := last(image, "USER"); user == "" || user == "root" {
		t.Errorf("the program runs as %q", user)
	}
	for _, i := range image {
		if i.name == "FROM" && (!strings.Contains(i.arguments, ":") || strings.Contains(i.arguments, ":latest")) {
			t.Errorf("FROM %s: no version", i.arguments)
		}
	}
	var line commandLine
	parser, err := kong.New(&line)
	if err != nil {
		t.Fatal(err)
	}
	arguments := words(t, last(image, "CMD"))
	if _, err := parser.Parse(arguments); err != nil {
		t.Fatalf("CMD %q: %v", arguments, err)
	}
	if port := last(image, "EXPOSE"); line.Local.Addr != "0.0.0.0:"+port {
		t.Errorf("it listens on %s, and port %s is exposed", line.Local.Addr, port)
	}
	if volume := last(image, "VOLUME"); volume == "" || line.Local.Data != volume {
		t.Errorf("the data is in %s, and the volume is %s", line.Local.Data, volume)
	}
	if entry := words(t, last(image, "ENTRYPOINT")); !slices.Equal(entry, []string{"auroradataapi"}) {
		t.Errorf("the entry is %q", entry)
	}
}

// TestImageHealth runs the check of an image against what answers as the emulator
// does.
func TestImageHealth(t *testing.T) {
	_, list, _ := strings.Cut(last(readImage(t), "HEALTHCHECK"), "CMD ")
	check := words(t, list)
	for _, test := range []struct {
		name   string
		status int
		body   string
	}{
		{name: "ready", status: http.StatusOK, body: `{"ready":true}`},
		{name: "not ready", status: http.StatusServiceUnavailable, body: `{"ready":false,"errors":["x"]}`},
	} {
		t.Run(test.name, func(t *testing.T) {
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path != "/ready" {
					t.Errorf("asked for %s", r.URL.Path)
				}
				w.WriteHeader(test.status)
				w.Write([]byte(test.body))
			}))
			defer server.Close()
			host, port, _ := strings.Cut(strings.TrimPrefix(server.URL, "http://"), ":")
			script := strings.Replace(check[2], "127.0.0.1/8080", host+"/"+port, 1)
			out, err := exec.CommandContext(t.Context(), check[0], check[1], script).CombinedOutput()
			if (err == nil) != (test.status == http.StatusOK) {
				t.Errorf("the check says %v\n%s", err, out)
			}
		})
	}
}
