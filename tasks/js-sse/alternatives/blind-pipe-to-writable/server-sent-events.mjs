/** Splits text into lines that end with CR, LF or CRLF; a line is passed on as soon as it has ended. */
class LineSplitter {
  #rest = '';
  #afterCR = false;

  /** The lines that are complete with this piece of text. */
  push(text) {
    if (text === '') return [];
    const lines = text.slice(this.#afterCR && text[0] === '\n' ? 1 : 0).split(/\r\n|\n|\r/);
    this.#afterCR = text.at(-1) === '\r';
    lines[0] = this.#rest + lines[0];
    this.#rest = lines.pop();
    return lines;
  }
}

/** Dispatches the events of an event stream (WHATWG HTML, server-sent events). */
export class ServerSentEvents {
  #listeners = new Map();
  #controller = new AbortController();
  #data = '';
  #type = '';
  #id = '';

  /** The last reconnection time in milliseconds, `null` if there was none. */
  retry = null;

  constructor(stream) {
    const { signal } = this.#controller;
    const decoder = new TextDecoder();
    const splitter = new LineSplitter();

    const sink = new WritableStream({
      write: (chunk) => {
        for (const line of splitter.push(decoder.decode(chunk, { stream: true }))) {
          if (signal.aborted) return;
          this.#interpret(line);
        }
      },
      close: () => this.#dispatch({ type: 'close' }),
      abort: (error) => this.#dispatch({ type: 'error', error }),
    });
    // The sink has already been told when the pipe fails.
    stream.pipeTo(sink, { signal }).catch(() => {});
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
    this.#controller.abort();
  }

  #interpret(line) {
    if (line === '') {
      this.#endEvent();
      return;
    }
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const start = line[colon + 1] === ' ' ? colon + 2 : colon + 1;
    const value = colon < 0 ? '' : line.slice(start);

    switch (field) {
      case 'data':
        this.#data += value + '\n';
        break;
      case 'event':
        this.#type = value;
        break;
      case 'id':
        if (!value.includes('\0')) this.#id = value;
        break;
      case 'retry':
        if (/^\d+$/.test(value)) this.retry = parseInt(value, 10);
        break;
    }
  }

  #endEvent() {
    const [type, data] = [this.#type || 'message', this.#data];
    this.#type = this.#data = '';
    if (data) {
      this.#dispatch({ type, data: data.slice(0, -1), lastEventId: this.#id });
    }
  }

  #dispatch(event) {
    const listeners = this.#listeners.get(event.type);
    for (const listener of [...(listeners ?? [])]) {
      if (this.#controller.signal.aborted) return;
      if (listeners.has(listener)) listener(event);
    }
  }
}
