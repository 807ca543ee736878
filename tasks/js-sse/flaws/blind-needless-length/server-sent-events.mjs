/**
 * Server-sent events client.
 *
 * This module implements the parsing rules of the WHATWG HTML Standard.
 */

const CR = '\r';
const LF = '\n';
const NULL_CHARACTER = '\0';
const COLON = ':';
const SPACE = ' ';
const EMPTY = '';
const DEFAULT_EVENT_TYPE = 'message';
const CLOSE_EVENT_TYPE = 'close';
const ERROR_EVENT_TYPE = 'error';

/**
 * The states that a client can be in.
 */
const ClientState = Object.freeze({
  OPEN: 'open',
  CLOSED: 'closed',
});

/**
 * Splits text into lines.
 */
class LineSplitter {
  #parts = [];
  #previousWasCarriageReturn = false;

  /**
   * Adds text and returns the lines that it has completed.
   * @param {string} text the text
   * @returns {string[]} the completed lines
   */
  push(text) {
    const completedLines = [];
    let start = 0;
    for (let index = 0; index < text.length; index += 1) {
      const character = text[index];
      if (character === LF) {
        if (this.#previousWasCarriageReturn) {
          start = index + 1;
        } else {
          completedLines.push(this.#complete(text.slice(start, index)));
          start = index + 1;
        }
        this.#previousWasCarriageReturn = false;
      } else if (character === CR) {
        completedLines.push(this.#complete(text.slice(start, index)));
        start = index + 1;
        this.#previousWasCarriageReturn = true;
      } else {
        this.#previousWasCarriageReturn = false;
      }
    }
    if (start < text.length) {
      this.#parts.push(text.slice(start));
    }
    return completedLines;
  }

  /**
   * Completes the current line.
   * @param {string} tail the last part of the line
   * @returns {string} the line
   */
  #complete(tail) {
    this.#parts.push(tail);
    const line = this.#parts.join(EMPTY);
    this.#parts = [];
    return line;
  }
}

/**
 * Keeps the listeners by type.
 */
class ListenerRegistry {
  #listenersByType = new Map();

  /**
   * Adds a listener.
   * @param {string} type the type
   * @param {Function} listener the listener
   */
  add(type, listener) {
    let listeners = this.#listenersByType.get(type);
    if (listeners === undefined) {
      listeners = new Set();
      this.#listenersByType.set(type, listeners);
    }
    listeners.add(listener);
  }

  /**
   * Removes a listener.
   * @param {string} type the type
   * @param {Function} listener the listener
   */
  remove(type, listener) {
    const listeners = this.#listenersByType.get(type);
    if (listeners !== undefined) {
      listeners.delete(listener);
    }
  }

  /**
   * Tells whether a listener is registered.
   * @param {string} type the type
   * @param {Function} listener the listener
   * @returns {boolean} whether it is registered
   */
  has(type, listener) {
    const listeners = this.#listenersByType.get(type);
    return listeners !== undefined && listeners.has(listener);
  }

  /**
   * Returns a copy of the listeners of a type.
   * @param {string} type the type
   * @returns {Function[]} the listeners
   */
  list(type) {
    const listeners = this.#listenersByType.get(type);
    return listeners === undefined ? [] : Array.from(listeners);
  }
}

/**
 * Builds an event from its fields.
 */
class EventBuilder {
  #data = EMPTY;
  #type = EMPTY;
  #lastEventId = EMPTY;

  /**
   * Appends a line of data.
   * @param {string} value the value of the field
   */
  appendData(value) {
    this.#data = this.#data + value + LF;
  }

  /**
   * Sets the type.
   * @param {string} value the value of the field
   */
  setType(value) {
    this.#type = value;
  }

  /**
   * Sets the last event ID unless it contains a null character.
   * @param {string} value the value of the field
   */
  setLastEventId(value) {
    if (!value.includes(NULL_CHARACTER)) {
      this.#lastEventId = value;
    }
  }

