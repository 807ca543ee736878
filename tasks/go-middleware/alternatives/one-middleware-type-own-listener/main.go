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

// guard logs all requests and limits those of each client.
type guard struct {
	next    http.Handler
	mu      sync.Mutex
	ready   map[netip.Addr]time.Time
	cleared time.Time
}

// Generic cell rate: a client's time of arrival runs ahead of the clock by at most nine of these.
const interval = 100 * time.Millisecond

func (g *guard) admit(client netip.Addr) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := time.Now()
	if now.Sub(g.cleared) > time.Minute {
		for other, at := range g.ready {
			if at.Before(now) {
				delete(g.ready, other)
			}
		}
		g.cleared = now
	}
	at := g.ready[client]
	if at.Before(now) {
		at = now
	}
	if at.Sub(now) > 9*interval {
		return false
	}
	g.ready[client] = at.Add(interval)
	return true
}

type response struct {
	http.ResponseWriter
	status int
}

func (r *response) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

func (r *response) Write(data []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	return r.ResponseWriter.Write(data)
}

func (r *response) Flush() {
	if flusher, ok := r.ResponseWriter.(http.Flusher); ok {
		flusher.Flush()
	}
}

func (g *guard) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	client := netip.MustParseAddrPort(r.RemoteAddr).Addr().Unmap()
	res := &response{ResponseWriter: w}
	defer func(start time.Time) {
		status := res.status
		if status == 0 {
			status = http.StatusOK
		}
		fmt.Printf("%s client=%s method=%s path=%s status=%d duration=%s\n",
			start.Format(time.RFC3339), client, r.Method, r.URL.Path, status, time.Since(start))
	}(time.Now())
	if g.admit(client) {
		g.next.ServeHTTP(res, r)
	} else {
		writeError(res, http.StatusTooManyRequests, "slow down")
	}
}

func run() error {
	addr := os.Getenv("ADDR")
	if addr == "" {
		addr = "127.0.0.1:8080"
	}
	handlers := &api{store: &noteStore{notes: []note{{ID: 1, Text: "water the plants"}}}}
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	server := http.Server{
		Handler:           &guard{next: handlers.routes(), ready: map[netip.Addr]time.Time{}},
		ReadHeaderTimeout: 5 * time.Second,
	}
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
		defer cancel()
		stopped <- server.Shutdown(grace)
	}()
	log.Printf("listening on %s", addr)
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	if err := <-stopped; !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	log.Print("some requests were cut off")
	return nil
}

func main() {
	if err := run(); err != nil {
		log.Fatal(err)
	}
}
