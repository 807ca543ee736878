/** Keeps the report files current while a run goes on. */
import { prepareFolder } from './write-files.ts';

/** Writing takes at most this share of the time: with hours of answers every trial is written at once. */
const MAX_SHARE = 0.05;
/** And it pauses this long: on a journaling file system each answer's sync has to wait for what the reports wrote. */
const LEAST_PAUSE_MS = 2000;

export class ReportWriter {
  readonly #folder: string;
  readonly #writeAll: (isLast: boolean) => Promise<unknown>;
  #writing: Promise<void> | null = null;
  #timer: NodeJS.Timeout | null = null;
  /** Trials came that no write has seen. */
  #isStale = false;
  /** null: nothing was asked for so far. Many runs are over before the first pause is. */
  #nextAt: number | null = null;

  /** `write` is never called while an earlier call goes on. */
  constructor(folder: string, write: (isLast: boolean) => Promise<unknown>) {
    this.#folder = folder;
    this.#writeAll = write;
  }

  /** Throws now what a write would throw later: the folder cannot be made or written. */
  prepare(): Promise<void> {
    return prepareFolder(this.#folder);
  }

  /** Asks for files that hold all trials so far, when the last write has been paid off. */
  schedule(): void {
    this.#isStale = true;
    if (this.#timer || this.#writing) return;
    this.#nextAt ??= performance.now() + LEAST_PAUSE_MS;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      // A full disk shows here first; the run goes on, and the last write tells.
      this.#write(false).catch(() => {});
    }, this.#nextAt - performance.now());
  }

  /** Writes for the last time; resolves when the files are there, throws when they cannot be. */
  async writeLast(): Promise<void> {
    await this.#writing?.catch(() => {});
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    await this.#write(true);
  }

  #write(isLast: boolean): Promise<void> {
    const startedAt = performance.now();
    this.#isStale = false;
    this.#writing = (async () => void (await this.#writeAll(isLast)))().finally(() => {
      this.#writing = null;
      const pauseMs = (performance.now() - startedAt) * (1 / MAX_SHARE - 1);
      this.#nextAt = performance.now() + Math.max(pauseMs, LEAST_PAUSE_MS);
      if (this.#isStale) this.schedule();
    });
    return this.#writing;
  }
}
