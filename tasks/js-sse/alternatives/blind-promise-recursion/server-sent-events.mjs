export class ServerSentEvents {
  #reader;
  #decoder = new TextDecoder();
  #listeners = {
    __proto__: null,
  };
  #closed = false;
  #line = '';
  #sawCR = false;
  #data = '';
  #eventType = '';
  #lastEventId = '';

  retry = null;

  constructor(stream) {
    this.#reader = stream.getReader();
    this.#readNext();
  }

  addEventListener(type, listener) {
    (this.#listeners[type] ??= new Set()).add(listener);
  }

  removeEventListener(type, listener) {
    this.#listeners[type]?.delete(listener);
  }

  close() {
    if (this.#closed) return;
    this.#closed = true;
    this.#reader.cancel().catch(() => undefined);
  }

  #readNext() {
    this.#reader.read().then(
      ({ done, value }) => {
        if (done) {
          this.#dispatch({ type: 'close' });
          return;
        }
        this.#receive(this.#decoder.decode(value, { stream: true }));
        this.#readNext();
      },
      (error) => this.#dispatch({ type: 'error', error }),
    );
  }

  #receive(text) {
    // Every part is either one line terminator or text without any.
    for (const part of text.match(/\r\n|\r|\n|[^\r\n]+/g) ?? []) {
      if (part === '\n' && this.#sawCR) {
        // The second half of a CRLF that was cut; its line has ended with the CR.
        this.#sawCR = false;
        continue;
      }
      this.#sawCR = part === '\r';
      if (/[\r\n]/.test(part)) {
        const line = this.#line;
        this.#line = '';
        this.#interpret(line);
      } else {
        this.#line += part;
      }
    }
  }

  #interpret(line) {
    if (line === '') {
      this.#complete();
      return;
    }
    const colon = line.indexOf(':');
    if (colon === -1) {
      this.#set(line, '');
    } else {
      const value = line.slice(colon + 1);
      this.#set(line.slice(0, colon), value.startsWith(' ') ? value.slice(1) : value);
    }
  }

  #set(field, value) {
    switch (field) {
      case 'data':
        this.#data += value + '\n';
        return;
      case 'event':
        this.#eventType = value;
        return;
      case 'id':
        if (!value.includes('\0')) this.#lastEventId = value;
        return;
      case 'retry':
        if (/^[0-9]+$/.test(value)) this.retry = parseInt(value, 10);
    }
  }

  #complete() {
    const event = {
      type: this.#eventType || 'message',
      data: this.#data.slice(0, -1),
      lastEventId: this.#lastEventId,
    };
    const isLost = this.#data === '';
    this.#data = '';
    this.#eventType = '';
    if (!isLost) this.#dispatch(event);
  }

  #dispatch(event) {
    const listeners = this.#listeners[event.type];
    listeners && [...listeners].forEach((listener) => {
      if (!this.#closed && listeners.has(listener)) listener(event);
    });
  }
}
