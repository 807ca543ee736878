export class ServerSentEvents {
  #chunks;
  #listeners = new Map();
  #retry = null;
  #closed = false;

  // Parser state
  #line = '';
  #afterCR = false;
  #data = '';
  #eventType = '';
  #lastEventId = '';

  constructor(stream) {
    this.#chunks = stream.values();
    this.#run();
  }

  /** The last valid reconnection time in milliseconds, or null. */
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

  /** Cancels the stream; nothing is dispatched after this. */
  close() {
    if (this.#closed) {
      return;
    }
    this.#closed = true;
    this.#chunks.return().catch(() => {});
  }

  async #run() {
    const decoder = new TextDecoder();
    try {
      for await (const chunk of this.#chunks) {
        this.#parse(decoder.decode(chunk, { stream: true }));
      }
    } catch (error) {
      this.#dispatch({ type: 'error', error });
      return;
    }
    this.#dispatch({ type: 'close' });
  }

  #parse(text) {
    for (const token of text.match(/[\r\n]|[^\r\n]+/g) ?? []) {
      const isLineFeedOfPair = this.#afterCR && token === '\n';
      this.#afterCR = token === '\r';
      if (isLineFeedOfPair) {
        continue;
      }
      if (token === '\r' || token === '\n') {
        this.#processLine(this.#line);
        this.#line = '';
      } else {
        this.#line += token;
      }
    }
  }

  #processLine(line) {
    if (line === '') {
      this.#endEvent();
      return;
    }
    const colon = line.indexOf(':');
    const field = colon === -1 ? line : line.slice(0, colon);
    const value = colon === -1 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') {
      this.#data += value + '\n';
    } else if (field === 'event') {
      this.#eventType = value;
    } else if (field === 'id' && !value.includes('\0')) {
      this.#lastEventId = value;
    } else if (field === 'retry' && /^[0-9]+$/.test(value)) {
      this.#retry = Number(value);
    }
  }

  #endEvent() {
    const event = {
      type: this.#eventType || 'message',
      data: this.#data.slice(0, -1),
      lastEventId: this.#lastEventId,
    };
    const isEmpty = this.#data === '';
    this.#data = '';
    this.#eventType = '';
    if (!isEmpty) {
      this.#dispatch(event);
    }
  }

  #dispatch(event) {
    const listeners = this.#listeners.get(event.type) ?? new Set();
    for (const listener of [...listeners]) {
      if (!this.#closed && listeners.has(listener)) {
        listener(event);
      }
    }
  }
}
