/** What a worker tells the reporter while a trial is under way; nothing of it is stored. */
export interface ProgressEvent {
  kind: 'loading' | 'warming-up' | 'asking' | 'answering' | 'grading';
  model: string;
  /** null while nothing is asked, e.g. while the model loads. */
  task: string | null;
  sample: number | null;
  /** Tokens so far, as stream deltas. */
  tokens: number | null;
  elapsedMs: number | null;
}

/** Name of the BroadcastChannel between worker threads and the reporter in the main thread. */
export const PROGRESS_CHANNEL = 'llama-codebench-progress';
