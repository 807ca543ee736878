const LINE_END = /\r\n?|\n/;

/** Reads server-sent events from a stream of bytes and hands them to listeners. */
export class ServerSentEvents {
  /** The last valid reconnection time in milliseconds, null if there was none. */
  retry = null;

  #reader;
  #listeners = new Map();
  #closed = false;
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
    // Nobody is left who could be told that the cancelling failed.
    this.#reader.cancel().catch(() => {});
  }

  async #read() {
    try {
      await this.#readLines();
    } catch (error) {
      this.#emit({ type: 'error', error });
      return;
    }
    this.#emit({ type: 'close' });
  }

  async #readLines() {
    const decoder = new TextDecoder();
    let pending = '';
    let afterCR = false;
    for (;;) {
      const { done, value } = await this.#reader.read();
      if (done) return;
      let text = decoder.decode(value, { stream: true });
      if (text === '') continue;
      // A CR has ended its line already, even if its LF comes in a later chunk.
      if (afterCR && text.startsWith('\n')) text = text.slice(1);
      afterCR = text.endsWith('\r');
      const lines = text.split(LINE_END);
      lines[0] = pending + lines[0];
      pending = lines.pop();
      for (const line of lines) {
        if (this.#closed) return;
        this.#interpret(line);
      }
    }
  }

  #interpret(line) {
    if (line === '') {
      this.#dispatch();
      return;
    }
    const [, field, value] = /^([^:]*)(?:: ?(.*))?$/s.exec(line);
    this.#setField(field, value ?? '');
  }

  #setField(field, value) {
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

  #dispatch() {
    const data = this.#data;
    const type = this.#type || 'message';
    this.#data = '';
    this.#type = '';
    if (data !== '') {
      this.#emit({ type, data: data.slice(0, -1), lastEventId: this.#lastEventId });
    }
  }

  #emit(event) {
    const listeners = this.#listeners.get(event.type);
    if (!listeners) return;
    for (const listener of [...listeners]) {
      if (this.#closed) return;
      if (listeners.has(listener)) listener(event);
    }
  }
}
