// server-sent-events.mjs

export class ServerSentEvents {
  constructor(stream) {
    this.stream = stream;
    this.reader = stream.getReader();
    this.listeners = Object.create(null);
    this.retry = null;
    this.closed = false;
    this.buffer = '';
    this.lastEventId = '';
    this.eventType = '';
    this.data = [];
    this.decoder = new TextDecoder();

    // Start reading
    this.start();
  }

  addEventListener(type, listener) {
    if (!this.listeners[type]) {
      this.listeners[type] = [];
    }
    if (!this.listeners[type].includes(listener)) {
      this.listeners[type].push(listener);
    }
  }

  removeEventListener(type, listener) {
    if (!this.listeners[type]) return;
    this.listeners[type] = this.listeners[type].filter((l) => l !== listener);
  }

  async start() {
    try {
      while (!this.closed) {
        const { done, value } = await this.reader.read();
        if (done) break;

        // Decode the chunk and add it to the buffer
        this.buffer += this.decoder.decode(value);

        // Split into lines
        const lines = this.buffer.split(/\r\n|\n|\r/);
        this.buffer = lines.pop();

        for (const line of lines) {
          this.parseLine(line);
        }
      }

      // Process what is left in the buffer
      if (this.buffer) {
        this.parseLine(this.buffer);
      }
      this.dispatchEvent();
      this.emit('close', { type: 'close' });
    } catch (error) {
      this.emit('error', { type: 'error', error });
    }
  }

  parseLine(line) {
    // Empty line means dispatch
    if (line === '') {
      this.dispatchEvent();
      return;
    }

    // Ignore comments
    if (line.startsWith(':')) return;

    const index = line.indexOf(':');
    let field = line;
    let value = '';
    if (index !== -1) {
      field = line.slice(0, index);
      value = line.slice(index + 1);
      if (value.startsWith(' ')) value = value.slice(1);
    }

    if (field === 'event') {
      this.eventType = value;
    } else if (field === 'data') {
      this.data.push(value);
    } else if (field === 'id') {
      if (!value.includes('\0')) this.lastEventId = value;
    } else if (field === 'retry') {
      if (/^\d+$/.test(value)) this.retry = Number(value);
    }
  }

  dispatchEvent() {
    if (this.data.length > 0) {
      const event = {
        type: this.eventType || 'message',
        data: this.data.join('\n'),
        lastEventId: this.lastEventId,
      };
      this.emit(event.type, event);
    }
    this.data = [];
    this.eventType = '';
  }

  emit(type, event) {
    for (const listener of this.listeners[type] || []) {
      if (this.closed) return;
      listener(event);
    }
  }

  close() {
    if (this.closed) return;
    this.closed = true;
    this.reader.cancel().catch(() => {});
  }
}
