const LF = 10;
const CR = 13;
const COLON = 58;
const SPACE = 32;
const BOM = [0xef, 0xbb, 0xbf];

/** Collects the bytes of a line and decodes each field only when its line is complete. */
class ByteLines {
  #bytes = [];
  #isFirstLine = true;
  #skipLf = false;

  *push(chunk) {
    for (const byte of chunk) {
      const skip = this.#skipLf && byte === LF;
      this.#skipLf = byte === CR;
      if (skip) continue;
      if (byte === LF || byte === CR) yield this.#take();
      else this.#bytes.push(byte);
    }
  }

  #take() {
    let line = this.#bytes;
    this.#bytes = [];
    if (this.#isFirstLine && BOM.every((byte, i) => line[i] === byte)) line = line.slice(BOM.length);
    this.#isFirstLine = false;
    return line;
  }
}

function decode(bytes) {
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(Uint8Array.from(bytes));
}

export class ServerSentEvents {
  #listeners = new Map();
  #reader;
  #silent = false;
  #data;
  #type = '';
  #id = '';
  #retry = null;

  constructor(stream) {
    this.#reader = stream.getReader();
    this.#start();
  }

  get retry() {
    return this.#retry;
  }

  addEventListener(type, listener) {
    if (!this.#listeners.has(type)) this.#listeners.set(type, []);
    this.#listeners.get(type).push(listener);
  }

  removeEventListener(type, listener) {
    const list = this.#listeners.get(type) ?? [];
    const index = list.indexOf(listener);
    if (index !== -1) list.splice(index, 1);
  }

  close() {
    if (!this.#silent) this.#reader.cancel().catch(() => {});
    this.#silent = true;
  }

  async #start() {
    const lines = new ByteLines();
    try {
      for (;;) {
        const { done, value } = await this.#reader.read();
        if (done) {
          this.#notify({ type: 'close' });
          break;
        }
        for (const line of lines.push(value)) this.#line(line);
      }
    } catch (error) {
      this.#notify({ type: 'error', error });
    }
    this.#silent = true;
  }

  #line(bytes) {
    if (bytes.length === 0) {
      this.#flush();
      return;
    }
    const colon = bytes.indexOf(COLON);
    const nameEnd = colon === -1 ? bytes.length : colon;
    const valueStart = bytes[nameEnd + 1] === SPACE ? nameEnd + 2 : nameEnd + 1;
    this.#field(decode(bytes.slice(0, nameEnd)), decode(bytes.slice(valueStart)));
  }

  #field(name, value) {
    if (name === 'data') {
      this.#data = this.#data === undefined ? value : this.#data + '\n' + value;
    } else if (name === 'event') {
      this.#type = value;
    } else if (name === 'id') {
      if (!value.includes('\0')) this.#id = value;
    } else if (name === 'retry' && /^[0-9]+$/.test(value)) {
      this.#retry = parseInt(value, 10);
    }
  }

  #flush() {
    if (this.#data !== undefined) {
      this.#notify({ type: this.#type === '' ? 'message' : this.#type, data: this.#data, lastEventId: this.#id });
    }
    this.#data = undefined;
    this.#type = '';
  }

  #notify(event) {
    for (const listener of [...(this.#listeners.get(event.type) ?? [])]) {
      if (!this.#silent) listener(event);
    }
  }
}
