const CR = '\r';
const LF = '\n';

/** Incremental parser of text/event-stream. Calls back for each event and each retry time. */
class Parser {
  #onEvent;
  #onRetry;
  #line = '';
  #previous = '';
  #data = '';
  #type = '';
  #lastEventId = '';

  constructor(onEvent, onRetry) {
    this.#onEvent = onEvent;
    this.#onRetry = onRetry;
  }

  feed(text) {
    for (const char of text) {
      if (char === CR || (char === LF && this.#previous !== CR)) {
        const line = this.#line;
        this.#line = '';
        this.#interpret(line);
      } else if (char !== LF) {
        this.#line += char;
      }
      this.#previous = char;
    }
  }

  #interpret(line) {
    if (line === '') {
      this.#endEvent();
      return;
    }
    const colon = line.indexOf(':');
    if (colon === -1) {
      this.#setField(line, '');
    } else {
      const value = line.slice(colon + 1);
      this.#setField(line.slice(0, colon), value.startsWith(' ') ? value.slice(1) : value);
    }
  }

  #setField(name, value) {
    if (name === 'data') this.#data += value + LF;
    else if (name === 'event') this.#type = value;
    else if (name === 'id' && !value.includes('\0')) this.#lastEventId = value;
    else if (name === 'retry' && /^[0-9]+$/.test(value)) this.#onRetry(Number(value));
  }

  #endEvent() {
    const event = {
      type: this.#type || 'message',
      data: this.#data.slice(0, -1),
      lastEventId: this.#lastEventId,
    };
    const hasData = this.#data !== '';
    this.#data = '';
    this.#type = '';
    if (hasData) this.#onEvent(event);
  }
}

export class ServerSentEvents {
  retry = null;

  #reader;
  #listeners = new Map();
  #closed = false;

  constructor(stream) {
    this.#reader = stream.getReader();
    this.#read();
  }

  addEventListener(type, listener) {
    if (!this.#listeners.has(type)) this.#listeners.set(type, new Set());
    this.#listeners.get(type).add(listener);
  }

  removeEventListener(type, listener) {
    this.#listeners.get(type)?.delete(listener);
  }

  close() {
    if (this.#closed) return;
    this.#closed = true;
    this.#reader.cancel().catch(() => {});
  }

  async #read() {
    const decoder = new TextDecoder();
    const parser = new Parser(
      (event) => this.#dispatch(event),
      (milliseconds) => {
        this.retry = milliseconds;
      },
    );
    try {
      for (;;) {
        const { done, value } = await this.#reader.read();
        if (done) break;
        parser.feed(decoder.decode(value, { stream: true }));
      }
      this.#dispatch({ type: 'close' });
    } catch (error) {
      this.#dispatch({ type: 'error', error });
    }
  }

  /** Dispatches nothing once the client is closed, not even the rest of a chunk. */
  #dispatch(event) {
    if (this.#closed) return;
    const listeners = this.#listeners.get(event.type) ?? new Set();
    for (const listener of [...listeners]) {
      if (listeners.has(listener)) listener(event);
    }
  }
}
