/**
 * @typedef {object} StreamEvent
 * @property {string} type
 * @property {string} data
 * @property {string} lastEventId
 */

/** Cuts text that arrives in pieces into lines. */
class LineSplitter {
  #partial = '';
  #ignoreLineFeed = false;

  /**
   * Yields every line that the text ends. A CR ends a line at once; if an LF follows,
   * in this piece or in a later one, then it belongs to that CR.
   *
   * @param {string} text
   * @returns {Generator<string>}
   */
  *split(text) {
    let start = 0;
    for (let end = start; end < text.length; end++) {
      const character = text[end];
      if (character === '\n' && this.#ignoreLineFeed) {
        start = end + 1;
        this.#ignoreLineFeed = false;
        continue;
      }
      this.#ignoreLineFeed = character === '\r';
      if (character === '\r' || character === '\n') {
        const line = this.#partial + text.slice(start, end);
        this.#partial = '';
        start = end + 1;
        yield line;
      }
    }
    this.#partial += text.slice(start);
  }
}

/** Builds events from lines: "Interpreting an event stream" in the HTML Standard. */
class EventBuilder {
  /** @type {number | null} The last valid reconnection time. */
  retry = null;

  #lastEventId = '';
  #eventType = '';
  #dataLines = [];

  /**
   * Interprets one line.
   *
   * @param {string} line without its line ending
   * @returns {StreamEvent | undefined} the event that this line completes
   */
  interpret(line) {
    if (line === '') return this.#complete();

    const [name, ...rest] = line.split(':');
    const value = rest.join(':').replace(/^ /, '');
    this.#setField(name, value);
  }

  #setField(name, value) {
    switch (name) {
      case 'event':
        this.#eventType = value;
        break;
      case 'data':
        this.#dataLines.push(value);
        break;
      case 'id':
        if (!value.includes('\u0000')) this.#lastEventId = value;
        break;
      case 'retry':
        if (/^[0-9]+$/.test(value)) this.retry = parseInt(value, 10);
        break;
      // Other fields, and comments (their name is empty), are ignored.
    }
  }

  #complete() {
    const event = {
      type: this.#eventType || 'message',
      data: this.#dataLines.join('\n'),
      lastEventId: this.#lastEventId,
    };
    const hasData = this.#dataLines.length > 0;
    this.#eventType = '';
    this.#dataLines = [];
    return hasData ? event : undefined;
  }
}

/** Listeners by event type, in the order in which they were added. */
class ListenerRegistry {
  #byType = new Map();

  add(type, listener) {
    if (!this.#byType.has(type)) this.#byType.set(type, new Set());
    this.#byType.get(type).add(listener);
  }

  remove(type, listener) {
    this.#byType.get(type)?.delete(listener);
  }

  removeAll() {
    this.#byType.forEach((listeners) => listeners.clear());
  }

  /**
   * Calls the listeners of the event's type. A listener that is removed meanwhile is not
   * called any more, and one that is added meanwhile is not called before the next event.
   */
  call(event) {
    const listeners = this.#byType.get(event.type) ?? new Set();
    for (const listener of [...listeners]) {
      if (listeners.has(listener)) listener(event);
    }
  }
}

/** Reads server-sent events from a stream and hands them to listeners. */
export class ServerSentEvents {
  #reader;
  #listeners = new ListenerRegistry();
  #events = new EventBuilder();
  #closed = false;

  /** @param {ReadableStream<Uint8Array>} stream */
  constructor(stream) {
    this.#reader = stream.getReader();
    this.#readAll();
  }

  /** The last valid reconnection time in milliseconds, or null. */
  get retry() {
    return this.#events.retry;
  }

  addEventListener(type, listener) {
    if (!this.#closed) this.#listeners.add(type, listener);
  }

  removeEventListener(type, listener) {
    this.#listeners.remove(type, listener);
  }

  /** Cancels the stream. No listener is called after this. */
  close() {
    if (this.#closed) return;
    this.#closed = true;
    this.#listeners.removeAll();
    // Nobody could be told that the cancellation failed.
    this.#reader.cancel().catch(() => {});
  }

  async #readAll() {
    try {
      await this.#readEvents();
    } catch (error) {
      this.#listeners.call({ type: 'error', error });
      return;
    }
    this.#listeners.call({ type: 'close' });
  }

  async #readEvents() {
    const decoder = new TextDecoder();
    const lines = new LineSplitter();
    for (;;) {
      const { done, value } = await this.#reader.read();
      if (done) return;
      for (const line of lines.split(decoder.decode(value, { stream: true }))) {
        const event = this.#events.interpret(line);
        if (event) this.#listeners.call(event);
        if (this.#closed) return;
      }
    }
  }
}
