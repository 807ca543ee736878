// @ts-check

/**
 * @typedef {object} ServerSentEvent
 * @property {string} type The type of the event, `message` if the stream named none.
 * @property {string} data The payload.
 * @property {string} lastEventId The last event ID that the stream has sent.
 */

/**
 * @callback Listener
 * @param {any} event
 * @returns {void}
 */

/**
 * Reads `text/event-stream` from a stream of bytes and hands the events to listeners.
 *
 * @example
 * const client = new ServerSentEvents(response.body);
 * client.addEventListener('message', (event) => show(event.data));
 */
class ServerSentEvents {
  /** @type {Map<string, Listener[]>} */
  #listeners = new Map();
  /** @type {ReadableStreamDefaultReader<Uint8Array>} */
  #reader;
  /** Whether `close` was called or the stream is over. */
  #finished = false;
  /** @type {string} Characters of the line that has not ended yet. */
  #line = '';
  /** Whether the last character was a CR, whose LF may follow in the next chunk. */
  #sawCarriageReturn = false;
  /** @type {string[]} */
  #dataLines = [];
  #eventType = '';
  #lastEventId = '';
  /** @type {number | null} */
  #retry = null;

  /**
   * @param {ReadableStream<Uint8Array>} stream The stream to read from.
   */
  constructor(stream) {
    this.#reader = stream.getReader();
    this.#start();
  }

  /**
   * The last valid reconnection time in milliseconds.
   *
   * @returns {number | null}
   */
  get retry() {
    return this.#retry;
  }

  /**
   * @param {string} type
   * @param {Listener} listener
   */
  addEventListener(type, listener) {
    const known = this.#listeners.get(type) || [];
    if (known.indexOf(listener) === -1) {
      this.#listeners.set(type, known.concat(listener));
    }
  }

  /**
   * @param {string} type
   * @param {Listener} listener
   */
  removeEventListener(type, listener) {
    const known = this.#listeners.get(type);
    if (known) {
      this.#listeners.set(type, known.filter((candidate) => candidate !== listener));
    }
  }

  /** Stops reading; nothing is dispatched afterwards. */
  close() {
    if (this.#finished) {
      return;
    }
    this.#finished = true;
    this.#listeners.clear();
    this.#reader.cancel().catch(() => {
      // The caller has no interest in why the source could not be cancelled.
    });
  }

  /** @returns {Promise<void>} */
  async #start() {
    const decoder = new TextDecoder('utf-8');
    try {
      let result = await this.#reader.read();
      while (!result.done && !this.#finished) {
        this.#processText(decoder.decode(result.value, { stream: true }));
        result = await this.#reader.read();
      }
    } catch (error) {
      this.#finish({ type: 'error', error });
      return;
    }
    this.#finish({ type: 'close' });
  }

  /** @param {{ type: string, error?: unknown }} event */
  #finish(event) {
    if (!this.#finished) {
      this.#dispatch(event);
      this.#finished = true;
    }
  }

  /** @param {string} text */
  #processText(text) {
    for (let i = 0; i < text.length; i++) {
      const character = text.charAt(i);
      if (character === '\n' && this.#sawCarriageReturn) {
        this.#sawCarriageReturn = false;
        continue;
      }
      this.#sawCarriageReturn = character === '\r';
      if (character === '\r' || character === '\n') {
        this.#processLine(this.#line);
        this.#line = '';
      } else {
        this.#line += character;
      }
    }
  }

  /** @param {string} line */
  #processLine(line) {
    if (line === '') {
      this.#dispatchPending();
      return;
    }
    const colonIndex = line.indexOf(':');
    if (colonIndex === 0) {
      return; // comment
    }
    let field = line;
    let value = '';
    if (colonIndex > 0) {
      field = line.slice(0, colonIndex);
      value = line.slice(colonIndex + 1);
      if (value.charAt(0) === ' ') {
        value = value.slice(1);
      }
    }
    this.#processField(field, value);
  }

  /**
   * @param {string} field
   * @param {string} value
   */
  #processField(field, value) {
    switch (field) {
      case 'event':
        this.#eventType = value;
        break;
      case 'data':
        this.#dataLines.push(value);
        break;
      case 'id':
        if (!value.includes('\u0000')) {
          this.#lastEventId = value;
        }
        break;
      case 'retry':
        if (/^\d+$/.test(value)) {
          this.#retry = parseInt(value, 10);
        }
        break;
      default:
        // Unknown fields are ignored.
        break;
    }
  }

  #dispatchPending() {
    const dataLines = this.#dataLines;
    const type = this.#eventType === '' ? 'message' : this.#eventType;
    this.#dataLines = [];
    this.#eventType = '';
    if (dataLines.length > 0) {
      this.#dispatch({ type, data: dataLines.join('\n'), lastEventId: this.#lastEventId });
    }
  }

  /** @param {{ type: string }} event */
  #dispatch(event) {
    const listeners = this.#listeners.get(event.type) || [];
    for (const listener of listeners) {
      const current = this.#listeners.get(event.type) || [];
      if (current.includes(listener)) {
        listener(event);
      }
    }
  }
}

export { ServerSentEvents };
export default ServerSentEvents;
