/** What a user says about the models, beside what was measured. */
export interface ReportContext {
  /** Text per model, and score overrides with their reasons: models/notes.md. */
  notes: ModelNote[];
  /** Pairs that the user names or denies. */
  pairs: PairCorrection[];
}

export interface ModelNote {
  model: string;
  text: string;
  overrides: { task: string; points: number; reason: string }[];
}

export interface PairCorrection {
  kind: 'thinking' | 'distill' | 'quantisation';
  /** thinking: [thinking, not]; distill: [base, distill]; quantisation: in any order. */
  models: [string, string];
  /** false: these two are no such pair, whatever their files say. */
  isPair: boolean;
}

export const NO_CONTEXT: ReportContext = { notes: [], pairs: [] };
