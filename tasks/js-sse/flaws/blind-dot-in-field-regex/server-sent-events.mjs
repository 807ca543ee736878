// A field: a name, and after a colon and at most one space, its value.
const FIELD = /^([^:]+)(?:: ?(.*))?$/;

export class ServerSentEvents {
  retry = null;

  #reader;
  #closed = false;
  #listeners = new Map();

  #line = '';
  #endedWithCR = false;

  #data = '';
  #type = '';
  #lastEventId = '';

  constructor(stream) {
    this.#reader = stream.getReader();
    this.#read().then(
      () => this.#dispatch({ type: 'close' }),
      (error) => this.#dispatch({ type: 'error', error }),
    );
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
    for (;;) {
      const { done, value } = await this.#reader.read();
      if (done) return;
      const text = decoder.decode(value, { stream: true });
      if (text !== '') this.#processText(text);
    }
  }

  #processText(text) {
    // The LF of a CRLF that is divided between two chunks doesn't end another line.
    const start = this.#endedWithCR && text[0] === '\n' ? 1 : 0;
    this.#endedWithCR = text.endsWith('\r');

    const lines = text.slice(start).split(/\r\n?|\n/);
    lines[0] = this.#line + lines[0];
    this.#line = lines.pop();
    for (const line of lines) {
      if (this.#closed) return;
      this.#processLine(line);
    }
  }

  #processLine(line) {
    if (line === '') {
      this.#dispatchPending();
      return;
    }
    const [, name, value = ''] = FIELD.exec(line) ?? [];
    switch (name) {
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

  #dispatchPending() {
    const data = this.#data;
    const type = this.#type || 'message';
    this.#data = '';
    this.#type = '';
    if (data !== '') {
      this.#dispatch({ type, data: data.slice(0, -1), lastEventId: this.#lastEventId });
    }
  }

  #dispatch(event) {
    const listeners = this.#listeners.get(event.type) ?? new Set();
    for (const listener of [...listeners]) {
      if (this.#closed) return;
      if (listeners.has(listener)) listener(event);
    }
  }
}
