// Command notes serves short notes over HTTP.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
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

// Config holds the configuration of the middleware and of the server.
type Config struct {
	Addr            string
	RateLimit       RateLimitConfig
	ShutdownTimeout time.Duration
	LogWriter       io.Writer
}

// RateLimitConfig holds the configuration of the rate limiter.
type RateLimitConfig struct {
	RequestsPerSecond float64
	Burst             int
	CleanupInterval   time.Duration
	IdleTimeout       time.Duration
}

// Option changes a Config.
type Option func(*Config)

// WithAddr sets the address to listen on.
func WithAddr(addr string) Option {
	return func(c *Config) { c.Addr = addr }
}

// WithRateLimit sets the rate and the burst of the rate limiter.
func WithRateLimit(requestsPerSecond float64, burst int) Option {
	return func(c *Config) {
		c.RateLimit.RequestsPerSecond = requestsPerSecond
		c.RateLimit.Burst = burst
	}
}

// WithCleanup sets how often idle clients are removed, and after which time.
func WithCleanup(interval, idleTimeout time.Duration) Option {
	return func(c *Config) {
		c.RateLimit.CleanupInterval = interval
		c.RateLimit.IdleTimeout = idleTimeout
	}
}

// WithShutdownTimeout sets how long the requests in flight may take.
func WithShutdownTimeout(timeout time.Duration) Option {
	return func(c *Config) { c.ShutdownTimeout = timeout }
}

// WithLogWriter sets where the request log goes.
func WithLogWriter(w io.Writer) Option {
	return func(c *Config) { c.LogWriter = w }
}

// NewConfig returns the defaults with the options applied.
func NewConfig(options ...Option) Config {
	config := Config{
		Addr: "127.0.0.1:8080",
		RateLimit: RateLimitConfig{
			RequestsPerSecond: 10,
			Burst:             10,
			CleanupInterval:   time.Minute,
			IdleTimeout:       3 * time.Minute,
		},
		ShutdownTimeout: 10 * time.Second,
		LogWriter:       os.Stderr,
	}
	for _, option := range options {
		option(&config)
	}
	return config
}

// Clock tells the time.
type Clock interface {
	Now() time.Time
}

// systemClock is the Clock of the system.
type systemClock struct{}

// Now implements Clock.
func (systemClock) Now() time.Time { return time.Now() }

// Middleware wraps a handler.
type Middleware func(http.Handler) http.Handler

// Chain combines middlewares; the first is the outermost.
func Chain(middlewares ...Middleware) Middleware {
	return func(next http.Handler) http.Handler {
		for i := len(middlewares) - 1; i >= 0; i-- {
			next = middlewares[i](next)
		}
		return next
	}
}

// ClientIdentifier finds out which client a request comes from.
type ClientIdentifier interface {
	Identify(r *http.Request) string
}

// connectionIdentifier identifies clients by the address of their connection.
type connectionIdentifier struct{}

// Identify implements ClientIdentifier.
func (connectionIdentifier) Identify(r *http.Request) string {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// Limiter decides whether a client may make a request.
type Limiter interface {
	Allow(client string) bool
}

// tokenBucket is a token bucket that is safe for concurrent use.
type tokenBucket struct {
	mu       sync.Mutex
	rate     float64
	capacity float64
	tokens   float64
	updated  time.Time
}

func newTokenBucket(rate float64, burst int, now time.Time) *tokenBucket {
	return &tokenBucket{rate: rate, capacity: float64(burst), tokens: float64(burst), updated: now}
}

// take takes a token if there is one.
func (b *tokenBucket) take(now time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	// Another request may have been quicker, so now may lie in the past.
	if elapsed := now.Sub(b.updated).Seconds(); elapsed > 0 {
		b.tokens = min(b.capacity, b.tokens+elapsed*b.rate)
		b.updated = now
	}
	if b.tokens < 1 {
		return false
	}
	b.tokens--
	return true
}

// idleSince reports whether the bucket was not used after t.
func (b *tokenBucket) idleSince(t time.Time) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.updated.Before(t)
}

// TokenBucketLimiter is a Limiter with a token bucket for each client.
type TokenBucketLimiter struct {
	mu      sync.RWMutex
	buckets map[string]*tokenBucket
	config  RateLimitConfig
	clock   Clock
}

// NewTokenBucketLimiter returns a limiter that is cleaned up until ctx is done.
func NewTokenBucketLimiter(ctx context.Context, config RateLimitConfig, clock Clock) *TokenBucketLimiter {
	l := &TokenBucketLimiter{
		buckets: make(map[string]*tokenBucket),
		config:  config,
		clock:   clock,
	}
	go l.cleanupLoop(ctx)
	return l
}

