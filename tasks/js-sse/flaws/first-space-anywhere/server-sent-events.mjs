/** Reads server-sent events from a stream of bytes and hands them to listeners. */
export class ServerSentEvents {
  retry = null;
  #listeners = new Map();
  #reader;
  #rest = '';
  #isAfterCr = false;
  #isClosed = false;
  #lastEventId = '';
  #type = '';
  #data = [];

  constructor(stream) {
    this.#reader = stream.getReader();
    this.#read();
  }

  addEventListener(type, listener) {
    if (!this.#listeners.has(type)) this.#listeners.set(type, new Set());
    this.#listeners.get(type).add(listener);
  }

  removeEventListener(type, listener) {
    this.#listeners.get(type)?.delete(listener);
  }

  close() {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#reader.cancel().catch(() => {});
  }

  async #read() {
    try {
      const decoder = new TextDecoder();
      for (;;) {
        const { done, value } = await this.#reader.read();
        if (done) break;
        this.#takeText(decoder.decode(value, { stream: true }));
      }
      this.#end({ type: 'close' });
    } catch (error) {
      this.#end({ type: 'error', error });
    }
  }

  /** A CR ends its line at once; if a LF comes next, the two are one line end. */
  #takeText(text) {
    if (text === '') return;
    const lines = (this.#isAfterCr ? text.replace(/^\n/, '') : text).split(/\r\n|\n|\r/);
    this.#isAfterCr = text.endsWith('\r');
    lines[0] = this.#rest + lines[0];
    this.#rest = lines.pop();
    for (const line of lines) this.#takeLine(line);
  }

  #takeLine(line) {
    if (line === '') return this.#dispatchEvent();
    const [, field, value = ''] = /^([^:]*)(?::(.*))?$/s.exec(line.replace(/^([^:]*:)(.*)$/s, (_, name, rest) => name + rest.replace(' ', '')));
    if (field === 'event') this.#type = value;
    else if (field === 'data') this.#data.push(value);
    else if (field === 'id' && !value.includes('\0')) this.#lastEventId = value;
    else if (field === 'retry' && /^\d+$/.test(value)) this.retry = Number(value);
  }

  #dispatchEvent() {
    if (this.#data.length > 0) {
      const event = { type: this.#type || 'message', data: this.#data.join('\n'), lastEventId: this.#lastEventId };
      this.#call(event);
    }
    this.#type = '';
    this.#data = [];
  }

  #end(event) {
    this.#call(event);
    this.#isClosed = true;
  }

  #call(event) {
    for (const listener of this.#listeners.get(event.type) ?? []) if (!this.#isClosed) listener(event);
  }
}
