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

const (
	limitRequests   = 10
	limitWindow     = time.Second
	shutdownTimeout = 10 * time.Second
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

// rateLimiter remembers when each client's latest requests were served.
type rateLimiter struct {
	mu      sync.Mutex
	served  map[string][]time.Time
	sweepAt time.Time
}

func newRateLimiter() *rateLimiter {
	return &rateLimiter{served: make(map[string][]time.Time)}
}

// allow reports whether the client may make a request now, and counts it if so.
func (l *rateLimiter) allow(client string, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.forgetIdle(now)
	recent := l.served[client]
	for len(recent) > 0 && now.Sub(recent[0]) >= limitWindow {
		recent = recent[1:]
	}
	allowed := len(recent) < limitRequests
	if allowed {
		recent = append(recent, now)
	}
	l.served[client] = recent
	return allowed
}

// forgetIdle drops, once per window, the clients whose requests no longer count.
func (l *rateLimiter) forgetIdle(now time.Time) {
	if now.Before(l.sweepAt) {
		return
	}
	l.sweepAt = now.Add(limitWindow)
	for client, times := range l.served {
		if len(times) > limitRequests {
			delete(l.served, client)
		}
	}
}

func (l *rateLimiter) middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !l.allow(clientIP(r), time.Now()) {
			writeError(w, http.StatusTooManyRequests, "too many requests")
			return
		}
		next.ServeHTTP(w, r)
	})
}

// statusRecorder remembers the status of a response. Unwrap keeps streaming possible.
type statusRecorder struct {
	http.ResponseWriter
	status int
}

func (r *statusRecorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}

func (r *statusRecorder) Unwrap() http.ResponseWriter {
	return r.ResponseWriter
}

func logRequests(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		recorder := &statusRecorder{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(recorder, r)
		log.Printf("method=%s path=%s status=%d duration=%s client=%s",
			r.Method, r.URL.Path, recorder.status, time.Since(start), clientIP(r))
	})
}

// clientIP is the address of the connection, for headers can be forged.
func clientIP(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// serve runs the server until a signal asks it to stop and its requests are done.
func serve(server *http.Server) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	failed := make(chan error, 1)
	go func() { failed <- server.ListenAndServe() }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	deadline, cancel := context.WithTimeout(context.Background(), shutdownTimeout)
	defer cancel()
	err := server.Shutdown(deadline)
	if errors.Is(err, context.DeadlineExceeded) {
		log.Print("gave up on requests that did not finish")
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
	limiter := newRateLimiter()
	server := &http.Server{Addr: addr, Handler: logRequests(limiter.middleware(handlers.routes()))}
	log.Printf("listening on %s", addr)
	if err := serve(server); err != nil {
		log.Fatal(err)
	}
}