// Allow implements Limiter.
func (l *TokenBucketLimiter) Allow(client string) bool {
	now := l.clock.Now()
	return l.bucket(client, now).take(now)
}

// bucket returns the bucket of a client and makes one if there is none.
func (l *TokenBucketLimiter) bucket(client string, now time.Time) *tokenBucket {
	l.mu.RLock()
	b, ok := l.buckets[client]
	l.mu.RUnlock()
	if ok {
		return b
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if b, ok := l.buckets[client]; ok {
		return b
	}
	b = newTokenBucket(l.config.RequestsPerSecond, l.config.Burst, now)
	l.buckets[client] = b
	return b
}

func (l *TokenBucketLimiter) cleanupLoop(ctx context.Context) {
	ticker := time.NewTicker(l.config.CleanupInterval)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
			l.cleanup()
		}
	}
}

func (l *TokenBucketLimiter) cleanup() {
	l.mu.Lock()
	defer l.mu.Unlock()
	limit := l.clock.Now().Add(-l.config.IdleTimeout)
	for client, b := range l.buckets {
		if b.idleSince(limit) {
			delete(l.buckets, client)
		}
	}
}

// RateLimit returns a middleware that refuses what the limiter does not allow.
func RateLimit(limiter Limiter, identifier ClientIdentifier) Middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if !limiter.Allow(identifier.Identify(r)) {
				writeError(w, http.StatusTooManyRequests, "rate limit exceeded")
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}

// responseRecorder records the status of a response.
type responseRecorder struct {
	http.ResponseWriter
	status int
}

// WriteHeader implements http.ResponseWriter.
func (r *responseRecorder) WriteHeader(status int) {
	r.status = status
	r.ResponseWriter.WriteHeader(status)
}

// Unwrap is for http.ResponseController.
func (r *responseRecorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// LogEntry is what is logged about a request.
type LogEntry struct {
	Method   string
	Path     string
	Status   int
	Duration time.Duration
	Client   string
}

// String implements fmt.Stringer.
func (e LogEntry) String() string {
	return fmt.Sprintf("method=%s path=%s status=%d duration=%s client=%s",
		e.Method, e.Path, e.Status, e.Duration, e.Client)
}

// Logging returns a middleware that logs each request.
func Logging(logger *log.Logger, identifier ClientIdentifier, clock Clock) Middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			start := clock.Now()
			recorder := &responseRecorder{ResponseWriter: w, status: http.StatusOK}
			next.ServeHTTP(recorder, r)
			logger.Println(LogEntry{
				Method:   r.Method,
				Path:     r.URL.EscapedPath(),
				Status:   recorder.status,
				Duration: clock.Now().Sub(start),
				Client:   identifier.Identify(r),
			})
		})
	}
}

// Server is an HTTP server that shuts down gracefully.
type Server struct {
	server *http.Server
	config Config
}

// NewServer returns a server for a handler.
func NewServer(config Config, handler http.Handler) *Server {
	return &Server{
		server: &http.Server{Addr: config.Addr, Handler: handler},
		config: config,
	}
}

// Run serves until the server fails or ctx is done.
func (s *Server) Run(ctx context.Context) error {
	errs := make(chan error, 1)
	go func() {
		log.Printf("listening on %s", s.config.Addr)
		errs <- s.server.ListenAndServe()
	}()
	select {
	case err := <-errs:
		return fmt.Errorf("listen and serve: %w", err)
	case <-ctx.Done():
		s.shutdown()
		return nil
	}
}

func (s *Server) shutdown() {
	ctx, cancel := context.WithTimeout(context.Background(), s.config.ShutdownTimeout)
	defer cancel()
	if err := s.server.Shutdown(ctx); err != nil {
		log.Printf("graceful shutdown failed: %v", err)
	}
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()

	options := []Option{
		WithRateLimit(10, 10),
		WithCleanup(time.Minute, 3*time.Minute),
		WithShutdownTimeout(10 * time.Second),
		WithLogWriter(os.Stdout),
	}
	if addr := os.Getenv("ADDR"); addr != "" {
		options = append(options, WithAddr(addr))
	}
	config := NewConfig(options...)

	clock := systemClock{}
	identifier := connectionIdentifier{}
	middleware := Chain(
		Logging(log.New(config.LogWriter, "", log.LstdFlags), identifier, clock),
		RateLimit(NewTokenBucketLimiter(ctx, config.RateLimit, clock), identifier),
	)
	handlers := &api{store: &noteStore{notes: []note{{ID: 1, Text: "water the plants"}}}}
	if err := NewServer(config, middleware(handlers.routes())).Run(ctx); err != nil {
		log.Fatal(err)
	}
}
