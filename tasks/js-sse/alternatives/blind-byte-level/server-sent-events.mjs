const LF = 0x0a;
const CR = 0x0d;
const BOM = '\uFEFF';

const concat = (chunks) => {
  const bytes = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let offset = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, offset);
    offset += chunk.length;
  }
  return bytes;
};

export class ServerSentEvents {
  #reader;
  #listeners = new Map();
  #closed = false;

  // Lines are decoded one by one, only the first one may begin with a byte order mark.
  #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  #isFirstLine = true;
  #linePieces = [];
  #previousByte;

  #data = '';
  #type = '';
  #lastEventId = '';
  #retry = null;

  constructor(stream) {
    this.#reader = stream.getReader();
    this.#run();
  }

  get retry() {
    return this.#retry;
  }

  addEventListener(type, listener) {
    if (!this.#listeners.has(type)) {
      this.#listeners.set(type, new Set());
    }
    this.#listeners.get(type).add(listener);
  }

  removeEventListener(type, listener) {
    this.#listeners.get(type)?.delete(listener);
  }

  close() {
    if (this.#closed) {
      return;
    }
    this.#closed = true;
    this.#reader.cancel().catch(() => {});
  }

  async #run() {
    try {
      for (let result; !(result = await this.#reader.read()).done;) {
        this.#push(result.value);
      }
      this.#emit({ type: 'close' });
    } catch (error) {
      this.#emit({ type: 'error', error });
    }
  }

  #push(bytes) {
    let start = 0;
    for (let i = 0; i < bytes.length && !this.#closed; i++) {
      const byte = bytes[i];
      if (byte === LF && this.#previousByte === CR) {
        start = i + 1;
      } else if (byte === LF || byte === CR) {
        this.#linePieces.push(bytes.subarray(start, i));
        start = i + 1;
        this.#endLine();
      }
      this.#previousByte = byte;
    }
    // Copied, as the owner of the chunk may reuse its memory.
    this.#linePieces.push(bytes.slice(start));
  }

  #endLine() {
    let line = this.#decoder.decode(concat(this.#linePieces));
    this.#linePieces = [];
    if (this.#isFirstLine && line.startsWith(BOM)) {
      line = line.slice(BOM.length);
    }
    this.#isFirstLine = false;

    if (line === '') {
      this.#endEvent();
    } else if (!line.startsWith(':')) {
      const [name] = line.split(':', 1);
      this.#setField(name, line.slice(name.length + 1).replace(/^ /, ''));
    }
  }

  #setField(name, value) {
    if (name === 'data') {
      this.#data += value + '\n';
    } else if (name === 'event') {
      this.#type = value;
    } else if (name === 'id') {
      if (!value.includes('\0')) {
        this.#lastEventId = value;
      }
    } else if (name === 'retry') {
      if (/^[0-9]+$/.test(value)) {
        this.#retry = Number(value);
      }
    }
  }

  #endEvent() {
    const event = {
      type: this.#type || 'message',
      data: this.#data.slice(0, -1),
      lastEventId: this.#lastEventId,
    };
    const hasData = this.#data !== '';
    this.#type = '';
    this.#data = '';
    if (hasData) {
      this.#emit(event);
    }
  }

  #emit(event) {
    const listeners = this.#listeners.get(event.type);
    if (!listeners) {
      return;
    }
    for (const listener of [...listeners]) {
      if (!this.#closed && listeners.has(listener)) {
        listener(event);
      }
    }
  }
}
