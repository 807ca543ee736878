const State = Object.freeze({
  FIELD: 0,
  VALUE_START: 1,
  VALUE: 2,
});

export class ServerSentEvents {
  #reader;
  #closed = false;
  #listeners = new Map();

  // Tokenizer
  #state = State.FIELD;
  #afterCarriageReturn = false;
  #field = '';
  #value = '';

  // Event that is being built
  #data = '';
  #eventType = '';
  #lastEventId = '';

  retry = null;

  constructor(stream) {
    this.#reader = stream.getReader();
    this.#pump();
  }

  addEventListener(type, listener) {
    let listeners = this.#listeners.get(type);
    if (!listeners) {
      listeners = new Set();
      this.#listeners.set(type, listeners);
    }
    listeners.add(listener);
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

  async #pump() {
    const decoder = new TextDecoder('utf-8');
    try {
      for (;;) {
        const { done, value } = await this.#reader.read();
        if (done) break;
        for (const char of decoder.decode(value, { stream: true })) {
          this.#step(char);
          if (this.#closed) return;
        }
      }
    } catch (error) {
      this.#fire({ type: 'error', error });
      return;
    }
    this.#fire({ type: 'close' });
  }

  #step(char) {
    if (char === '\n' && this.#afterCarriageReturn) {
      this.#afterCarriageReturn = false;
      return;
    }
    this.#afterCarriageReturn = char === '\r';
    if (char === '\r' || char === '\n') {
      this.#endLine();
      return;
    }

    switch (this.#state) {
      case State.FIELD:
        if (char === ':') this.#state = State.VALUE_START;
        else this.#field += char;
        break;
      case State.VALUE_START:
        if (char !== ' ') this.#value = char;
        this.#state = State.VALUE;
        break;
      case State.VALUE:
        this.#value += char;
        break;
    }
  }

  #endLine() {
    const field = this.#field;
    const value = this.#value;
    const isEmptyLine = field === '' && this.#state === State.FIELD;
    this.#field = '';
    this.#value = '';
    this.#state = State.FIELD;

    if (isEmptyLine) this.#endEvent();
    else this.#applyField(field, value);
  }

  // Comments arrive here as well, with an empty field name.
  #applyField(field, value) {
    switch (field) {
      case 'event':
        this.#eventType = value;
        break;
      case 'data':
        this.#data += `${value}\n`;
        break;
      case 'id':
        if (!value.includes('\u0000')) this.#lastEventId = value;
        break;
      case 'retry':
        if (/^[0-9]+$/.test(value)) this.retry = Number.parseInt(value, 10);
        break;
    }
  }

  #endEvent() {
    const data = this.#data;
    const type = this.#eventType === '' ? 'message' : this.#eventType;
    this.#data = '';
    this.#eventType = '';
    if (data === '') return;
    this.#fire({ type, data: data.slice(0, -1), lastEventId: this.#lastEventId });
  }

  #fire(event) {
    const listeners = this.#listeners.get(event.type);
    if (!listeners) return;
    for (const listener of Array.from(listeners)) {
      if (this.#closed) return;
      if (listeners.has(listener)) listener(event);
    }
  }
}
