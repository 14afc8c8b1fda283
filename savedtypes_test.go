package auroradataapi_test

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/auroradataapi/auroradataapi"
)

// openSaved returns a DB on the service that has loaded what was saved, and its
// connector.
func (s *service) openSaved(saved string) (*sql.DB, *auroradataapi.Connector) {
	s.t.Helper()
	connector, err := auroradataapi.NewConnector(s.config)
	if err != nil {
		s.t.Fatal(err)
	}
	if saved != "" {
		if err := connector.LoadDescriptions(strings.NewReader(saved)); err != nil {
			s.t.Fatal(err)
		}
	}
	db := sql.OpenDB(connector)
	s.t.Cleanup(func() { _ = db.Close() })
	return db, connector
}

func save(t *testing.T, connector *auroradataapi.Connector) string {
	t.Helper()
	var saved bytes.Buffer
	if err := connector.SaveDescriptions(&saved); err != nil {
		t.Fatal(err)
	}
	return saved.String()
}

// learned returns what a connector saves that has been told the types of one
// statement.
func learned(t *testing.T, query, typeName string) string {
	t.Helper()
	db, connector := newDescribing(t, inferred(typeName), updated("1")).openSaved("")
	mustExec(t, db, query, "1")
	return save(t, connector)
}

// TestLoadDescriptions: what another connector was told is not asked again.
func TestLoadDescriptions(t *testing.T) {
	saved := learned(t, "update t set n = $1 -- secret plans", "int4")
	if strings.Contains(saved, "update") || strings.Contains(saved, "secret") {
		t.Errorf("saved text: %s", saved)
	}
	s := newDescribing(t, updated("1"), updated("1"), inferred("uuid"), updated("1"))
	db, connector := s.openSaved(saved)
	mustExec(t, db, "update t set n = $1", "1")
	mustExec(t, db, "update t set n = :n", sql.Named("n", "1"))
	if again := save(t, connector); again != saved {
		t.Errorf("got  %swant %s", again, saved)
	}
	mustExec(t, db, "update u set n = $1", "1")
	s.wantTexts("update t set n = (:1::int4)", "update t set n = (:1::int4)", "DO", "update u set n = (:1::uuid)")
}

// TestLoadedOutOfDate: loaded types are not trusted more than remembered ones.
func TestLoadedOutOfDate(t *testing.T) {
	const query = "update t set n = $1"
	mismatch := databaseError(`ERROR: column "n" is of type uuid but expression is of type integer; SQLState: 42804`)
	noType := databaseError(`ERROR: type "public.mood" does not exist; SQLState: 42704`)
	int4 := learned(t, query, "int4")
	mood := strings.ReplaceAll(int4, "pg_catalog.int4", "public.mood")
	tests := []struct {
		name  string
		saved string
		steps []step
		texts []string
	}{
		{"another type", int4, []step{mismatch, inferred("uuid"), updated("1")}, []string{"update t set n = (:1::int4)", "DO", "update t set n = (:1::uuid)"}},
		{"no such type", mood, []step{noType, inferred("uuid"), updated("1")}, []string{"update t set n = (:1::public.mood)", "DO", "update t set n = (:1::uuid)"}},
		{"fewer types than arguments", strings.ReplaceAll(int4, `"pg_catalog.int4"`, ""), []step{inferred("uuid"), updated("1")}, []string{"DO", "update t set n = (:1::uuid)"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newDescribing(t, append(tt.steps, updated("1"))...)
			db, _ := s.openSaved(tt.saved)
			mustExec(t, db, query, "1")
			mustExec(t, db, query, "1")
			s.wantTexts(append(tt.texts, "update t set n = (:1::uuid)")...)
		})
	}
}

// TestLoadedCountsLess: what the connector was told itself stays.
func TestLoadedCountsLess(t *testing.T) {
	const query = "update t set n = $1"
	s := newDescribing(t, inferred("uuid"), updated("1"), updated("1"))
	db, connector := s.openSaved("")
	mustExec(t, db, query, "1")
	if err := connector.LoadDescriptions(strings.NewReader(learned(t, query, "int4"))); err != nil {
		t.Fatal(err)
	}
	mustExec(t, db, query, "1")
	s.wantTexts("DO", "update t set n = (:1::uuid)", "update t set n = (:1::uuid)")
}

