/** Error thrown when an argument is not what it should be. */
class SseArgumentError extends TypeError {
  constructor(name, expected, actual) {
    super(`Invalid argument "${name}": expected ${expected}, got ${actual === null ? 'null' : typeof actual}`);
    this.name = 'SseArgumentError';
  }
}

/** Validation helpers. */
class Validator {
  static requireStream(name, value) {
    if (value === null || value === undefined) {
      throw new SseArgumentError(name, 'a ReadableStream', value);
    }
    if (typeof value.getReader !== 'function') {
      throw new SseArgumentError(name, 'a ReadableStream', value);
    }
    if (value.locked) {
      throw new SseArgumentError(name, 'an unlocked ReadableStream', value);
    }
    return value;
  }

  static requireString(name, value) {
    if (typeof value !== 'string') {
      throw new SseArgumentError(name, 'a string', value);
    }
    return value;
  }

  static requireNonEmptyString(name, value) {
    Validator.requireString(name, value);
    if (value.length === 0) {
      throw new SseArgumentError(name, 'a non-empty string', value);
    }
    return value;
  }

  static requireFunction(name, value) {
    if (typeof value !== 'function') {
      throw new SseArgumentError(name, 'a function', value);
    }
    return value;
  }

  static requireBytes(name, value) {
    if (!(value instanceof Uint8Array)) {
      throw new SseArgumentError(name, 'a Uint8Array', value);
    }
    return value;
  }
}

/** Connection states. */
const ConnectionState = Object.freeze({
  INITIAL: 'initial',
  READING: 'reading',
  ENDED: 'ended',
  FAILED: 'failed',
  CLOSED: 'closed',
});

const ALLOWED_TRANSITIONS = Object.freeze({
  [ConnectionState.INITIAL]: [ConnectionState.READING, ConnectionState.CLOSED],
  [ConnectionState.READING]: [ConnectionState.ENDED, ConnectionState.FAILED, ConnectionState.CLOSED],
  [ConnectionState.ENDED]: [],
  [ConnectionState.FAILED]: [],
  [ConnectionState.CLOSED]: [],
});

/** Keeps the state of the connection and checks its transitions. */
class ConnectionStateMachine {
  #state = ConnectionState.INITIAL;

  get current() {
    return this.#state;
  }

  get isInitial() {
    return this.#state === ConnectionState.INITIAL;
  }

  get isReading() {
    return this.#state === ConnectionState.READING;
  }

  get isFinal() {
    return ALLOWED_TRANSITIONS[this.#state].length === 0;
  }

  canTransitionTo(state) {
    Validator.requireNonEmptyString('state', state);
    return ALLOWED_TRANSITIONS[this.#state].includes(state);
  }

  transitionTo(state) {
    if (!this.canTransitionTo(state)) {
      return false;
    }
    this.#state = state;
    return true;
  }
}

/** An ordered list of listeners for each type. */
class ListenerRegistry {
  #listenersByType = new Map();

  add(type, listener) {
    Validator.requireString('type', type);
    Validator.requireFunction('listener', listener);
    const existing = this.#listenersByType.get(type);
    if (existing === undefined) {
      this.#listenersByType.set(type, [listener]);
      return;
    }
    if (existing.includes(listener)) {
      return;
    }
    existing.push(listener);
  }

  remove(type, listener) {
    Validator.requireString('type', type);
    Validator.requireFunction('listener', listener);
    const existing = this.#listenersByType.get(type);
    if (existing === undefined) {
      return;
    }
    const index = existing.indexOf(listener);
    if (index === -1) {
      return;
    }
    existing.splice(index, 1);
    if (existing.length === 0) {
      this.#listenersByType.delete(type);
    }
  }

  listenersOf(type) {
    Validator.requireString('type', type);
    const existing = this.#listenersByType.get(type);
    if (existing === undefined) {
      return [];
    }
    return Array.from(existing);
  }

  clear() {
    this.#listenersByType.clear();
  }
}

/** Character constants. */
const Characters = Object.freeze({
  CARRIAGE_RETURN: '\r',
  LINE_FEED: '\n',
  COLON: ':',
  SPACE: ' ',
  NULL: '\u0000',
});

/** Splits text into lines. */
class LineSplitter {
  #currentLine = '';
  #previousWasCarriageReturn = false;
  #onLine;

  constructor(onLine) {
    this.#onLine = Validator.requireFunction('onLine', onLine);
  }

  push(text) {
    Validator.requireString('text', text);
    for (let index = 0; index < text.length; index += 1) {
      this.#pushCharacter(text.charAt(index));
    }
  }

  #pushCharacter(character) {
    if (character === Characters.CARRIAGE_RETURN) {
      this.#handleCarriageReturn();
    } else if (character === Characters.LINE_FEED) {
      this.#handleLineFeed();
    } else {
      this.#handleOtherCharacter(character);
    }
  }

  #handleCarriageReturn() {
    this.#previousWasCarriageReturn = true;
    this.#finishLine();
  }

