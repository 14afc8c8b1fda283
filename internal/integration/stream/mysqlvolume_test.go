package stream_test

import (
	"context"
	"fmt"
	"runtime"
	"testing"
	"time"

	"github.com/auroradataapi/auroradataapi"
)

// maxHeap is how much memory the driver and the emulator may take in one process
// while a result of any size is read, in octets.
const maxHeap = 48 << 20

// TestMySQLVolume: a large number of rows, in one go. Of a million, which are 200 MB,
// say
//
//	go test ./stream -run TestMySQLVolume -rows 1000000 -v
func TestMySQLVolume(t *testing.T) {
	ctx, cancel := context.WithTimeout(context.Background(), 5*patience)
	defer cancel()
	db, seen := openMySQL(t, func(c *auroradataapi.Config) { c.Streaming = auroradataapi.StreamingAlways })
	execMySQL(ctx, t, "create table volume (id int primary key, price decimal(12,2), at datetime(3), text varchar(200), flag tinyint, some int)")
	execMySQL(ctx, t, fmt.Sprintf("insert into volume with recursive n (i) as (select 1 union all select i + 1 from n where i < 1000) "+
		"select n, n * 1.5, '2024-02-29' + interval n second, concat(repeat(md5(n), 4), n), n %% 3 = 0, nullif(n %% 5, 0) "+
		"from (select (a.i - 1) * 1000 + b.i as n from n a, n b) q where n <= %d", *volume))
	const query = "select * from volume order by id"
	began := time.Now()
	want := mysqlContentOf(ctx, t, mysqlCluster.Native, query)
	native := time.Since(began).Round(time.Millisecond)
	began = time.Now()
	stop, peak := make(chan struct{}), make(chan uint64)
	go watchHeap(stop, peak)
	if got := mysqlContentOf(ctx, t, db, query); got != want || got.rows != *volume {
		t.Errorf("got %+v, want %+v", got, want)
	}
	took := time.Since(began).Round(time.Millisecond)
	close(stop)
	heap := <-peak
	t.Logf("%d rows in %v, natively in %v, heap of %d MiB at most: %.200s", *volume, took, native, heap>>20, seen.take())
	if heap > maxHeap {
		t.Errorf("the heap had %d octets", heap)
	}
}

// watchHeap looks at the heap until it is told to stop, and says how large it was at
// most.
func watchHeap(stop <-chan struct{}, peak chan<- uint64) {
	ticker := time.NewTicker(10 * time.Millisecond)
	defer ticker.Stop()
	var most uint64
	for {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		most = max(most, m.HeapInuse)
		select {
		case <-stop:
			peak <- most
			return
		case <-ticker.C:
		}
	}
}
