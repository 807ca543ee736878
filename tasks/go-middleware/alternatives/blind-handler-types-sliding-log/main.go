// Command notes serves short notes over HTTP.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"net/http"
	"net/netip"
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

// requestLog is a handler that logs the requests to next.
type requestLog struct {
	next http.Handler
}

func (l requestLog) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	start := time.Now()
	rec := &recorder{ResponseWriter: w, code: http.StatusOK}
	l.next.ServeHTTP(rec, r)
	fmt.Printf("method=%s path=%s status=%d duration=%s client=%s\n",
		r.Method, r.URL.EscapedPath(), rec.code, time.Since(start), remoteIP(r))
}

// recorder records the status code of a response.
type recorder struct {
	http.ResponseWriter
	code int
}

func (rec *recorder) WriteHeader(code int) {
	rec.code = code
	rec.ResponseWriter.WriteHeader(code)
}

// FlushError passes a flush of http.ResponseController on.
func (rec *recorder) FlushError() error {
	return http.NewResponseController(rec.ResponseWriter).Flush()
}

const (
	maxRequests = 10
	period      = time.Second
)

// history holds the times of the last requests of a client, the oldest at next.
type history struct {
	times [maxRequests]time.Time
	next  int
}

// last returns the time of the latest request.
func (h *history) last() time.Time {
	return h.times[(h.next+maxRequests-1)%maxRequests]
}

// rateLimit is a handler that lets maxRequests of a client through to next in a period.
type rateLimit struct {
	next http.Handler

	mu      sync.Mutex
	clients map[netip.Addr]*history
	cleaned time.Time
}

func newRateLimit(next http.Handler) *rateLimit {
	return &rateLimit{next: next, clients: make(map[netip.Addr]*history)}
}

func (l *rateLimit) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !l.allow(remoteIP(r), time.Now()) {
		writeError(w, http.StatusTooManyRequests, "too many requests, try again in a second")
		return
	}
	l.next.ServeHTTP(w, r)
}

func (l *rateLimit) allow(ip netip.Addr, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.clean(now)
	h, ok := l.clients[ip]
	if !ok {
		h = &history{}
		l.clients[ip] = h
	}
	if now.Sub(h.times[h.next]) < period {
		return false
	}
	h.times[h.next] = now
	h.next = (h.next + 1) % maxRequests
	return true
}

// clean forgets, once in a period, the clients without a request in the last one.
func (l *rateLimit) clean(now time.Time) {
	if now.Sub(l.cleaned) < period {
		return
	}
	l.cleaned = now
	for ip, h := range l.clients {
		if now.Sub(h.last()) >= period {
			delete(l.clients, ip)
		}
	}
}

// remoteIP returns the address of the client's connection.
func remoteIP(r *http.Request) netip.Addr {
	// net/http always sets a valid RemoteAddr.
	addr, _ := netip.ParseAddrPort(r.RemoteAddr)
	return addr.Addr().Unmap()
}

func main() {
	addr := os.Getenv("ADDR")
	if addr == "" {
		addr = "127.0.0.1:8080"
	}
	handlers := &api{store: &noteStore{notes: []note{{ID: 1, Text: "water the plants"}}}}
	server := &http.Server{Addr: addr, Handler: requestLog{newRateLimit(handlers.routes())}}

	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM)
	failure := make(chan error, 1)
	go func() { failure <- server.ListenAndServe() }()
	log.Printf("listening on %s", addr)

	select {
	case err := <-failure:
		log.Fatal(err)
	case <-signals:
	}
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		log.Printf("shutdown incomplete: %v", err)
	}
}