  #handleLineFeed() {
    if (this.#previousWasCarriageReturn) {
      this.#previousWasCarriageReturn = false;
      return;
    }
    this.#finishLine();
  }

  #handleOtherCharacter(character) {
    this.#previousWasCarriageReturn = false;
    this.#currentLine = this.#currentLine + character;
  }

  #finishLine() {
    const line = this.#currentLine;
    this.#currentLine = '';
    this.#onLine(line);
  }
}

/** The kinds of lines. */
const LineKind = Object.freeze({
  BLANK: 'blank',
  COMMENT: 'comment',
  FIELD: 'field',
});

/** Parses a single line. */
class LineParser {
  static kindOf(line) {
    Validator.requireString('line', line);
    if (line.length === 0) {
      return LineKind.BLANK;
    }
    if (line.charAt(0) === Characters.COLON) {
      return LineKind.COMMENT;
    }
    return LineKind.FIELD;
  }

  static parseField(line) {
    Validator.requireNonEmptyString('line', line);
    const colonIndex = line.indexOf(Characters.COLON);
    if (colonIndex === -1) {
      return { name: line, value: '' };
    }
    const name = line.substring(0, colonIndex);
    const rawValue = line.substring(colonIndex + 1);
    return { name, value: LineParser.#removeLeadingSpace(rawValue) };
  }

  static #removeLeadingSpace(value) {
    if (value.length > 0 && value.charAt(0) === Characters.SPACE) {
      return value.substring(1);
    }
    return value;
  }
}

/** Collects the fields of one event. */
class EventBuilder {
  #type = '';
  #dataLines = [];
  #lastEventId = '';

  setType(type) {
    this.#type = Validator.requireString('type', type);
  }

  appendData(data) {
    this.#dataLines.push(Validator.requireString('data', data));
  }

  setLastEventId(id) {
    Validator.requireString('id', id);
    if (id.includes(Characters.NULL)) {
      return;
    }
    this.#lastEventId = id;
  }

  get hasData() {
    return this.#dataLines.length > 0;
  }

  get effectiveType() {
    if (this.#type.length === 0) {
      return 'message';
    }
    return this.#type;
  }

  build() {
    return {
      type: this.effectiveType,
      data: this.#dataLines.join(Characters.LINE_FEED),
      lastEventId: this.#lastEventId,
    };
  }

  reset() {
    this.#type = '';
    this.#dataLines = [];
  }
}

/** Keeps the reconnection time. */
class ReconnectionTime {
  #milliseconds = null;

  get milliseconds() {
    return this.#milliseconds;
  }

  update(text) {
    Validator.requireString('text', text);
    if (!ReconnectionTime.#hasOnlyDigits(text)) {
      return;
    }
    this.#milliseconds = Number.parseInt(text, 10);
  }

  static #hasOnlyDigits(text) {
    if (text.length === 0) {
      return false;
    }
    for (let index = 0; index < text.length; index += 1) {
      const code = text.charCodeAt(index);
      if (code < 48 || code > 57) {
        return false;
      }
    }
    return true;
  }
}

/** Interprets the fields of the stream. */
class FieldInterpreter {
  #builder;
  #reconnectionTime;
  #handlers;

