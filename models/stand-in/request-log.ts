/** What was asked of a stand-in router, for those who count: in memory, and as JSON lines in a file. */
import { appendFileSync } from 'node:fs';

export interface LoggedCompletion {
  model: string;
  /** null: no task's prompt, such as a warm-up. */
  task: string | null;
  body: Record<string, unknown>;
  /** The client closed the connection before the answer's end. */
  aborted: boolean;
  /** The whole answer, or fault, was sent. */
  finished: boolean;
}

export interface RequestLog {
  /** Model ids, in the order of their loads. */
  loads: string[];
  /** Ids of the models that left memory, whether asked, evicted or killed. */
  unloads: string[];
  completions: LoggedCompletion[];
}

export class LogWriter {
  readonly log: RequestLog = { loads: [], unloads: [], completions: [] };
  readonly #file: string | null;

  constructor(file: string | null) {
    this.#file = file;
  }

  load(model: string): void {
    this.log.loads.push(model);
    this.#write({ event: 'load', model });
  }

  unload(model: string): void {
    this.log.unloads.push(model);
    this.#write({ event: 'unload', model });
  }

  start(model: string, task: string | null, body: Record<string, unknown>): LoggedCompletion {
    const completion = { model, task, body, aborted: false, finished: false };
    this.log.completions.push(completion);
    this.#write({ event: 'completion', model, task });
    return completion;
  }

  end(completion: LoggedCompletion): void {
    const { model, task, aborted } = completion;
    this.#write({ event: aborted ? 'completion-aborted' : 'completion-finished', model, task });
  }

  /** Written at once: a test may kill either side at any moment. */
  #write(line: object): void {
    if (this.#file !== null) appendFileSync(this.#file, `${JSON.stringify({ ...line, atMs: Date.now() })}\n`);
  }
}
