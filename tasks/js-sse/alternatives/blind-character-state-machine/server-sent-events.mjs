/** Where the parser is within a line. */
const State = Object.freeze({
  NAME: 'name',
  VALUE_START: 'value start',
  VALUE: 'value',
  COMMENT: 'comment',
});

class EventStreamParser {
  #state = State.NAME;
  #afterCarriageReturn = false;
  #name = '';
  #value = '';
  #data = '';
  #eventType = '';
  #lastEventId = '';

  /** Takes one UTF-16 code unit; returns the event or the retry time that it completes, if any. */
  next(char) {
    const secondOfPair = this.#afterCarriageReturn && char === '\n';
    this.#afterCarriageReturn = char === '\r';
    if (secondOfPair) return null;
    if (char === '\n' || char === '\r') return this.#endLine();

    switch (this.#state) {
      case State.NAME:
        if (char !== ':') this.#name += char;
        else this.#state = this.#name === '' ? State.COMMENT : State.VALUE_START;
        break;
      case State.VALUE_START:
        this.#state = State.VALUE;
        if (char !== ' ') this.#value = char;
        break;
      case State.VALUE:
        this.#value += char;
        break;
      case State.COMMENT:
        break;
    }
    return null;
  }

  #endLine() {
    const blank = this.#state === State.NAME && this.#name === '';
    const name = this.#name;
    const value = this.#value;
    this.#state = State.NAME;
    this.#name = '';
    this.#value = '';
    return blank ? this.#endEvent() : this.#processField(name, value);
  }

  #processField(name, value) {
    switch (name) {
      case 'data':
        this.#data += `${value}\n`;
        break;
      case 'event':
        this.#eventType = value;
        break;
      case 'id':
        if (!value.includes('\0')) this.#lastEventId = value;
        break;
      case 'retry':
        if (/^[0-9]+$/.test(value)) return { retry: Number(value) };
        break;
    }
    return null;
  }

  #endEvent() {
    const data = this.#data;
    const type = this.#eventType || 'message';
    this.#data = '';
    this.#eventType = '';
    if (data === '') return null;
    return { event: { type, data: data.slice(0, -1), lastEventId: this.#lastEventId } };
  }
}

export class ServerSentEvents {
  retry = null;

  #reader;
  #parser = new EventStreamParser();
  #listeners = new Map();
  #finished = false;

  constructor(stream) {
    this.#reader = stream.getReader();
    this.#run();
  }

  // The arrays of listeners are replaced, never changed: #dispatch may be walking through one.

  addEventListener(type, listener) {
    const listeners = this.#listeners.get(type) ?? [];
    if (!listeners.includes(listener)) this.#listeners.set(type, [...listeners, listener]);
  }

  removeEventListener(type, listener) {
    const listeners = this.#listeners.get(type) ?? [];
    this.#listeners.set(type, listeners.filter((other) => other !== listener));
  }

  close() {
    if (this.#finished) return;
    this.#finished = true;
    this.#reader.cancel().catch(() => {});
  }

  async #run() {
    const decoder = new TextDecoder();
    let end = { type: 'close' };
    try {
      let { done, value } = await this.#reader.read();
      while (!done) {
        this.#consume(decoder.decode(value, { stream: true }));
        ({ done, value } = await this.#reader.read());
      }
    } catch (error) {
      end = { type: 'error', error };
    }
    this.#dispatch(end);
    this.#finished = true;
  }

  #consume(text) {
    for (let i = 0; i < text.length && !this.#finished; i++) {
      const result = this.#parser.next(text[i]);
      if (result?.event) this.#dispatch(result.event);
      else if (result) this.retry = result.retry;
    }
  }

  #dispatch(event) {
    for (const listener of this.#listeners.get(event.type) ?? []) {
      if (this.#finished) return;
      if (this.#listeners.get(event.type).includes(listener)) listener(event);
    }
  }
}
