package main

import (
	"errors"
	"os"
	"os/exec"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/auroradataapi/auroradataapi/emulator"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"auroradataapi": main, "control": control, "ask": ask, "execute": execute})
}

// TestScripts runs the scripts of testdata/script. Their environment is that of
// one emulator with a cluster of each engine, which they share: each makes tables
// of its own names. Scripts about "local" start their own.
func TestScripts(t *testing.T) {
	server := emulator.StartT(t, &emulator.Server{Clusters: []emulator.Cluster{
		{ID: "local"}, {ID: "local-mysql", Engine: emulator.MySQL},
	}})
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		WorkdirRoot:         t.TempDir(),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds:                map[string]func(*testscript.TestScript, bool, []string){"exits": exits},
		Setup: func(env *testscript.Env) error {
			env.Vars = withEnviron(env.Vars, environOf(server))
			return isolate(env)
		},
	})
}

// isolate keeps the machine's AWS configuration out, and lets private servers
// find the template that makes them start fast. Folders for them lie where the
// account that they run as may go, which it may not in a script's own folder
// when that is root's.
func isolate(env *testscript.Env) error {
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	data, err := os.MkdirTemp("", "auroradataapi-data-")
	if err != nil {
		return err
	}
	env.Defer(func() { os.RemoveAll(data) })
	for name, value := range map[string]string{
		"AWS_CONFIG_FILE":             os.DevNull,
		"AWS_SHARED_CREDENTIALS_FILE": os.DevNull,
		"AWS_EC2_METADATA_DISABLED":   "true",
		"XDG_CACHE_HOME":              cache,
		"TMPDIR":                      os.TempDir(),
		"DATA":                        data,
		"GORACE":                      "atexit_sleep_ms=10", // per process, of which there are many
	} {
		env.Setenv(name, value)
	}
	return os.Chmod(data, 0o711)
}

// exits runs a program and wants it to end with a status:
//
//	exits 2 auroradataapi query --nonsense
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits STATUS PROGRAM [ARG]...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit status %d, want %d", got, want)
	}
}
