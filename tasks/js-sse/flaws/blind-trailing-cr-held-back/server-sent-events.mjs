/** Reads a text/event-stream from a ReadableStream and hands its events to listeners. */
export class ServerSentEvents {
  /** The last valid reconnection time in milliseconds, or null. */
  retry = null;

  #listeners = new Map();
  #reader;
  #closed = false;

  #line = '';

  #data = '';
  #type = '';
  #lastEventId = '';

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
    let end = { type: 'close' };
    try {
      for (;;) {
        const { done, value } = await this.#reader.read();
        if (done) break;
        this.#feed(decoder.decode(value, { stream: true }));
      }
      if (this.#line.endsWith('\r')) this.#feed('\n');
    } catch (error) {
      end = { type: 'error', error };
    }
    this.#dispatch(end);
  }

  #feed(text) {
    // A CR at the very end may be the first half of a CRLF pair: it waits for the next chunk.
    if (this.#line.endsWith('\r')) {
      text = `\r${text}`;
      this.#line = this.#line.slice(0, -1);
    }
    const lines = text.split(/\r\n|\r(?!$)|\n/);
    lines[0] = this.#line + lines[0];
    this.#line = lines.pop();
    for (const line of lines) {
      if (this.#closed) return;
      this.#interpret(line);
    }
  }

  #interpret(line) {
    if (line === '') {
      this.#finishEvent();
      return;
    }
    const colon = line.indexOf(':');
    if (colon === 0) return;
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');

    switch (field) {
      case 'data':
        this.#data += `${value}\n`;
        break;
      case 'event':
        this.#type = value;
        break;
      case 'id':
        if (!value.includes('\0')) this.#lastEventId = value;
        break;
      case 'retry':
        if (/^[0-9]+$/.test(value)) this.retry = Number(value);
        break;
    }
  }

  #finishEvent() {
    const data = this.#data;
    const type = this.#type || 'message';
    this.#data = '';
    this.#type = '';
    if (data === '') return;
    this.#dispatch({ type, data: data.slice(0, -1), lastEventId: this.#lastEventId });
  }

  #dispatch(event) {
    const listeners = this.#listeners.get(event.type) ?? new Set();
    for (const listener of [...listeners]) {
      if (this.#closed) return;
      if (listeners.has(listener)) listener(event);
    }
  }
}
