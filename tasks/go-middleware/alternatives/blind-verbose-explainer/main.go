// Command notes serves short notes over HTTP.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strconv"
	"sync"
	"syscall"
	"time"
)

type note struct {
	ID   int    `json:"id"`
	Text string `json:"text"`
}

// noteStore keeps the notes in memory, in the order of their IDs.
type noteStore struct {
	mu    sync.Mutex
	notes []note
}

func (s *noteStore) list() []note {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]note{}, s.notes...)
}

func (s *noteStore) add(text string) note {
	s.mu.Lock()
	defer s.mu.Unlock()
	added := note{ID: len(s.notes) + 1, Text: text}
	s.notes = append(s.notes, added)
	return added
}

func (s *noteStore) get(id int) (note, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if id < 1 || id > len(s.notes) {
		return note{}, false
	}
	return s.notes[id-1], true
}

// api holds the handlers.
type api struct {
	store *noteStore
}

func (a *api) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /health", a.health)
	mux.HandleFunc("GET /notes", a.listNotes)
	mux.HandleFunc("POST /notes", a.createNote)
	mux.HandleFunc("GET /notes/{id}", a.getNote)
	mux.HandleFunc("GET /countdown", a.countdown)
	return mux
}

func (a *api) health(w http.ResponseWriter, _ *http.Request) {
	fmt.Fprintln(w, "ok")
}

func (a *api) listNotes(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, http.StatusOK, a.store.list())
}

func (a *api) createNote(w http.ResponseWriter, r *http.Request) {
	var body struct {
		Text string `json:"text"`
	}
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil || body.Text == "" {
		writeError(w, http.StatusBadRequest, "a note needs a text")
		return
	}
	added := a.store.add(body.Text)
	w.Header().Set("Location", fmt.Sprintf("/notes/%d", added.ID))
	writeJSON(w, http.StatusCreated, added)
}

func (a *api) getNote(w http.ResponseWriter, r *http.Request) {
	id, err := strconv.Atoi(r.PathValue("id"))
	if err != nil {
		writeError(w, http.StatusBadRequest, "the id must be a number")
		return
	}
	found, ok := a.store.get(id)
	if !ok {
		writeError(w, http.StatusNotFound, "no such note")
		return
	}
	writeJSON(w, http.StatusOK, found)
}

// countdown sends each line as soon as it is due, not all of them at the end.
func (a *api) countdown(w http.ResponseWriter, _ *http.Request) {
	stream := http.NewResponseController(w)
	if err := stream.Flush(); err != nil {
		writeError(w, http.StatusInternalServerError, "streaming is not supported")
		return
	}
	for left := 3; left > 0; left-- {
		fmt.Fprintln(w, left)
		stream.Flush()
		time.Sleep(50 * time.Millisecond)
	}
	fmt.Fprintln(w, "lift-off")
}

func writeJSON(w http.ResponseWriter, status int, value any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	json.NewEncoder(w).Encode(value)
}

func writeError(w http.ResponseWriter, status int, message string) {
	writeJSON(w, status, map[string]string{"error": message})
}

// responseRecorder captures the status code of a response for the log.
type responseRecorder struct {
	http.ResponseWriter
	status int
}

func (rec *responseRecorder) WriteHeader(status int) {
	rec.status = status
	rec.ResponseWriter.WriteHeader(status)
}

// Unwrap gives http.ResponseController access to the original writer, so that
// handlers can still flush.
func (rec *responseRecorder) Unwrap() http.ResponseWriter {
	return rec.ResponseWriter
}

// withLogging logs one line for every request that next has handled.
func withLogging(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		rec := &responseRecorder{ResponseWriter: w, status: http.StatusOK}
		defer func() {
			log.Printf("method=%s path=%s status=%d duration=%v client=%s",
				r.Method, r.URL.EscapedPath(), rec.status, time.Since(start), clientIP(r))
		}()
		next.ServeHTTP(rec, r)
	})
}

// clientIP returns the address of the connection without its port.
func clientIP(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

const (
	requestsPerSecond = 10
	burstSize         = 10
)

// bucket is the token bucket of one client.
type bucket struct {
	tokens  float64
	updated time.Time
}

// refilled returns the tokens that the bucket holds at the given time.
func (b bucket) refilled(now time.Time) float64 {
	return min(burstSize, b.tokens+now.Sub(b.updated).Seconds()*requestsPerSecond)
}

// rateLimiter keeps a token bucket for each client that is not fully refilled.
type rateLimiter struct {
	mu      sync.Mutex
	buckets map[string]bucket
}

// allow takes a token from the client's bucket, if there is one.
func (l *rateLimiter) allow(client string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	tokens := float64(burstSize)
	if b, ok := l.buckets[client]; ok {
		tokens = b.refilled(now)
	}
	if tokens < 1 {
		return false
	}
	l.buckets[client] = bucket{tokens: tokens - 1, updated: now}
	return true
}

// forgetIdle removes the clients whose bucket is full again: they are treated
// like new clients anyway.
func (l *rateLimiter) forgetIdle() {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	for client, b := range l.buckets {
		if b.refilled(now) >= burstSize {
			delete(l.buckets, client)
		}
	}
}

// withRateLimit answers requests beyond the limit with 429.
func withRateLimit(limiter *rateLimiter, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !limiter.allow(clientIP(r)) {
			writeError(w, http.StatusTooManyRequests, "too many requests")
			return
		}
		next.ServeHTTP(w, r)
	})
}

// run serves until ctx is done, then lets the requests in flight finish.
func run(ctx context.Context, server *http.Server) error {
	failed := make(chan error, 1)
	go func() { failed <- server.ListenAndServe() }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	timeout, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	err := server.Shutdown(timeout)
	if errors.Is(err, context.DeadlineExceeded) {
		log.Print("some requests did not finish in time")
		return nil
	}
	return err
}

func main() {
	addr := os.Getenv("ADDR")
	if addr == "" {
		addr = "127.0.0.1:8080"
	}
	handlers := &api{store: &noteStore{notes: []note{{ID: 1, Text: "water the plants"}}}}

	limiter := &rateLimiter{buckets: map[string]bucket{}}
	go func() {
		for range time.Tick(time.Minute) {
			limiter.forgetIdle()
		}
	}()

	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	log.Printf("listening on %s", addr)
	handler := withLogging(withRateLimit(limiter, handlers.routes()))
	if err := run(ctx, &http.Server{Addr: addr, Handler: handler}); err != nil {
		log.Fatal(err)
	}
}
