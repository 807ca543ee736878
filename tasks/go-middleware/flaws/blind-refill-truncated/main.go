// Command notes serves short notes over HTTP.
package main

import (
	"context"
	"encoding/json"
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

// The rate limit of a client, see limiter.
const (
	requestsPerSecond = 10
	maxBurst          = 10
)

// shutdownTimeout is how long the requests in flight may take after a signal.
const shutdownTimeout = 10 * time.Second

// visitor is a token bucket: each request takes a token, and requestsPerSecond new
// ones are put in each second, up to maxBurst.
type visitor struct {
	tokens int
	seen   time.Time // the last request
}

// limiter limits the requests of each client by its IP address. Its lock is never
// held while a request is served, so a slow request delays no one else.
type limiter struct {
	mu       sync.Mutex
	visitors map[string]*visitor
}

// newLimiter returns a limiter that forgets idle clients until ctx is done.
func newLimiter(ctx context.Context) *limiter {
	l := &limiter{visitors: make(map[string]*visitor)}
	go l.sweep(ctx)
	return l
}

// allow reports whether a client may make a request now. A refused request takes no
// token.
func (l *limiter) allow(ip string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := time.Now()
	v, ok := l.visitors[ip]
	if !ok {
		v = &visitor{tokens: maxBurst, seen: now}
		l.visitors[ip] = v
	}
	v.tokens = min(maxBurst, v.tokens+int(now.Sub(v.seen).Seconds()*requestsPerSecond))
	v.seen = now
	if v.tokens == 0 {
		return false
	}
	v.tokens--
	return true
}

// sweep drops clients whose bucket has been full for a while; should they return, a
// new bucket is just as full.
func (l *limiter) sweep(ctx context.Context) {
	ticker := time.NewTicker(time.Minute)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case now := <-ticker.C:
			l.mu.Lock()
			for ip, v := range l.visitors {
				if now.Sub(v.seen) > time.Minute {
					delete(l.visitors, ip)
				}
			}
			l.mu.Unlock()
		}
	}
}

// middleware answers clients that exceed their limit with 429.
func (l *limiter) middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !l.allow(clientIP(r)) {
			writeError(w, http.StatusTooManyRequests, "too many requests")
			return
		}
		next.ServeHTTP(w, r)
	})
}

// loggingWriter records the status code that a handler sends. Handlers that never
// call WriteHeader send 200.
type loggingWriter struct {
	http.ResponseWriter
	status      int
	wroteHeader bool
}

// WriteHeader records the first final status; net/http ignores any further one.
func (lw *loggingWriter) WriteHeader(status int) {
	if !lw.wroteHeader && status >= 200 {
		lw.status = status
		lw.wroteHeader = true
	}
	lw.ResponseWriter.WriteHeader(status)
}

// Write sends the status 200 if there was none yet.
func (lw *loggingWriter) Write(data []byte) (int, error) {
	lw.wroteHeader = true
	return lw.ResponseWriter.Write(data)
}

// Unwrap gives http.ResponseController access to the methods of the underlying
// writer, such as Flush.
func (lw *loggingWriter) Unwrap() http.ResponseWriter {
	return lw.ResponseWriter
}

// logging prints a line for each request, also for one whose handler panics.
func logging(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		lw := &loggingWriter{ResponseWriter: w, status: http.StatusOK}
		defer func() {
			// The escaped path cannot forge a second line.
			log.Printf("method=%s path=%s status=%d duration=%s client=%s",
				r.Method, r.URL.EscapedPath(), lw.status, time.Since(start), clientIP(r))
		}()
		next.ServeHTTP(lw, r)
	})
}

// clientIP returns the IP address of the connection. Headers are not looked at, as
// any client can set them.
func clientIP(r *http.Request) string {
	ip, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return ip
}

// serve runs the server until it fails or ctx is done, and lets the requests in flight
// finish in the latter case.
func serve(ctx context.Context, server *http.Server) error {
	failed := make(chan error, 1)
	go func() { failed <- server.ListenAndServe() }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	// ctx is done already, so the timeout needs one of its own.
	timeout, cancel := context.WithTimeout(context.Background(), shutdownTimeout)
	defer cancel()
	if err := server.Shutdown(timeout); err != nil {
		log.Printf("shutdown: %v", err) // Still a regular exit.
	}
	return nil
}

func main() {
	addr := os.Getenv("ADDR")
	if addr == "" {
		addr = "127.0.0.1:8080"
	}
	handlers := &api{store: &noteStore{notes: []note{{ID: 1, Text: "water the plants"}}}}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	limit := newLimiter(ctx)
	// The log is outermost, so that it has the refused requests, too.
	server := &http.Server{Addr: addr, Handler: logging(limit.middleware(handlers.routes()))}
	log.Printf("listening on %s", addr)
	if err := serve(ctx, server); err != nil {
		log.Fatal(err)
	}
}
