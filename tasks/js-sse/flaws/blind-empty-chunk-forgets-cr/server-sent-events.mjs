/** Returns a function that takes decoded text in pieces and yields the lines that it completes. */
function createLineSplitter() {
  let partial = '';
  let endedWithCR = false;

  return function* splitLines(text) {
    // A CR ends its line at once, so an LF that opens the next piece belongs to that CR.
    const start = endedWithCR && text.startsWith('\n') ? 1 : 0;
    endedWithCR = text.endsWith('\r');

    const pieces = text.slice(start).split(/\r\n|\r|\n/);
    const last = pieces.pop();
    for (const piece of pieces) {
      yield partial + piece;
      partial = '';
    }
    partial += last;
  };
}

/** Returns a function that takes one line and returns the event that it completes, if any. */
function createInterpreter(setRetry) {
  let lastEventId = '';
  let type = '';
  let data = '';

  const processField = (name, value) => {
    switch (name) {
      case 'data':
        data += `${value}\n`;
        break;
      case 'event':
        type = value;
        break;
      case 'id':
        if (!value.includes('\0')) lastEventId = value;
        break;
      case 'retry':
        if (/^[0-9]+$/.test(value)) setRetry(Number(value));
        break;
    }
  };

  return (line) => {
    if (line !== '') {
      const colon = line.indexOf(':');
      if (colon === -1) processField(line, '');
      else processField(line.slice(0, colon), line.slice(colon + 1).replace(/^ /, ''));
      return null;
    }
    const event = data && { type: type || 'message', data: data.slice(0, -1), lastEventId };
    type = '';
    data = '';
    return event || null;
  };
}

export class ServerSentEvents {
  #reader;
  #listeners = new Map();
  #retry = null;
  #closed = false;

  constructor(stream) {
    this.#reader = stream.getReader();
    this.#run();
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

  async #run() {
    try {
      await this.#readEvents();
      this.#dispatch({ type: 'close' });
    } catch (error) {
      this.#dispatch({ type: 'error', error });
    }
  }

  async #readEvents() {
    const decoder = new TextDecoder();
    const splitLines = createLineSplitter();
    const interpret = createInterpreter((milliseconds) => {
      this.#retry = milliseconds;
    });

    for (;;) {
      const { done, value } = await this.#reader.read();
      if (done) return;
      for (const line of splitLines(decoder.decode(value, { stream: true }))) {
        const event = interpret(line);
        if (event) this.#dispatch(event);
        if (this.#closed) return;
      }
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
