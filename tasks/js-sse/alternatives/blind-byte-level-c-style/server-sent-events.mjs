/*
 * server-sent-events.mjs - reader for the text/event-stream format.
 *
 * Lines are cut on the byte level: CR and LF never occur inside a UTF-8
 * sequence, so a line is decoded on its own.
 */

const LF = 0x0a;
const CR = 0x0d;

export class ServerSentEvents {
  retry = null;

  #reader;
  #listeners = new Map();
  #closed = false;

  /* Line state. The byte order mark is handled here, once, not by the decoder. */
  #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  #line = '';
  #isFirstLine = true;
  #afterCR = false;

  /* Event state. */
  #data = '';
  #type = '';
  #lastEventId = '';

  constructor(stream) {
    this.#reader = stream.getReader();
    this.#read();
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
    /* A failing cancellation concerns nobody any more. */
    this.#reader.cancel().catch(() => {});
  }

  async #read() {
    let last = { type: 'close' };
    try {
      for (;;) {
        const { done, value } = await this.#reader.read();
        if (done) {
          break;
        }
        this.#scan(value);
      }
    } catch (error) {
      last = { type: 'error', error };
    }
    this.#dispatch(last);
    this.#closed = true;
  }

  #scan(bytes) {
    let start = 0;
    for (let i = 0; i < bytes.length && !this.#closed; i++) {
      const byte = bytes[i];
      if (byte === LF && this.#afterCR) {
        start = i + 1;
      } else if (byte === LF || byte === CR) {
        this.#endLine(bytes.subarray(start, i));
        start = i + 1;
      }
      this.#afterCR = byte === CR;
    }
    this.#line += this.#decoder.decode(bytes.subarray(start), { stream: true });
  }

  #endLine(lastBytes) {
    let line = this.#line + this.#decoder.decode(lastBytes);
    this.#line = '';
    if (this.#isFirstLine) {
      this.#isFirstLine = false;
      line = line.replace(/^\uFEFF/, '');
    }

    if (line === '') {
      this.#endEvent();
      return;
    }
    const colon = line.indexOf(':');
    if (colon === -1) {
      this.#field(line, '');
    } else if (colon > 0) {
      const valueStart = line[colon + 1] === ' ' ? colon + 2 : colon + 1;
      this.#field(line.slice(0, colon), line.slice(valueStart));
    }
  }

  #field(name, value) {
    switch (name) {
      case 'data':
        this.#data += value + '\n';
        break;
      case 'event':
        this.#type = value;
        break;
      case 'id':
        if (!value.includes('\0')) {
          this.#lastEventId = value;
        }
        break;
      case 'retry':
        if (/^[0-9]+$/.test(value)) {
          this.retry = Number(value);
        }
        break;
    }
  }

  #endEvent() {
    const data = this.#data;
    const type = this.#type || 'message';
    this.#data = '';
    this.#type = '';
    if (data !== '') {
      this.#dispatch({ type, data: data.slice(0, -1), lastEventId: this.#lastEventId });
    }
  }

  #dispatch(event) {
    const listeners = this.#listeners.get(event.type) ?? new Set();
    for (const listener of [...listeners]) {
      if (this.#closed) {
        return;
      }
      /* An earlier listener may have removed this one. */
      if (listeners.has(listener)) {
        listener(event);
      }
    }
  }
}
