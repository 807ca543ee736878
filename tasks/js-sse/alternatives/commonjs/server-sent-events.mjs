'use strict';

function createListeners() {
  const byType = new Map();
  return {
    add: (type, listener) => byType.set(type, [...(byType.get(type) || []), listener]),
    remove: (type, listener) => byType.set(type, (byType.get(type) || []).filter((entry) => entry !== listener)),
    of: (type) => byType.get(type) || [],
  };
}

class LineDecoder {
  constructor() {
    this.decoder = new TextDecoder();
    this.rest = '';
    this.afterCr = false;
  }

  decode(bytes) {
    const text = this.decoder.decode(bytes, { stream: true });
    if (!text) return [];
    // A CR that ended the last chunk has ended its line already.
    const added = this.afterCr && text[0] === '\n' ? text.slice(1) : text;
    this.afterCr = text.endsWith('\r');
    const lines = (this.rest + added).replaceAll('\r\n', '\n').replaceAll('\r', '\n').split('\n');
    this.rest = lines.pop();
    return lines;
  }
}

class ServerSentEvents {
  constructor(stream) {
    this.retry = null;
    this.listeners = createListeners();
    this.reader = stream.getReader();
    this.closed = false;
    this.id = '';
    this.type = '';
    this.data = null;
    this.start();
  }

  addEventListener(type, listener) {
    this.listeners.add(type, listener);
  }

  removeEventListener(type, listener) {
    this.listeners.remove(type, listener);
  }

  close() {
    if (this.closed) return;
    this.closed = true;
    this.reader.cancel().catch(() => {});
  }

  async start() {
    const lines = new LineDecoder();
    try {
      let chunk = await this.reader.read();
      while (!chunk.done) {
        lines.decode(chunk.value).forEach((line) => this.handle(line));
        chunk = await this.reader.read();
      }
      this.emit({ type: 'close' });
    } catch (error) {
      this.emit({ type: 'error', error });
    }
    this.closed = true;
  }

  handle(line) {
    if (!line) {
      const { type, data, id } = this;
      Object.assign(this, { type: '', data: null });
      if (data) this.emit({ type: type || 'message', data: data.join('\n'), lastEventId: id });
      return;
    }
    const at = line.indexOf(':');
    const name = at < 0 ? line : line.slice(0, at);
    const value = at < 0 ? '' : line.slice(at + 1).replace(/^ /, '');
    if (name === 'event') this.type = value;
    if (name === 'data') this.data = [...(this.data || []), value];
    if (name === 'id' && !value.includes('\0')) this.id = value;
    if (name === 'retry' && /^\d+$/.test(value)) this.retry = Number(value);
  }

  emit(event) {
    this.listeners.of(event.type).forEach((listener) => {
      if (!this.closed) listener(event);
    });
  }
}

module.exports = { ServerSentEvents };
