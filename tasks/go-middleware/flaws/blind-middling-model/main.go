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

// responseWriter wraps http.ResponseWriter to capture the status code.
type responseWriter struct {
	http.ResponseWriter
	status      int
	wroteHeader bool
}

func (rw *responseWriter) WriteHeader(code int) {
	if !rw.wroteHeader {
		rw.status = code
		rw.wroteHeader = true
	}
	rw.ResponseWriter.WriteHeader(code)
}

// Unwrap returns the underlying http.ResponseWriter, so that
// http.ResponseController can reach its Flush method.
func (rw *responseWriter) Unwrap() http.ResponseWriter {
	return rw.ResponseWriter
}

// loggingMiddleware logs every request after it has been handled.
func loggingMiddleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		rw := &responseWriter{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(rw, r)
		log.Printf("method=%s path=%s status=%d duration=%s client=%s",
			r.Method, r.URL.EscapedPath(), rw.status, time.Since(start), clientIP(r))
	})
}

// clientIP extracts the IP address of the client from the connection.
func clientIP(r *http.Request) string {
	ip, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return ip
}

const (
	rateLimit = 10.0 // tokens per second
	burst     = 10.0 // maximum number of tokens
)

// client is the token bucket of a single client.
type client struct {
	tokens   float64
	lastSeen time.Time
}

// rateLimiter implements a token bucket rate limiter per client IP.
type rateLimiter struct {
	mu      sync.Mutex
	clients map[string]*client
}

func newRateLimiter() *rateLimiter {
	rl := &rateLimiter{clients: make(map[string]*client)}
	go rl.cleanup()
	return rl
}

// cleanup periodically removes clients that have not been seen for a while.
func (rl *rateLimiter) cleanup() {
	ticker := time.NewTicker(time.Minute)
	defer ticker.Stop()
	for range ticker.C {
		rl.mu.Lock()
		for ip, c := range rl.clients {
			if time.Since(c.lastSeen) > time.Minute {
				delete(rl.clients, ip)
			}
		}
		rl.mu.Unlock()
	}
}

// allow reports whether the client may make a request now.
func (rl *rateLimiter) allow(ip string) bool {
	rl.mu.Lock()
	defer rl.mu.Unlock()

	now := time.Now()
	c, ok := rl.clients[ip]
	if !ok {
		c = &client{tokens: burst, lastSeen: now}
		rl.clients[ip] = c
	}
	c.tokens = min(burst, c.tokens+now.Sub(c.lastSeen).Seconds()*rateLimit)
	c.lastSeen = now
	if c.tokens < 1 {
		return false
	}
	c.tokens--
	return true
}

// middleware rejects requests that exceed the rate limit.
func (rl *rateLimiter) middleware(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !rl.allow(clientIP(r)) {
			writeError(w, http.StatusTooManyRequests, "rate limit exceeded")
			return
		}
		next.ServeHTTP(w, r)
	})
}

func main() {
	addr := os.Getenv("ADDR")
	if addr == "" {
		addr = "127.0.0.1:8080"
	}
	handlers := &api{store: &noteStore{notes: []note{{ID: 1, Text: "water the plants"}}}}

	limiter := newRateLimiter()
	server := &http.Server{
		Addr:    addr,
		Handler: loggingMiddleware(limiter.middleware(handlers.routes())),
	}

	go func() {
		quit := make(chan os.Signal, 1)
		signal.Notify(quit, syscall.SIGINT, syscall.SIGTERM)
		<-quit
		log.Println("shutting down")

		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := server.Shutdown(ctx); err != nil {
			log.Printf("shutdown error: %v", err)
		}
	}()

	log.Printf("listening on %s", addr)
	if err := server.ListenAndServe(); err != nil && !errors.Is(err, http.ErrServerClosed) {
		log.Fatal(err)
	}
}