func TestLoadDescriptionsErrors(t *testing.T) {
	good := learned(t, "update t set n = $1", "int4")
	tests := []struct {
		name  string
		saved string
		want  string
	}{
		{"nothing", "", "unexpected end of JSON input"},
		{"cut short", good[:len(good)/2], "unexpected end of JSON input"},
		{"something behind", good + "x", "invalid character 'x'"},
		{"another version", strings.Replace(good, "postgresql, 1", "postgresql, 2", 1), "save them with this version"},
		{"another thing", "{}", "save them with this version"},
		{"not a hash", strings.Replace(good, `"sha256":"`, `"sha256":"0`, 1), "a text without its SHA-256"},
		{"no types", strings.Replace(good, `["pg_catalog.int4"]`, "null", 1), "a text without types"},
		{"not a type", strings.Replace(good, "pg_catalog.int4", "pg_catalog.int4) or (true", 1), "is not the name of a type"},
		{"too long", good + strings.Repeat(" ", 16<<20), "longer than 16777216 bytes"},
		{"too many", strings.Replace(good, `"texts":[`, `"texts":[`+strings.Repeat("{},", 1024), 1), "1025 texts, at most 1024"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := newDescribing(t)
			_, connector := s.openSaved("")
			err := connector.LoadDescriptions(strings.NewReader(tt.saved))
			if err == nil || !strings.Contains(err.Error(), tt.want) || !strings.HasPrefix(err.Error(), "auroradataapi: load descriptions: ") {
				t.Errorf("got %v, want %q", err, tt.want)
			}
			if got := save(t, connector); strings.Contains(got, "sha256") {
				t.Errorf("loaded %s", got)
			}
		})
	}
}

func TestSavedUnreadable(t *testing.T) {
	_, connector := newDescribing(t).openSaved("")
	broken := errors.New("broken")
	if err := connector.LoadDescriptions(iotest.ErrReader(broken)); !errors.Is(err, broken) {
		t.Errorf("load: got %v", err)
	}
	if err := connector.SaveDescriptions(brokenWriter{broken}); !errors.Is(err, broken) {
		t.Errorf("save: got %v", err)
	}
}

type brokenWriter struct{ err error }

func (w brokenWriter) Write([]byte) (int, error) { return 0, w.err }

// TestLoadedOrder: the text that was used last is saved first, and loading keeps
// that order.
func TestLoadedOrder(t *testing.T) {
	s := newDescribing(t)
	s.answers = func(r request) step {
		if strings.HasPrefix(r.SQL, "DO ") {
			return inferred("int4")
		}
		return updated("1")
	}
	db, connector := s.openSaved("")
	for i := range 20 {
		mustExec(t, db, fmt.Sprintf("update t%d set n = $1", i), 1)
	}
	saved := save(t, connector)
	_, second := newDescribing(t).openSaved(saved)
	if again := save(t, second); again != saved {
		t.Errorf("got  %swant %s", again, saved)
	}
}

// FuzzLoadDescriptions: what is loaded is saved and loaded again alike.
func FuzzLoadDescriptions(f *testing.F) {
	const hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
	f.Add([]byte(`{"format":"auroradataapi descriptions, postgresql, 1","texts":[{"sha256":"` + hash + `","types":["pg_catalog.int4"]}]}`))
	f.Add([]byte(`{"format":"auroradataapi descriptions, postgresql, 1","texts":[]}`))
	load := func(t *testing.T, saved []byte) (*auroradataapi.Connector, error) {
		connector, err := auroradataapi.NewConnector(auroradataapi.Config{ClusterARN: clusterARN, SecretARN: secretARN})
		if err != nil {
			t.Fatal(err)
		}
		return connector, connector.LoadDescriptions(bytes.NewReader(saved))
	}
	f.Fuzz(func(t *testing.T, saved []byte) {
		first, err := load(t, saved)
		if err != nil {
			return
		}
		want := save(t, first)
		second, err := load(t, []byte(want))
		if err != nil {
			t.Fatalf("%v: %s", err, want)
		}
		if got := save(t, second); got != want {
			t.Fatalf("got  %swant %s", got, want)
		}
	})
}
