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

// limiter has a lock for each client.
type limiter struct {
	clients sync.Map // of *client by IP
}

type client struct {
	mu    sync.Mutex
	times [10]time.Time
	next  int
}

func newLimiter() *limiter {
	l := &limiter{}
	go func() {
		for {
			time.Sleep(time.Minute)
			l.forget(time.Time{}.Add(time.Minute))
		}
	}()
	return l
}

func (l *limiter) allow(ip string) bool {
	value, _ := l.clients.LoadOrStore(ip, &client{})
	c := value.(*client)
	c.mu.Lock()
	defer c.mu.Unlock()
	now := time.Now()
	if now.Sub(c.times[c.next]) < time.Second {
		return false
	}
	c.times[c.next] = now
	c.next = (c.next + 1) % len(c.times)
	return true
}

func (l *limiter) forget(before time.Time) {
	l.clients.Range(func(ip, value any) bool {
		c := value.(*client)
		c.mu.Lock()
		defer c.mu.Unlock()
		latest := c.times[(c.next+len(c.times)-1)%len(c.times)]
		if latest.Before(before) {
			l.clients.Delete(ip)
		}
		return true
	})
}

// statusWriter remembers the status of a response.
type statusWriter struct {
	http.ResponseWriter
	status int
}

func (w *statusWriter) WriteHeader(status int) {
	w.status = status
	w.ResponseWriter.WriteHeader(status)
}

func (w *statusWriter) Unwrap() http.ResponseWriter { return w.ResponseWriter }

func logging(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		sw := &statusWriter{ResponseWriter: w, status: http.StatusOK}
		next.ServeHTTP(sw, r)
		log.Printf("method=%s path=%s status=%d duration=%v client=%s", r.Method, r.URL.Path, sw.status, time.Since(start), remoteIP(r))
	})
}

func remoteIP(r *http.Request) string {
	ip, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return ip
}

func (l *limiter) wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !l.allow(remoteIP(r)) {
			http.Error(w, http.StatusText(http.StatusTooManyRequests), http.StatusTooManyRequests)
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
	srv := &http.Server{Addr: addr, Handler: logging(newLimiter().wrap(handlers.routes()))}

	done := make(chan struct{})
	go func() {
		defer close(done)
		stop := make(chan os.Signal, 1)
		signal.Notify(stop, syscall.SIGINT, syscall.SIGTERM)
		<-stop
		ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
		defer cancel()
		if err := srv.Shutdown(ctx); err != nil {
			log.Printf("shutdown: %v", err)
		}
	}()

	log.Printf("listening on %s", addr)
	if err := srv.ListenAndServe(); !errors.Is(err, http.ErrServerClosed) {
		log.Fatal(err)
	}
	<-done
}
