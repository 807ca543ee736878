export class ServerSentEvents {
  constructor(stream) {
    this.retry = null;
    this.reader = stream.getReader();
    this.decoder = new TextDecoder();
    this.handlers = {};
    this.stopped = false;
    this.buffer = '';
    this.skipLineFeed = false;
    this.lastEventId = '';
    this.resetEvent();
    setTimeout(() => this.readNext(), 0);
  }

  addEventListener(type, listener) {
    if (!Object.hasOwn(this.handlers, type)) this.handlers[type] = [];
    this.handlers[type].push(listener);
  }

  removeEventListener(type, listener) {
    if (!Object.hasOwn(this.handlers, type)) return;
    this.handlers[type] = this.handlers[type].filter((handler) => handler !== listener);
  }

  close() {
    if (this.stopped) return;
    this.stopped = true;
    this.reader.cancel().catch(() => {});
  }

  async readNext() {
    if (this.stopped) return;
    try {
      const { done, value } = await this.reader.read();
      if (done) {
        this.finish({ type: 'close' });
        return;
      }
      this.buffer += this.decoder.decode(value, { stream: true });
      this.parse();
      setTimeout(() => this.readNext(), 0);
    } catch (error) {
      this.finish({ type: 'error', error });
    }
  }

  parse() {
    let position = 0;
    if (this.skipLineFeed && this.buffer.length > 0) {
      this.skipLineFeed = false;
      if (this.buffer[0] === '\n') position = 1;
    }
    while (position < this.buffer.length) {
      let end = position;
      while (end < this.buffer.length && this.buffer[end] !== '\n' && this.buffer[end] !== '\r') end++;
      if (end === this.buffer.length) break;
      // The line is complete, but its end may go on in the next chunk.
      if (this.buffer[end] === '\r' && end + 1 === this.buffer.length) this.skipLineFeed = true;
      const line = this.buffer.substring(position, end);
      position = this.buffer[end] === '\r' && this.buffer[end + 1] === '\n' ? end + 2 : end + 1;
      this.processLine(line);
    }
    this.buffer = this.buffer.substring(position);
  }

  processLine(line) {
    if (line === '') {
      this.dispatch();
      return;
    }
    if (line[0] === ':') return;
    const colonIndex = line.indexOf(':');
    let field = line;
    let value = '';
    if (colonIndex !== -1) {
      field = line.substring(0, colonIndex);
      value = line.substring(colonIndex + 1);
      if (value.startsWith(' ')) value = value.substring(1);
    }
    this.processField(field, value);
  }

  processField(field, value) {
    switch (field) {
      case 'event':
        this.eventType = value;
        break;
      case 'data':
        this.data += value + '\n';
        break;
      case 'id':
        if (!value.includes('\u0000')) this.lastEventId = value;
        break;
      case 'retry':
        if (/^\d+$/.test(value)) this.retry = parseInt(value, 10);
        break;
      default:
        break;
    }
  }

  dispatch() {
    if (this.data !== '') {
      this.emit({ type: this.eventType || 'message', data: this.data.slice(0, -1), lastEventId: this.lastEventId });
    }
    this.resetEvent();
  }

  resetEvent() {
    this.data = '';
    this.eventType = '';
  }

  finish(event) {
    this.emit(event);
    this.stopped = true;
  }

  emit(event) {
    if (!Object.hasOwn(this.handlers, event.type)) return;
    for (const handler of this.handlers[event.type]) {
      if (this.stopped) return;
      handler(event);
    }
  }
}
