/**
 * A minimal client for the server-sent events wire format.
 */
export class ServerSentEvents {
  #reader;
  #listeners = new Map();
  #closed = false;
  #buffer = '';
  #data = [];
  #eventType = '';
  #lastEventId = '';
  #retry = null;

  constructor(stream) {
    this.#reader = stream.getReader();
    this.#readLoop();
  }

  get retry() {
    return this.#retry;
  }

  addEventListener(type, listener) {
    if (!this.#listeners.has(type)) {
      this.#listeners.set(type, new Set());
    }
    this.#listeners.get(type).add(listener);
  }

  removeEventListener(type, listener) {
    this.#listeners.get(type)?.delete(listener);
  }

  close() {
    if (this.#closed) {
      return;
    }
    this.#closed = true;
    this.#reader.cancel().catch(() => {});
  }

  async #readLoop() {
    const decoder = new TextDecoder('utf-8');
    try {
      while (true) {
        const { done, value } = await this.#reader.read();
        if (done) {
          break;
        }
        this.#buffer += decoder.decode(value, { stream: true });
        this.#processBuffer();
      }
    } catch (error) {
      this.#emit('error', { type: 'error', error });
      return;
    }
    this.#emit('close', { type: 'close' });
  }

  #processBuffer() {
    // A trailing CR could be the first half of a CRLF pair, so it stays in the
    // buffer until the next character is known.
    const lineEnd = /\r\n|\n|\r(?!$)/g;
    let start = 0;
    let match;
    while (!this.#closed && (match = lineEnd.exec(this.#buffer)) !== null) {
      this.#processLine(this.#buffer.slice(start, match.index));
      start = lineEnd.lastIndex;
    }
    this.#buffer = this.#buffer.slice(start);
  }

  #processLine(line) {
    if (line === '') {
      this.#dispatchEvent();
      return;
    }
    if (line.startsWith(':')) {
      return;
    }

    const colonIndex = line.indexOf(':');
    const field = colonIndex === -1 ? line : line.slice(0, colonIndex);
    let value = colonIndex === -1 ? '' : line.slice(colonIndex + 1);
    if (value.startsWith(' ')) {
      value = value.slice(1);
    }

    switch (field) {
      case 'event':
        this.#eventType = value;
        break;
      case 'data':
        this.#data.push(value);
        break;
      case 'id':
        if (!value.includes('\0')) {
          this.#lastEventId = value;
        }
        break;
      case 'retry':
        if (/^\d+$/.test(value)) {
          this.#retry = parseInt(value, 10);
        }
        break;
    }
  }

  #dispatchEvent() {
    const data = this.#data;
    const type = this.#eventType || 'message';
    this.#data = [];
    this.#eventType = '';
    if (data.length === 0) {
      return;
    }
    this.#emit(type, { type, data: data.join('\n'), lastEventId: this.#lastEventId });
  }

  #emit(type, event) {
    const listeners = this.#listeners.get(type);
    if (!listeners) {
      return;
    }
    for (const listener of [...listeners]) {
      if (this.#closed) {
        return;
      }
      if (listeners.has(listener)) {
        listener(event);
      }
    }
  }
}
