const LINE = /([^\r\n]*)(?:\r\n?|\n)/y;
const FIELD = /^(data|event|id|retry)(?:: ?([^]*))?$/;

export class ServerSentEvents {
  retry = null;
  #listeners = new Map();
  #reader;
  #closed = false;
  #pending = '';
  #ignoreLF = false;
  #event = { type: '', data: [] };
  #lastEventId = '';

  constructor(stream) {
    this.#reader = stream.getReader();
    this.#read().then(
      () => this.#dispatch({ type: 'close' }),
      (error) => this.#dispatch({ type: 'error', error }),
    );
  }

  addEventListener(type, listener) {
    const others = this.#listeners.get(type) ?? [];
    if (!others.includes(listener)) this.#listeners.set(type, [...others, listener]);
  }

  removeEventListener(type, listener) {
    const others = this.#listeners.get(type)?.filter((other) => other !== listener);
    if (others) this.#listeners.set(type, others);
  }

  close() {
    if (this.#closed) return;
    this.#closed = true;
    this.#reader.cancel().catch(() => {}); // rejects if the stream has already failed
  }

  async #read() {
    const decoder = new TextDecoder();
    let result;
    while (!(result = await this.#reader.read()).done) {
      const text = decoder.decode(result.value, { stream: true });
      if (text !== '') this.#parse(text);
    }
  }

  #parse(text) {
    let position = 0;
    if (this.#ignoreLF && text[0] === '\n') position = 1;
    // The line before this CR is complete, whether an LF follows it or not.
    this.#ignoreLF = text.endsWith('\r');

    while (!this.#closed) {
      LINE.lastIndex = position;
      const match = LINE.exec(text);
      if (!match) break;
      position = LINE.lastIndex;
      const line = this.#pending + match[1];
      this.#pending = '';
      this.#processLine(line);
    }
    this.#pending += text.slice(position);
  }

  #processLine(line) {
    if (line === '') {
      this.#endEvent();
      return;
    }
    const [, field, value = ''] = FIELD.exec(line) ?? [];
    if (field === 'data') this.#event.data.push(value);
    if (field === 'event') this.#event.type = value;
    if (field === 'id' && !value.includes('\0')) this.#lastEventId = value;
    if (field === 'retry' && /^[0-9]+$/.test(value)) this.retry = Number(value);
  }

  #endEvent() {
    const { type, data } = this.#event;
    this.#event = { type: '', data: [] };
    if (data.length === 0) return;
    this.#dispatch({
      type: type || 'message',
      data: data.join('\n'),
      lastEventId: this.#lastEventId,
    });
  }

  #dispatch(event) {
    for (const listener of this.#listeners.get(event.type) ?? []) {
      if (this.#closed) return;
      if (this.#listeners.get(event.type).includes(listener)) listener(event);
    }
  }
}