  /**
   * Builds the event and resets the builder.
   * @returns {object|null} the event, or null if there is no data
   */
  build() {
    let event = null;
    if (this.#data !== EMPTY) {
      event = {
        type: this.#type === EMPTY ? DEFAULT_EVENT_TYPE : this.#type,
        data: this.#data.slice(0, -1),
        lastEventId: this.#lastEventId,
      };
    }
    this.#data = EMPTY;
    this.#type = EMPTY;
    return event;
  }
}

/**
 * Reads server-sent events from a stream.
 */
export class ServerSentEvents {
  #reader;
  #state = ClientState.OPEN;
  #registry = new ListenerRegistry();
  #splitter = new LineSplitter();
  #builder = new EventBuilder();
  #retry = null;

  /**
   * Creates a client.
   * @param {ReadableStream<Uint8Array>} stream the stream
   */
  constructor(stream) {
    this.#reader = stream.getReader();
    this.#start();
  }

  /**
   * The last valid reconnection time.
   * @returns {number|null} the time in milliseconds
   */
  get retry() {
    return this.#retry;
  }

  /**
   * Adds a listener.
   * @param {string} type the type
   * @param {Function} listener the listener
   */
  addEventListener(type, listener) {
    this.#registry.add(type, listener);
  }

  /**
   * Removes a listener.
   * @param {string} type the type
   * @param {Function} listener the listener
   */
  removeEventListener(type, listener) {
    this.#registry.remove(type, listener);
  }

  /**
   * Closes the client.
   */
  close() {
    if (this.#isClosed()) {
      return;
    }
    this.#state = ClientState.CLOSED;
    this.#reader.cancel().catch(() => {
      // A failed cancellation is of no interest.
    });
  }

  #isClosed() {
    return this.#state === ClientState.CLOSED;
  }

  async #start() {
    let finalEvent;
    try {
      await this.#readAll();
      finalEvent = { type: CLOSE_EVENT_TYPE };
    } catch (error) {
      finalEvent = { type: ERROR_EVENT_TYPE, error };
    }
    this.#dispatch(finalEvent);
  }

  async #readAll() {
    const decoder = new TextDecoder('utf-8');
    let finished = false;
    while (!finished) {
      const result = await this.#reader.read();
      finished = result.done;
      if (!finished) {
        const text = decoder.decode(result.value, { stream: true });
        this.#processLines(this.#splitter.push(text));
      }
    }
  }

  #processLines(lines) {
    for (const line of lines) {
      if (this.#isClosed()) {
        return;
      }
      this.#processLine(line);
    }
  }

  #processLine(line) {
    if (line === EMPTY) {
      const event = this.#builder.build();
      if (event !== null) {
        this.#dispatch(event);
      }
      return;
    }
    const colonIndex = line.indexOf(COLON);
    if (colonIndex === 0) {
      return;
    }
    if (colonIndex === -1) {
      this.#processField(line, EMPTY);
      return;
    }
    const field = line.slice(0, colonIndex);
    let value = line.slice(colonIndex + 1);
    if (value.startsWith(SPACE)) {
      value = value.slice(1);
    }
    this.#processField(field, value);
  }

  #processField(field, value) {
    switch (field) {
      case 'data':
        this.#builder.appendData(value);
        break;
      case 'event':
        this.#builder.setType(value);
        break;
      case 'id':
        this.#builder.setLastEventId(value);
        break;
      case 'retry':
        this.#processRetry(value);
        break;
      default:
        break;
    }
  }

  #processRetry(value) {
    if (/^[0-9]+$/.test(value)) {
      this.#retry = Number.parseInt(value, 10);
    }
  }

  #dispatch(event) {
    for (const listener of this.#registry.list(event.type)) {
      if (this.#isClosed()) {
        return;
      }
      if (this.#registry.has(event.type, listener)) {
        listener(event);
      }
    }
  }
}
