/** Reads server-sent events from a stream of bytes and hands them to listeners. */
export class ServerSentEvents {
  retry = null;

  #reader;
  #decoder = new TextDecoder();
  #listeners = new Map();
  #closed = false;

  #buffer = '';
  #data = '';
  #eventType = '';
  #lastEventId = '';

  constructor(stream) {
    this.#reader = stream.getReader();
    this.#run();
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

  async #run() {
    try {
      for (;;) {
        const { done, value } = await this.#reader.read();
        if (done) break;
        this.#buffer += this.#decoder.decode(value, { stream: true });
        // A CR at the very end may be the first half of a CRLF: look at it with the next chunk.
        this.#processLines(/\r\n|\n|\r(?!$)/);
      }
      this.#processLines(/\r\n|\n|\r/);
    } catch (error) {
      this.#dispatch({ type: 'error', error });
      return;
    }
    this.#dispatch({ type: 'close' });
  }

  #processLines(lineEnd) {
    const lines = this.#buffer.split(lineEnd);
    this.#buffer = lines.pop();
    for (const line of lines) {
      if (this.#closed) return;
      this.#processLine(line);
    }
  }

  #processLine(line) {
    if (line === '') {
      this.#completeEvent();
      return;
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    switch (field) {
      case 'data':
        this.#data += value + '\n';
        break;
      case 'event':
        this.#eventType = value;
        break;
      case 'id':
        if (!value.includes('\0')) this.#lastEventId = value;
        break;
      case 'retry':
        if (/^[0-9]+$/.test(value)) this.retry = Number(value);
        break;
    }
  }

  #completeEvent() {
    const data = this.#data;
    const type = this.#eventType || 'message';
    this.#data = '';
    this.#eventType = '';
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
