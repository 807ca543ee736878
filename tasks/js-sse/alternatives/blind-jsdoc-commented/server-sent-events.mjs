/**
 * @file A client for the server-sent events wire format (`text/event-stream`).
 * @see https://html.spec.whatwg.org/multipage/server-sent-events.html
 */

/**
 * An event of the stream.
 *
 * @typedef {object} ServerSentEvent
 * @property {string} type - the type of the event, `message` unless the stream gave another one
 * @property {string} data - the data, its lines separated by line feeds
 * @property {string} lastEventId - the last ID that the stream has sent, or an empty string
 */

/**
 * The event that is dispatched when the stream has ended.
 *
 * @typedef {object} CloseEvent
 * @property {'close'} type
 */

/**
 * The event that is dispatched when the stream has failed.
 *
 * @typedef {object} ErrorEvent
 * @property {'error'} type
 * @property {unknown} error - the reason that the stream gave
 */

/**
 * @callback Listener
 * @param {ServerSentEvent | CloseEvent | ErrorEvent} event
 * @returns {void}
 */

/** The line endings of the format. A CR that is followed by an LF is one line ending with it. */
const LINE_ENDING = /\r\n|\r|\n/;

/** What `retry` accepts: ASCII digits and nothing else. */
const DIGITS = /^[0-9]+$/;

/** Reads server-sent events from a stream of bytes and hands them to listeners. */
export class ServerSentEvents {
  /**
   * The last valid reconnection time in milliseconds; `null` as long as there was none.
   *
   * @type {number | null}
   */
  retry = null;

  /** @type {ReadableStreamDefaultReader<Uint8Array>} */
  #reader;

  /** @type {Map<string, Set<Listener>>} */
  #listeners = new Map();

  /** Whether `close()` was called. */
  #isClosed = false;

  /** Decodes the whole stream, hence removes a byte order mark at its very beginning only. */
  #decoder = new TextDecoder();

  /** The beginning of the line whose end has not arrived yet. */
  #partialLine = '';

  /** Whether the text so far ends with a CR, so that an LF would belong to it. */
  #endedWithCR = false;

  /** The data buffer of the standard: each data line, followed by a line feed. */
  #data = '';

  /** The event type buffer of the standard. */
  #eventType = '';

  /** The last event ID buffer of the standard. It outlives the events. */
  #lastEventId = '';

  /**
   * Starts to read the stream.
   *
   * @param {ReadableStream<Uint8Array>} stream
   */
  constructor(stream) {
    this.#reader = stream.getReader();
    this.#run();
  }

  /**
   * Adds a listener. Adding it again for the same type has no effect.
   *
   * @param {string} type
   * @param {Listener} listener
   */
  addEventListener(type, listener) {
    const listeners = this.#listeners.get(type);
    if (listeners) {
      listeners.add(listener);
    } else {
      this.#listeners.set(type, new Set([listener]));
    }
  }

  /**
   * Removes a listener; it is not called any more, not even for an event that is being dispatched.
   *
   * @param {string} type
   * @param {Listener} listener
   */
  removeEventListener(type, listener) {
    this.#listeners.get(type)?.delete(listener);
  }

  /** Cancels the stream. Nothing is dispatched any more. */
  close() {
    if (this.#isClosed) return;
    this.#isClosed = true;
    // Once closed, nobody is interested in how the cancelling went.
    this.#reader.cancel().catch(() => {});
  }

  /** Reads the stream to its end and reports how it ended. */
  async #run() {
    try {
      let result = await this.#reader.read();
      while (!result.done) {
        this.#processText(this.#decoder.decode(result.value, { stream: true }));
        result = await this.#reader.read();
      }
      // What is left in the buffers is incomplete; the standard demands to discard it.
      this.#dispatch({ type: 'close' });
    } catch (error) {
      this.#dispatch({ type: 'error', error });
    }
  }

  /**
   * Cuts text into lines. A line is processed as soon as its end has arrived: after a CR, this does
   * not wait for the LF that may or may not follow, but skips it when it comes.
   *
   * @param {string} text - empty when the chunk was, or held only a part of a character
   */
  #processText(text) {
    if (text === '') return;

    const isCutCRLF = this.#endedWithCR && text.startsWith('\n');
    this.#endedWithCR = text.endsWith('\r');

    const lines = text.slice(isCutCRLF ? 1 : 0).split(LINE_ENDING);
    lines[0] = this.#partialLine + lines[0];
    this.#partialLine = lines.pop();

    for (const line of lines) {
      this.#processLine(line);
    }
  }

  /**
   * Processes a line as the standard says: an empty one ends the event, any other one is a field
   * or a comment. A comment is a field with an empty name, and thus ignored like unknown fields.
   *
   * @param {string} line
   */
  #processLine(line) {
    if (line === '') {
      this.#endEvent();
      return;
    }

    const colon = line.indexOf(':');
    if (colon === -1) {
      this.#processField(line, '');
      return;
    }
    const value = line.slice(colon + 1);
    this.#processField(line.slice(0, colon), value.startsWith(' ') ? value.slice(1) : value);
  }

  /**
   * @param {string} name
   * @param {string} value
   */
  #processField(name, value) {
    switch (name) {
      case 'event':
        this.#eventType = value;
        break;
      case 'data':
        this.#data += `${value}\n`;
        break;
      case 'id':
        if (!value.includes('\0')) this.#lastEventId = value;
        break;
      case 'retry':
        if (DIGITS.test(value)) this.retry = Number(value);
        break;
      // Other fields are ignored.
    }
  }

  /** Dispatches the event that has ended, unless it has no data, and resets the buffers. */
  #endEvent() {
    const data = this.#data;
    const type = this.#eventType || 'message';
    this.#data = '';
    this.#eventType = '';

    if (data === '') return;
    this.#dispatch({ type, data: data.slice(0, -1), lastEventId: this.#lastEventId });
  }

  /**
   * Calls the listeners of the event's type. They may add and remove listeners and call `close()`.
   *
   * @param {ServerSentEvent | CloseEvent | ErrorEvent} event
   */
  #dispatch(event) {
    const listeners = this.#listeners.get(event.type);
    if (!listeners) return;

    for (const listener of [...listeners]) {
      if (this.#isClosed) return;
      if (listeners.has(listener)) listener(event);
    }
  }
}