  constructor(builder, reconnectionTime) {
    this.#builder = builder;
    this.#reconnectionTime = reconnectionTime;
    this.#handlers = new Map([
      ['event', (value) => this.#handleEvent(value)],
      ['data', (value) => this.#handleData(value)],
      ['id', (value) => this.#handleId(value)],
      ['retry', (value) => this.#handleRetry(value)],
    ]);
  }

  interpret({ name, value }) {
    Validator.requireString('name', name);
    Validator.requireString('value', value);
    const handler = this.#handlers.get(name);
    if (handler === undefined) {
      return false;
    }
    handler(value);
    return true;
  }

  #handleEvent(value) {
    this.#builder.setType(value);
  }

  #handleData(value) {
    this.#builder.appendData(value);
  }

  #handleId(value) {
    this.#builder.setLastEventId(value);
  }

  #handleRetry(value) {
    this.#reconnectionTime.update(value);
  }
}

/** Decodes chunks. */
class ChunkDecoder {
  #decoder = new TextDecoder('utf-8');

  decode(chunk) {
    Validator.requireBytes('chunk', chunk);
    if (chunk.byteLength === 0) {
      return '';
    }
    return this.#decoder.decode(chunk, { stream: true });
  }
}

/** The client. */
export class ServerSentEvents {
  #registry = new ListenerRegistry();
  #state = new ConnectionStateMachine();
  #builder = new EventBuilder();
  #reconnectionTime = new ReconnectionTime();
  #interpreter = new FieldInterpreter(this.#builder, this.#reconnectionTime);
  #splitter = new LineSplitter((line) => this.#handleLine(line));
  #decoder = new ChunkDecoder();
  #reader;

  constructor(stream) {
    Validator.requireStream('stream', stream);
    this.#reader = stream.getReader();
    this.#start();
  }

  get retry() {
    return this.#reconnectionTime.milliseconds;
  }

  addEventListener(type, listener) {
    this.#registry.add(type, listener);
  }

  removeEventListener(type, listener) {
    this.#registry.remove(type, listener);
  }

  close() {
    if (this.#state.isFinal) {
      return;
    }
    if (!this.#state.transitionTo(ConnectionState.CLOSED)) {
      return;
    }
    this.#registry.clear();
    this.#cancelReader();
  }

  #cancelReader() {
    const ignoreFailure = () => {};
    this.#reader.cancel().then(ignoreFailure, ignoreFailure);
  }

  async #start() {
    if (!this.#state.isInitial) {
      return;
    }
    this.#state.transitionTo(ConnectionState.READING);
    try {
      await this.#readUntilDone();
      this.#handleEnd();
    } catch (error) {
      this.#handleFailure(error);
    }
  }

  async #readUntilDone() {
    while (this.#state.isReading) {
      const result = await this.#reader.read();
      if (result.done) {
        return;
      }
      this.#handleChunk(result.value);
    }
  }

  #handleChunk(chunk) {
    const text = this.#decoder.decode(chunk);
    this.#splitter.push(text);
  }

  #handleLine(line) {
    const kind = LineParser.kindOf(line);
    switch (kind) {
      case LineKind.BLANK:
        this.#handleBlankLine();
        break;
      case LineKind.COMMENT:
        break;
      case LineKind.FIELD:
        this.#interpreter.interpret(LineParser.parseField(line));
        break;
      default:
        throw new Error(`Unknown kind of line: ${kind}`);
    }
  }

  #handleBlankLine() {
    if (!this.#builder.hasData) {
      this.#builder.reset();
      return;
    }
    const event = this.#builder.build();
    this.#builder.reset();
    this.#dispatch(event);
  }

  #handleEnd() {
    this.#dispatch({ type: 'close' });
    this.#state.transitionTo(ConnectionState.ENDED);
  }

  #handleFailure(error) {
    this.#dispatch({ type: 'error', error });
    this.#state.transitionTo(ConnectionState.FAILED);
  }

  #dispatch(event) {
    for (const listener of this.#registry.listenersOf(event.type)) {
      if (this.#state.current !== ConnectionState.READING) {
        return;
      }
      listener(event);
    }
  }
}
