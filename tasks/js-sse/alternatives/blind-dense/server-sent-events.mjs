export class ServerSentEvents {
  retry = null;
  #reader;
  #closed = false;
  #listeners = new Map();
  #type = '';
  #data = [];
  #id = '';

  constructor(stream) {
    this.#reader = stream.getReader();
    this.#read().then(() => this.#emit({ type: 'close' }), (error) => this.#emit({ type: 'error', error }));
  }

  addEventListener(type, listener) {
    this.#listeners.set(type, (this.#listeners.get(type) ?? new Set()).add(listener));
  }

  removeEventListener(type, listener) {
    this.#listeners.get(type)?.delete(listener);
  }

  close() {
    if (!this.#closed) this.#reader.cancel().catch(() => {});
    this.#closed = true;
  }

  async #read() {
    const decoder = new TextDecoder();
    for (let rest = '', cr = false, chunk; !(chunk = await this.#reader.read()).done;) {
      const text = decoder.decode(chunk.value, { stream: true });
      if (!text) continue;
      // an LF after a CR at the end of the previous text belongs to that CR
      const lines = text.slice(+(cr && text[0] === '\n')).split(/\r\n?|\n/);
      lines[0] = rest + lines[0];
      [rest, cr] = [lines.pop(), text.endsWith('\r')];
      lines.forEach((line) => this.#interpret(line));
    }
  }

  #interpret(line) {
    if (!line) return this.#endEvent();
    const [, field, value = ''] = /^([^:]*)(?:: ?(.*))?$/s.exec(line);
    if (field === 'event') this.#type = value;
    if (field === 'data') this.#data.push(value);
    if (field === 'id' && !value.includes('\0')) this.#id = value;
    if (field === 'retry' && /^\d+$/.test(value)) this.retry = +value;
  }

  #endEvent() {
    const [type, data] = [this.#type || 'message', this.#data];
    [this.#type, this.#data] = ['', []];
    if (data.length) this.#emit({ type, data: data.join('\n'), lastEventId: this.#id });
  }

  #emit(event) {
    const listeners = this.#listeners.get(event.type) ?? new Set();
    for (const listener of [...listeners]) if (!this.#closed && listeners.has(listener)) listener(event);
  }
}
