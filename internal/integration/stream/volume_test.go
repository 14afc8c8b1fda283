package stream_test

import (
	"flag"
	"fmt"
	"testing"
	"time"
)

var volume = flag.Int("rows", 50_000, "how many rows of 200 octets TestVolume reads")

// TestVolume: a large number of rows, in one go. Of a million, which are 200 MB, say
//
//	go test ./stream -run TestVolume -rows 1000000 -v
func TestVolume(t *testing.T) {
	ctx := within(t)
	db, seen := open(t, nil)
	exec(ctx, t, fmt.Sprintf("create table volume as select i as id, i * 1.5 as price, timestamptz '2024-02-29' + i * interval '1 s' as at, "+
		"repeat(md5(i::text), 4) || i as text, i %% 3 = 0 as flag, nullif(i %% 5, 0) as some from generate_series(1, %d) i", *volume))
	const query = "select * from volume order by id"
	want := contentOf(ctx, t, cluster.Native, query)
	began := time.Now()
	if got := contentOf(ctx, t, db, query); got != want || got.rows != *volume {
		t.Errorf("got %+v, want %+v", got, want)
	}
	t.Logf("%d rows in %v: %s", *volume, time.Since(began).Round(time.Millisecond), seen.take())
}
