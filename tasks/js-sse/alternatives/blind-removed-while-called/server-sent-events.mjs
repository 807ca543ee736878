export class ServerSentEvents {
  #reader;
  #listeners = new Map();
  #retry = null;
  #closed = false;
  #line = '';
  #pendingCR = false;
  #data = [];
  #type = '';
  #lastEventId = '';

  constructor(stream) {
    this.#reader = stream.getReader();
    this.#read();
  }

  get retry() {
    return this.#retry;
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
    try {
      let result = await this.#reader.read();
      while (!result.done) {
        this.#consume(decoder.decode(result.value, { stream: true }));
        result = await this.#reader.read();
      }
    } catch (error) {
      this.#emit({ type: 'error', error });
      return;
    }
    this.#emit({ type: 'close' });
  }

  #consume(text) {
    if (text === '') return;
    // The LF of a CRLF that was cut in two; its CR has already ended the line.
    if (this.#pendingCR && text.startsWith('\n')) text = text.slice(1);
    this.#pendingCR = text.endsWith('\r');

    const lines = text.split(/\r\n|\r|\n/);
    lines[0] = this.#line + lines[0];
    this.#line = lines.pop();
    for (const line of lines) {
      if (this.#closed) return;
      if (line === '') this.#endEvent();
      else this.#setField(line);
    }
  }

  #setField(line) {
    const [name, ...parts] = line.split(':');
    const value = parts.join(':').replace(/^ /, '');
    if (name === 'data') {
      this.#data.push(value);
    } else if (name === 'event') {
      this.#type = value;
    } else if (name === 'id') {
      if (!value.includes('\0')) this.#lastEventId = value;
    } else if (name === 'retry') {
      if (/^[0-9]+$/.test(value)) this.#retry = Number(value);
    }
  }

  #endEvent() {
    const data = this.#data;
    const type = this.#type || 'message';
    this.#data = [];
    this.#type = '';
    if (data.length > 0) {
      this.#emit({ type, data: data.join('\n'), lastEventId: this.#lastEventId });
    }
  }

  #emit(event) {
    for (const listener of [...(this.#listeners.get(event.type) ?? [])]) {
      if (this.#closed) return;
      listener(event);
    }
  }
}
