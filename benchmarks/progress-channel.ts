/** What a worker tells of its trials, at most every 50 ms: nobody reads faster, and each message costs both threads. */
import { BroadcastChannel } from 'node:worker_threads';
import { PROGRESS_CHANNEL, type ProgressEvent } from './progress-event.ts';

const EVERY_MS = 50;

export class ProgressSender {
  readonly #channel = new BroadcastChannel(PROGRESS_CHANNEL);
  #sentAt = Number.NEGATIVE_INFINITY;
  #waiting: ProgressEvent | null = null;
  #timer: NodeJS.Timeout | null = null;

  constructor() {
    this.#channel.unref();
  }

  /** The newest of what waits is sent; what it overtook is old news. */
  tell(event: ProgressEvent): void {
    const dueInMs = this.#sentAt + EVERY_MS - performance.now();
    if (dueInMs <= 0) this.#send(event);
    else {
      this.#waiting = event;
      this.#timer ??= setTimeout(() => this.#sendWaiting(), dueInMs).unref();
    }
  }

  /** The trial has ended: what still waits would tell of the past. */
  drop(): void {
    this.#waiting = null;
  }

  #sendWaiting(): void {
    this.#timer = null;
    if (this.#waiting) this.#send(this.#waiting);
  }

  #send(event: ProgressEvent): void {
    this.#waiting = null;
    this.#sentAt = performance.now();
    this.#channel.postMessage(event);
  }
}
