import type { ServerOptions } from './preset-options.ts';

/** One thing that is wrong with a preset: where, what and what to do instead. */
export interface PresetProblem {
  /** 1-based. */
  line: number;
  /** The offending line, secrets masked. */
  text: string;
  problem: string;
  remedy: string;
  /** A warning does not keep the preset from being used. */
  severity: 'error' | 'warning';
}

export type Finding = Omit<PresetProblem, 'line' | 'text'>;

export interface CheckOptions {
  known: ServerOptions;
  /** `warn` where a server itself accepts or refuses the file: a newer one may know more options than our list. */
  unknownOptions: 'refuse' | 'warn';
}
