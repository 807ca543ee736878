export class ServerSentEvents {
  retry = null;

  constructor(stream) {}

  addEventListener(type, listener) {}

  removeEventListener(type, listener) {}

  close() {}
}
