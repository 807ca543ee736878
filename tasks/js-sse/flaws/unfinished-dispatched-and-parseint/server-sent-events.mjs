/** Iterates over the lines of a byte stream. */
class LineReader {
  #reader;
  #decoder = new TextDecoder();
  #lines = [];
  #partial = '';
  #afterCarriageReturn = false;

  constructor(reader) {
    this.#reader = reader;
  }

  [Symbol.asyncIterator]() {
    return this;
  }

  async next() {
    while (this.#lines.length === 0) {
      const { done, value } = await this.#reader.read();
      if (done) return { done: true, value: undefined };
      this.#push(this.#decoder.decode(value, { stream: true }));
    }
    return { done: false, value: this.#lines.shift() };
  }

  #push(text) {
    for (const char of text) {
      const isSecondHalf = char === '\n' && this.#afterCarriageReturn;
      this.#afterCarriageReturn = char === '\r';
      if (isSecondHalf) continue;
      if (char === '\n' || char === '\r') {
        this.#lines.push(this.#partial);
        this.#partial = '';
      } else {
        this.#partial += char;
      }
    }
  }
}

export class ServerSentEvents {
  retry = null;
  #listeners = new Map();
  #reader;
  #closed = false;
  #data = [];
  #type = '';
  #lastEventId = '';

  constructor(stream) {
    this.#reader = stream.getReader();
    this.#run();
  }

  addEventListener(type, listener) {
    const listeners = this.#listeners.get(type) ?? [];
    if (!listeners.includes(listener)) this.#listeners.set(type, [...listeners, listener]);
  }

  removeEventListener(type, listener) {
    const listeners = this.#listeners.get(type) ?? [];
    this.#listeners.set(type, listeners.filter((other) => other !== listener));
  }

  close() {
    if (this.#closed) return;
    this.#closed = true;
    this.#reader.cancel().catch(() => {});
  }

  async #run() {
    try {
      for await (const line of new LineReader(this.#reader)) {
        if (this.#closed) return;
        this.#processLine(line);
      }
      this.#flush();
      this.#finish({ type: 'close' });
    } catch (error) {
      this.#finish({ type: 'error', error });
    }
  }

  #finish(event) {
    this.#dispatch(event);
    this.#closed = true;
  }

  #processLine(line) {
    if (line === '') return this.#flush();
    if (line.startsWith(':')) return;
    const [, field, value = ''] = /^([^:]*)(?:: ?([^]*))?$/.exec(line);
    switch (field) {
      case 'data':
        this.#data.push(value);
        break;
      case 'event':
        this.#type = value;
        break;
      case 'id':
        if (!value.includes('\0')) this.#lastEventId = value;
        break;
      case 'retry':
        if (!Number.isNaN(parseInt(value, 10))) this.retry = parseInt(value, 10);
        break;
    }
  }

  #flush() {
    const data = this.#data;
    const type = this.#type || 'message';
    this.#data = [];
    this.#type = '';
    if (data.length > 0) this.#dispatch({ type, data: data.join('\n'), lastEventId: this.#lastEventId });
  }

  #dispatch(event) {
    for (const listener of this.#listeners.get(event.type) ?? []) {
      if (this.#closed) return;
      if (this.#listeners.get(event.type).includes(listener)) listener(event);
    }
  }
}
