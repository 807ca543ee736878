/**
 * An EventTarget: registering and calling the listeners is inherited, and events are MessageEvents.
 */
export default class ServerSentEvents extends EventTarget {
  #reader;
  #closed = false;
  #retry = null;
  #line = '';
  #endedWithCR = false;
  #message = { type: '', data: [] };
  #lastEventId = '';

  constructor(stream) {
    super();
    this.#reader = stream.getReader();
    queueMicrotask(() => this.#consume());
  }

  get retry() {
    return this.#retry;
  }

  close() {
    if (this.#closed) return;
    this.#closed = true;
    this.#reader.cancel().catch(() => {});
  }

  async #consume() {
    const decoder = new TextDecoder('utf-8');
    let end = new Event('close');
    try {
      for (;;) {
        const chunk = await this.#reader.read();
        if (chunk.done) break;
        this.#split(decoder.decode(chunk.value, { stream: true }));
      }
    } catch (error) {
      end = Object.assign(new Event('error'), { error });
    }
    this.#fire(end);
    this.#closed = true;
  }

  #split(text) {
    if (text === '') return;
    this.#line += this.#endedWithCR && text.startsWith('\n') ? text.slice(1) : text;
    this.#endedWithCR = text.endsWith('\r');
    const complete = /([^\r\n]*)(?:\r\n|\n|\r)/y;
    let consumed = 0;
    for (let match = complete.exec(this.#line); match; match = complete.exec(this.#line)) {
      consumed = complete.lastIndex;
      this.#interpret(match[1]);
    }
    this.#line = this.#line.slice(consumed);
  }

  #interpret(line) {
    if (line.length === 0) {
      this.#flush();
    } else if (!line.startsWith(':')) {
      const [name, ...rest] = line.split(':');
      this.#setField(name, rest.join(':').replace(/^ /, ''));
    }
  }

  #setField(name, value) {
    if (name === 'event') this.#message.type = value;
    if (name === 'data') this.#message.data.push(value);
    if (name === 'id' && !/\0/.test(value)) this.#lastEventId = value;
    if (name === 'retry' && /^\d+$/.test(value)) this.#retry = Number.parseInt(value, 10);
  }

  #flush() {
    const { type, data } = this.#message;
    this.#message = { type: '', data: [] };
    if (data.length === 0) return;
    this.#fire(new MessageEvent(type || 'message', { data: data.join('\n'), lastEventId: this.#lastEventId }));
  }

  #fire(event) {
    if (!this.#closed) this.dispatchEvent(event);
  }
}
