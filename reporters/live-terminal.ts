/** What a person sees while the run goes on. One line is rewritten in a terminal; elsewhere only finished facts are printed. */
import type { ProgressEvent } from '../benchmarks/progress-event.ts';
import type { RunFacts, Trial } from '../benchmarks/trial.ts';
import { wantsColour } from './colour.ts';
import { finishedLine, type Progress, renderLine, startProgress, updateProgress } from './progress.ts';
import { escapeControls, wrapText } from './text.ts';

const REDRAW_MS = 250;
/** Without a terminal an answer under way is mentioned this often, so that a log shows life. */
const LOG_EVERY_MS = 30_000;
const DEFAULT_COLUMNS = 80;

export class LiveTerminal {
  readonly #out: NodeJS.WriteStream;
  #progress: Progress | null = null;
  #timer: NodeJS.Timeout | null = null;
  #lineShown = false;
  #loggedAt = 0;
  #lastKind = '';

  constructor(out: NodeJS.WriteStream) {
    this.#out = out;
  }

  start(total: number, headline: string, warnings: string[]): void {
    this.#say(headline);
    for (const warning of warnings) this.#say(`warning: ${warning}`);
    this.#progress = startProgress(total, Date.now());
    if (this.#live) {
      this.#timer = setInterval(() => this.#redraw(), REDRAW_MS);
      this.#timer.unref();
    }
  }

  /** The number of pairs that the filters left. */
  expect(total: number): void {
    if (this.#progress) this.#progress = { ...this.#progress, total };
  }

  progress(event: ProgressEvent): void {
    if (!this.#progress) return;
    this.#progress = updateProgress(this.#progress, event, Date.now());
    if (!this.#live) this.#log(event);
  }

  finished(trial: Trial): void {
    if (!this.#progress) return;
    this.#progress = updateProgress(this.#progress, trial, Date.now());
    this.print(finishedLine(trial, this.#columns, this.#progress));
  }

  /** The tables; the last line says again what was benched. */
  async finish(trials: Trial[], run: RunFacts, folder: string): Promise<void> {
    const { renderTerminal } = await import('./terminal.ts');
    this.stop();
    this.print(renderTerminal(trials, run, { columns: this.#columns, colour: this.#colour, folder }));
  }

  /** Takes the live line away, until the next start. */
  stop(): void {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    this.#progress = null;
    this.clear();
  }

  /** Prints above the live line. */
  print(text: string): void {
    this.clear();
    this.#out.write(`${text}\n`);
    this.#redraw();
  }

  /** Takes the live line away until it is drawn again. */
  clear(): void {
    if (!this.#lineShown) return;
    this.#out.write('\r\u001b[2K');
    this.#lineShown = false;
  }

  /** Words from elsewhere: lines stay lines, and in a terminal they are broken at blanks. */
  #say(words: string): void {
    const lines = words.trimEnd().split(/\r?\n/).map(escapeControls);
    this.print(lines.flatMap((line) => (this.#live ? wrapText(line, this.#columns) : line)).join('\n'));
  }

  get #live(): boolean {
    return this.#out.isTTY === true && process.env.TERM !== 'dumb';
  }

  get #colour(): boolean {
    return wantsColour(process.env, this.#live);
  }

  get #columns(): number {
    return this.#out.columns || DEFAULT_COLUMNS;
  }

  #log(event: ProgressEvent): void {
    const now = Date.now();
    const due =
      event.kind === 'loading' ||
      (event.kind !== this.#lastKind && event.kind === 'warming-up') ||
      now - this.#loggedAt > LOG_EVERY_MS;
    if (!due) return;
    this.#lastKind = event.kind;
    this.#loggedAt = now;
    this.#out.write(`${renderLine(this.#progress!, this.#columns, now)}\n`);
  }

  #redraw(): void {
    if (!this.#live || !this.#progress || !this.#timer) return;
    // One column stays free: some terminals break the line already at the last one.
    this.#out.write(`\r\u001b[2K${renderLine(this.#progress, this.#columns - 1, Date.now())}`);
    this.#lineShown = true;
  }
}
