/**
 * Client for the server-sent events wire format (`text/event-stream`).
 */
export class ServerSentEvents {
  /** Last valid reconnection time in milliseconds, or `null`. */
  retry = null;

  #reader;
  #closed = false;
  #listeners = new Map();

  #decoder = new TextDecoder();
  #partialLine = '';
  #afterCarriageReturn = false;

  #dataLines = [];
  #eventType = '';
  #lastEventId = '';

  /** @param {ReadableStream<Uint8Array>} stream */
  constructor(stream) {
    this.#reader = stream.getReader();
    this.#pump();
  }

  addEventListener(type, listener) {
    const listeners = this.#listeners.get(type) ?? [];
    if (!listeners.includes(listener)) {
      this.#listeners.set(type, [...listeners, listener]);
    }
  }

  removeEventListener(type, listener) {
    const listeners = this.#listeners.get(type) ?? [];
    this.#listeners.set(
      type,
      listeners.filter((other) => other !== listener),
    );
  }

  close() {
    if (this.#closed) {
      return;
    }
    this.#closed = true;
    // The stream may have failed already; that is of no interest any more.
    this.#reader.cancel().catch(() => {});
  }

  async #pump() {
    let finalEvent = { type: 'close' };
    try {
      let result = await this.#reader.read();
      while (!result.done) {
        this.#feed(this.#decoder.decode(result.value, { stream: true }));
        result = await this.#reader.read();
      }
    } catch (error) {
      finalEvent = { type: 'error', error };
    }
    this.#emit(finalEvent);
  }

  /** Cuts the text into lines; a line is processed as soon as it is complete. */
  #feed(text) {
    let start = 0;
    for (let i = 0; i < text.length && !this.#closed; i++) {
      const char = text[i];
      const isSecondHalfOfCRLF = char === '\n' && this.#afterCarriageReturn;
      this.#afterCarriageReturn = char === '\r';
      if (isSecondHalfOfCRLF) {
        start = i + 1;
      } else if (char === '\r' || char === '\n') {
        const line = this.#partialLine + text.slice(start, i);
        this.#partialLine = '';
        start = i + 1;
        this.#processLine(line);
      }
    }
    this.#partialLine += text.slice(start);
  }

  #processLine(line) {
    if (line === '') {
      this.#dispatchEvent();
      return;
    }
    const colon = line.indexOf(':');
    if (colon === -1) {
      this.#processField(line, '');
    } else {
      // A comment has an empty field name, which is ignored like any unknown one.
      const valueStart = line[colon + 1] === ' ' ? colon + 2 : colon + 1;
      this.#processField(line.slice(0, colon), line.slice(valueStart));
    }
  }

  #processField(name, value) {
    if (name === 'data') {
      this.#dataLines.push(value);
    } else if (name === 'event') {
      this.#eventType = value;
    } else if (name === 'id' && !value.includes('\0')) {
      this.#lastEventId = value;
    } else if (name === 'retry' && /^[0-9]+$/.test(value)) {
      this.retry = Number(value);
    }
  }

  #dispatchEvent() {
    const dataLines = this.#dataLines;
    const type = this.#eventType || 'message';
    this.#dataLines = [];
    this.#eventType = '';
    if (dataLines.length > 0) {
      this.#emit({ type, data: dataLines.join('\n'), lastEventId: this.#lastEventId });
    }
  }

  #emit(event) {
    for (const listener of this.#listeners.get(event.type) ?? []) {
      if (this.#closed) {
        return;
      }
      // An earlier listener may have removed this one in the meantime.
      if (this.#listeners.get(event.type).includes(listener)) {
        listener(event);
      }
    }
  }
}
