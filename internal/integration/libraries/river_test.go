package libraries_test

import (
	"context"
	"database/sql"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver"
	"github.com/riverqueue/river/riverdriver/riverdatabasesql"
	"github.com/riverqueue/river/rivermigrate"
	"github.com/riverqueue/river/rivertype"

	"github.com/auroradataapi/auroradataapi"
	"github.com/auroradataapi/auroradataapi/internal/integration/bothways"
)

type greeting struct {
	Name  string `json:"name"`
	Fails int    `json:"fails"` // how often
}

func (greeting) Kind() string { return "greeting" }

// greeter fails as often as a job says, and is asked again at once.
type greeter struct {
	river.WorkerDefaults[greeting]
}

func (greeter) Work(_ context.Context, job *river.Job[greeting]) error {
	if job.Attempt <= job.Args.Fails {
		return errors.New("not yet, " + job.Args.Name)
	}
	return nil
}

func (greeter) NextRetry(*river.Job[greeting]) time.Time { return time.Now() }

// TestRiver has River migrate its tables, take jobs, work them and work those that
// fail again.
func TestRiver(t *testing.T) {
	bothways.RunOn(t, auroradataapi.EnginePostgreSQL, func(t *testing.T, d bothways.Database) {
		t.Parallel()
		driver := riverdatabasesql.New(d.DB)
		migrator, err := rivermigrate.New(driver, nil)
		if err != nil {
			t.Fatal(err)
		}
		if result, err := migrator.Migrate(t.Context(), rivermigrate.DirectionUp, nil); err != nil || len(result.Versions) == 0 {
			t.Fatalf("migrate: %v, %v", result, err)
		}
		client := newRiver(t, driver)
		events, unsubscribe := client.Subscribe(river.EventKindJobCompleted, river.EventKindJobFailed)
		defer unsubscribe()
		insertJobs(t, d, client)
		if err := client.Start(t.Context()); err != nil {
			t.Fatal(err)
		}
		completed, failed := 0, 0
		for completed < 5 {
			select {
			case e := <-events:
				if e.Kind == river.EventKindJobCompleted {
					completed++
				} else {
					failed++
				}
			case <-time.After(30 * time.Second):
				t.Fatalf("%d jobs are completed, %d have failed", completed, failed)
			}
		}
		if err := client.Stop(t.Context()); err != nil {
			t.Fatal(err)
		}
		if failed != 2 {
			t.Errorf("jobs have failed %d times", failed)
		}
		jobs, err := client.JobList(t.Context(), river.NewJobListParams().States(rivertype.JobStateCompleted))
		if err != nil || len(jobs.Jobs) != 5 {
			t.Fatalf("%d jobs, %v", len(jobs.Jobs), err)
		}
		for _, job := range jobs.Jobs {
			if fails := len(job.Errors); strings.Contains(string(job.EncodedArgs), "Eve") != (fails == 2) || job.Attempt != fails+1 {
				t.Errorf("%s: attempt %d, errors %v", job.EncodedArgs, job.Attempt, job.Errors)
			}
		}
		poll(t, d, driver)
	})
}

func newRiver(t *testing.T, driver *riverdatabasesql.Driver) *river.Client[*sql.Tx] {
	t.Helper()
	workers := river.NewWorkers()
	river.AddWorker(workers, greeter{})
	client, err := river.NewClient(driver, &river.Config{
		Queues:            map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: 10}},
		Workers:           workers,
		FetchCooldown:     10 * time.Millisecond,
		FetchPollInterval: 20 * time.Millisecond,
		Logger:            slog.New(slog.DiscardHandler),
		TestOnly:          true, // maintenance starts at once
	})
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// insertJobs inserts jobs by themselves, many, and in a transaction of the program's.
func insertJobs(t *testing.T, d bothways.Database, client *river.Client[*sql.Tx]) {
	t.Helper()
	insert := func() {
		if _, err := client.Insert(t.Context(), greeting{Name: "Ada"}, nil); err != nil {
			t.Fatal(err)
		}
	}
	insert()
	if calls := d.Calls(insert); calls != map[bool]int{true: 0, false: 4}[d.Native] {
		t.Errorf("a job took %d calls", calls)
	}
	many := []river.InsertManyParams{{Args: greeting{Name: "Bob"}}, {Args: greeting{Name: "Eve", Fails: 2}}}
	if _, err := client.InsertMany(t.Context(), many); err != nil {
		t.Fatal(err)
	}
	for _, commit := range []bool{true, false} {
		tx, err := d.DB.BeginTx(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		_, err = client.InsertTx(t.Context(), tx, greeting{Name: "Zoe"}, nil)
		if end := map[bool]func() error{true: tx.Commit, false: tx.Rollback}[commit]; errors.Join(err, end()) != nil {
			t.Fatal(err)
		}
	}
}

// poll does what River does each FetchPollInterval for each queue.
func poll(t *testing.T, d bothways.Database, driver *riverdatabasesql.Driver) {
	t.Helper()
	calls := d.Calls(func() {
		jobs, err := driver.GetExecutor().JobGetAvailable(t.Context(), &riverdriver.JobGetAvailableParams{
			ClientID: "test", MaxAttemptedBy: 100, MaxToLock: 10, Queue: river.QueueDefault,
		})
		if err != nil || len(jobs) != 0 {
			t.Errorf("%d jobs, %v", len(jobs), err)
		}
	})
	if calls != map[bool]int{true: 0, false: 1}[d.Native] {
		t.Errorf("a poll took %d calls", calls)
	}
}
