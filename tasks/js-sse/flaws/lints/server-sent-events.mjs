/** Reads server-sent events from a stream of bytes and hands them to listeners. */
export class ServerSentEvents {
  retry = null;
  #listeners = new Map();
  #reader;
  #isClosed = false;
  #lastEventId = '';
  #type = '';
  #data = [];

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
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#reader.cancel().catch(() => {});
  }

  async #read() {
    try {
      const decoder = new TextDecoder();
      let rest = '';
      for (;;) {
        const { done, value } = await this.#reader.read();
        if (done) break;
        rest = this.#takeLines(rest + decoder.decode(value, { stream: true }));
      }
      if (rest.endsWith('\r')) this.#takeLine(rest.slice(0, -1));
      this.#end({ type: 'close' });
    } catch (error) {
      this.#end({ type: 'error', error });
    }
  }

  /** Returns the incomplete line. A CR at the end waits for what follows: it may be half of a CRLF. */
  #takeLines(text) {
    const lines = text.split(/\r\n|\n|\r(?!$)/);
    const rest = lines.pop();
    for (const line of lines) this.#takeLine(line);
    return rest;
  }

  #takeLine(line) {
    if (line === '') return this.#dispatchEvent();
    const [, field, value = ''] = /^([^\:]*)(?:\: ?(.*))?$/s.exec(line);
    switch (field) {
      case 'event':
        this.#type = value;
        break;
      case 'data':
        this.#data.push(value);
        break;
      case 'id':
        const hasNul = value.includes('\0');
        if (!hasNul) this.#lastEventId = value;
        break;
      case 'retry':
        if (!!/^\d+$/.test(value)) this.retry = Number(value);
    }
  }

  #dispatchEvent() {
    if (this.#data.length > 0) {
      const event = { type: this.#type || 'message', data: this.#data.join('\n'), lastEventId: this.#lastEventId };
      this.#call(event);
    }
    this.#type = '';
    this.#data = [];
  }

  #end(event) {
    this.#call(event);
    this.#isClosed = true;
  }

  #call(event) {
    for (const listener of this.#listeners.get(event.type) ?? []) if (!this.#isClosed) listener(event);
  }
}
