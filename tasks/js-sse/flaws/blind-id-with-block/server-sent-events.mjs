export class ServerSentEvents {
  #reader;
  #listeners = new Map();
  #decoder = new TextDecoder();
  #closed = false;
  #retry = null;
  #lastEventId = '';
  #line = '';
  #skipLineFeed = false;
  #pending = ServerSentEvents.#emptyBlock();

  static #emptyBlock() {
    return { type: 'message', data: [], id: null };
  }

  constructor(stream) {
    this.#reader = stream.getReader();
    this.#start();
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
    if (!this.#closed) {
      this.#closed = true;
      this.#reader.cancel().catch(() => {});
    }
  }

  async #start() {
    try {
      let chunk = await this.#reader.read();
      while (!chunk.done) {
        this.#push(this.#decoder.decode(chunk.value, { stream: true }));
        chunk = await this.#reader.read();
      }
    } catch (error) {
      this.#notify({ type: 'error', error });
      return;
    }
    this.#notify({ type: 'close' });
  }

  #push(text) {
    let lineStart = 0;
    for (let i = 0; i < text.length && !this.#closed; i++) {
      const char = text[i];
      if (char === '\n' && this.#skipLineFeed) {
        lineStart = i + 1;
      } else if (char === '\r' || char === '\n') {
        const line = this.#line + text.slice(lineStart, i);
        this.#line = '';
        lineStart = i + 1;
        this.#processLine(line);
      }
      this.#skipLineFeed = char === '\r';
    }
    this.#line += text.slice(lineStart);
  }

  #processLine(line) {
    if (line === '') {
      const block = this.#pending;
      this.#pending = ServerSentEvents.#emptyBlock();
      this.#finishBlock(block);
      return;
    }

    const [name] = line.split(':', 1);
    const value = line.slice(name.length + 1).replace(/^ /, '');
    switch (name) {
      case 'event':
        this.#pending.type = value || 'message';
        break;
      case 'data':
        this.#pending.data.push(value);
        break;
      case 'id':
        if (!value.includes('\0')) this.#pending.id = value;
        break;
      case 'retry':
        if (/^[0-9]+$/.test(value)) this.#retry = Number(value);
        break;
    }
  }

  #finishBlock({ type, data, id }) {
    if (data.length === 0) return;
    this.#lastEventId = id ?? this.#lastEventId;
    this.#notify({ type, data: data.join('\n'), lastEventId: this.#lastEventId });
  }

  #notify(event) {
    const listeners = this.#listeners.get(event.type) ?? new Set();
    for (const listener of [...listeners]) {
      if (this.#closed) return;
      if (listeners.has(listener)) listener(event);
    }
  }
}
