export class ServerSentEvents {
  constructor(stream) {
    this.retry = null;
    this.listeners = Object.create(null);
    this.lastEventId = '';
    this.closed = false;
    this.reader = stream.getReader();
    this.read();
  }

  addEventListener(type, listener) {
    (this.listeners[type] ||= []).push(listener);
  }

  removeEventListener(type, listener) {
    this.listeners[type] = (this.listeners[type] || []).filter((l) => l !== listener);
  }

  close() {
    if (this.closed) return;
    this.closed = true;
    this.reader.cancel().catch(() => {});
  }

  async read() {
    const decoder = new TextDecoder();
    let buffer = '';
    try {
      while (true) {
        const { done, value } = await this.reader.read();
        if (done) break;
        buffer += decoder.decode(value, { stream: true });
        const blocks = buffer.split('\n\n');
        buffer = blocks.pop();
        blocks.forEach((block) => this.handleBlock(block));
      }
      for (const line of buffer.split('\n').slice(0, -1)) {
        if (/^retry: ?\d+$/.test(line)) this.retry = Number(line.slice(6));
      }
      this.emit({ type: 'close' });
    } catch (error) {
      this.emit({ type: 'error', error });
    }
    this.closed = true;
  }

  handleBlock(block) {
    let type = 'message';
    const data = [];
    for (const line of block.split('\n')) {
      const colon = line.indexOf(':');
      if (colon === 0) continue;
      const field = colon < 0 ? line : line.slice(0, colon);
      const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
      if (field === 'data') data.push(value);
      if (field === 'event') type = value || 'message';
      if (field === 'id' && !value.includes('\0')) this.lastEventId = value;
      if (field === 'retry' && /^\d+$/.test(value)) this.retry = Number(value);
    }
    if (data.length > 0) this.emit({ type, data: data.join('\n'), lastEventId: this.lastEventId });
  }

  emit(event) {
    for (const listener of this.listeners[event.type] || []) {
      if (!this.closed) listener(event);
    }
  }
}
