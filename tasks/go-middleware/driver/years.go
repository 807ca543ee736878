// Compiled into a copy of the answer: its clocks can be put forward, and its live objects counted. Each byte that comes in
// on descriptor 3 is an order, and a number goes back.
package main

import (
	codebenchos "os"
	codebenchruntime "runtime"
	codebenchstrconv "strconv"
	codebenchsync "sync"
	codebenchatomic "sync/atomic"
)

const (
	codebenchJumpSeconds   = 40 * 24 * 3600
	codebenchMinuteSeconds = 59
	// The runtime keeps what it needs for a goroutine, and uses it again: made before anything is counted.
	codebenchGoroutines = 512
)

var codebenchAheadSeconds int64

func codebenchUseClock()

func init() {
	codebenchUseClock()
	var all codebenchsync.WaitGroup
	all.Add(codebenchGoroutines)
	for i := 0; i < codebenchGoroutines; i++ {
		go func() {
			all.Done()
			all.Wait()
		}()
	}
	all.Wait()
	go codebenchObey(codebenchos.NewFile(3, "orders"))
}

func codebenchObey(orders *codebenchos.File) {
	order := make([]byte, 1)
	for {
		if n, err := orders.Read(order); n == 0 || err != nil {
			return
		}
		switch order[0] {
		case 'j':
			codebenchatomic.AddInt64(&codebenchAheadSeconds, codebenchJumpSeconds)
		case 'm':
			codebenchatomic.AddInt64(&codebenchAheadSeconds, codebenchMinuteSeconds)
		}
		// Whoever waited for this moment has a turn.
		for i := 0; i < 100; i++ {
			codebenchruntime.Gosched()
		}
		codebenchruntime.GC()
		codebenchruntime.GC()
		var memory codebenchruntime.MemStats
		codebenchruntime.ReadMemStats(&memory)
		orders.WriteString(codebenchstrconv.FormatUint(memory.HeapObjects, 10) + "\n")
	}
}
