class StreamEvent extends CustomEvent {
  get data() {
    return this.detail.data;
  }

  get lastEventId() {
    return this.detail.lastEventId;
  }

  get error() {
    return this.detail.error;
  }
}

export class ServerSentEvents extends EventTarget {
  retry = null;

  #abort = new AbortController();
  #reader;
  #buffer = '';
  #data = [];
  #type = '';
  #lastEventId = '';
  #lastWasCR = false;

  constructor(stream) {
    super();
    this.#reader = stream.getReader();
    this.#read();
  }

  addEventListener(type, listener) {
    super.addEventListener(type, listener, { signal: this.#abort.signal });
  }

  close() {
    if (this.#abort.signal.aborted) return;
    this.#abort.abort();
    this.#reader.cancel().catch(() => {});
  }

  #read(decoder = new TextDecoder()) {
    this.#reader.read().then(
      ({ done, value }) => {
        if (done) {
          this.#emit('close');
          this.#abort.abort();
          return;
        }
        this.#push(decoder.decode(value, { stream: true }));
        this.#read(decoder);
      },
      (error) => {
        this.#emit('error', { error });
        this.#abort.abort();
      },
    );
  }

  #emit(type, detail = {}) {
    this.dispatchEvent(new StreamEvent(type, { detail }));
  }

  #push(text) {
    if (text === '') return;
    const chunk = this.#lastWasCR && text.startsWith('\n') ? text.slice(1) : text;
    this.#lastWasCR = text.endsWith('\r');
    const lines = `${this.#buffer}${chunk}`.split(/\r\n?|\n/);
    this.#buffer = lines.pop();
    for (const line of lines) this.#line(line);
  }

  #line(line) {
    if (line === '') {
      if (this.#data.length > 0) {
        this.#emit(this.#type || 'message', { data: this.#data.join('\n'), lastEventId: this.#lastEventId });
      }
      this.#data = [];
      this.#type = '';
      return;
    }
    const [name, ...parts] = line.split(':');
    const value = parts.join(':').replace(/^ /, '');
    const setters = {
      data: () => this.#data.push(value),
      event: () => (this.#type = value),
      id: () => value.includes('\0') || (this.#lastEventId = value),
      retry: () => /^\d+$/.test(value) && (this.retry = Number(value)),
    };
    if (Object.hasOwn(setters, name)) setters[name]();
  }
}
