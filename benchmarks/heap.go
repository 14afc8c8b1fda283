package main

import (
	"runtime"
	"runtime/metrics"
	"sync"
	"time"
)

// heapInterval is how often the heap is looked at.
const heapInterval = time.Millisecond

// heapGrowth runs something from a collected heap and gives the most by which the
// heap in use (MemStats.HeapInuse) grew meanwhile, in bytes.
func heapGrowth(do func() error) (float64, error) {
	runtime.GC()
	runtime.GC() // what pools held is free after the second
	before := heapInUse()
	stop := make(chan struct{})
	var peak uint64
	var watch sync.WaitGroup
	watch.Go(func() { peak = heapPeak(stop) })
	err := do()
	close(stop)
	watch.Wait()
	return max(0, float64(peak)-float64(before)), err
}

// heapPeak watches the heap until stop is closed.
func heapPeak(stop <-chan struct{}) (peak uint64) {
	ticker := time.NewTicker(heapInterval)
	defer ticker.Stop()
	for {
		peak = max(peak, heapInUse())
		select {
		case <-stop:
			return peak
		case <-ticker.C:
		}
	}
}

// heapInUse is the size of the spans that have objects in them.
func heapInUse() uint64 {
	samples := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/memory/classes/heap/unused:bytes"}}
	metrics.Read(samples)
	return samples[0].Value.Uint64() + samples[1].Value.Uint64()
}
