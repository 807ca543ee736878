const LINE = /([^\r\n]*)(\r\n|\r|\n)/y;
const FIELD = /^([^:]+)(?:: ?(.*))?$/s;

export class ServerSentEvents {
  #listeners = {};
  #isClosed = false;
  #reader;
  #rest = '';
  #endedWithCr = false;
  #event = { data: null, type: '' };
  #id = '';

  constructor(stream) {
    this.retry = null;
    this.#listeners = Object.create(null);
    this.#reader = stream.getReader();
    void this.#pump();
  }

  addEventListener(type, listener) {
    (this.#listeners[type] ??= new Set()).add(listener);
  }

  removeEventListener(type, listener) {
    this.#listeners[type]?.delete(listener);
  }

  close() {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#reader.cancel().catch(() => undefined);
  }

  async #pump() {
    const decoder = new TextDecoder('utf-8');
    for (;;) {
      let result;
      try {
        result = await this.#reader.read();
      } catch (error) {
        this.#end('error', { error });
        return;
      }
      if (this.#isClosed) return;
      if (result.done) {
        this.#end('close');
        return;
      }
      this.#feed(decoder.decode(result.value, { stream: true }));
    }
  }

  #end(type, extra = {}) {
    this.#emit({ type, ...extra });
    this.#isClosed = true;
  }

  #feed(text) {
    if (text === '') return;
    if (this.#endedWithCr && text[0] === '\n') text = text.slice(1);
    this.#endedWithCr = text.endsWith('\r');
    const buffer = this.#rest + text;
    LINE.lastIndex = 0;
    let consumed = 0;
    for (let match = LINE.exec(buffer); match !== null; match = LINE.exec(buffer)) {
      consumed = LINE.lastIndex;
      this.#line(match[1]);
      LINE.lastIndex = consumed;
    }
    this.#rest = buffer.slice(consumed);
  }

  #line(line) {
    if (line === '') {
      const { data, type } = this.#event;
      this.#event = { data: null, type: '' };
      if (data !== null) this.#emit({ type: type || 'message', data, lastEventId: this.#id });
      return;
    }
    const match = FIELD.exec(line);
    if (match === null) return;
    const [, name, value = ''] = match;
    if (name === 'data') this.#event.data = this.#event.data === null ? value : `${this.#event.data}\n${value}`;
    else if (name === 'event') this.#event.type = value;
    else if (name === 'id' && !/\u0000/.test(value)) this.#id = value;
    else if (name === 'retry' && /^\d+$/.test(value)) this.retry = Number(value);
  }

  #emit(event) {
    for (const listener of [...(this.#listeners[event.type] ?? [])]) {
      if (this.#isClosed) break;
      if (this.#listeners[event.type].has(listener)) listener(event);
    }
  }
}
