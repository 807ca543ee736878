/** A reply read as it comes. From undici's dispatcher: a stream of promises for each piece would cost more than the piece. */
import type { Dispatcher } from 'undici';

/** Longest error body that is read; what follows is not worth memory. */
const MOST_ERROR_BYTES = 64 * 1024;
/** What may follow the end that counts, so that the connection can be used again; more of it is not waited for. */
const MOST_REST_BYTES = 128 * 1024;

/** What the reader of an event stream wants next: more; no more, though the reply may end in peace; or the connection closed. */
export type Wish = 'more' | 'enough' | 'close';

/** An event stream was handed over piece by piece and has no text here. */
export interface Reply {
  status: number;
  /** Of a reply that is no event stream, at most 64 KiB; null for a stream. */
  text: string | null;
  /** The server ended it. */
  isWhole: boolean;
}

type Controller = Dispatcher.DispatchController;

export class ReplyReader implements Dispatcher.DispatchHandler {
  /** Rejects when the connection breaks, and when `abort` is called before the end. */
  readonly reply: Promise<Reply>;
  readonly #take: (bytes: Uint8Array) => Wish;
  readonly #resolve: (reply: Reply) => void;
  readonly #reject: (error: Error) => void;
  #controller: Controller | null = null;
  #abortedFor: Error | null = null;
  #status = 0;
  #isStream = false;
  #hasEnough = false;
  #bytes = 0;
  readonly #pieces: Uint8Array[] = [];

  /** `take` gets each piece of an event stream. */
  constructor(take: (bytes: Uint8Array) => Wish) {
    this.#take = take;
    const { promise, resolve, reject } = Promise.withResolvers<Reply>();
    this.reply = promise;
    this.#resolve = resolve;
    this.#reject = reject;
  }

  /** Closes the connection; a request that waits for one is not sent. */
  abort(): void {
    this.#abortedFor ??= new Error('the request was given up');
    this.#reject(this.#abortedFor);
    this.#controller?.abort(this.#abortedFor);
  }

  onRequestStart(controller: Controller): void {
    this.#controller = controller;
    if (this.#abortedFor) controller.abort(this.#abortedFor);
  }

  onResponseStart(
    _: Controller,
    status: number,
    headers: Record<string, string | string[] | undefined>,
  ): void {
    this.#status = status;
    this.#isStream = status === 200 && String(headers['content-type']).startsWith('text/event-stream');
  }

  onResponseData(_: Controller, bytes: Uint8Array): void {
    if (this.#hasEnough) this.#throwAway(bytes);
    else if (this.#isStream) this.#handOver(bytes);
    else this.#keep(bytes);
  }

  onResponseEnd(): void {
    this.#finish({ isWhole: true });
  }

  onResponseError(_: Controller, error: Error): void {
    this.#reject(error);
  }

  #handOver(bytes: Uint8Array): void {
    const wish = this.#take(bytes);
    if (wish === 'more') return;
    this.#hasEnough = true;
    this.#finish({ isWhole: false });
    if (wish === 'close') this.abort();
  }

  #keep(bytes: Uint8Array): void {
    this.#pieces.push(bytes);
    this.#bytes += bytes.length;
    if (this.#bytes < MOST_ERROR_BYTES) return;
    this.#finish({ isWhole: false });
    this.abort();
  }

  #throwAway(bytes: Uint8Array): void {
    this.#bytes += bytes.length;
    if (this.#bytes > MOST_REST_BYTES) this.abort();
  }

  #finish({ isWhole }: Pick<Reply, 'isWhole'>): void {
    const text = this.#isStream ? null : Buffer.concat(this.#pieces).toString('utf8');
    this.#resolve({ status: this.#status, text, isWhole });
  }
}
