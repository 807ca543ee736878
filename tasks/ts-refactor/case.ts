/** One use of the module under test. */

export type BehaviourCheck =
  | 'logger-behaviour'
  | 'cache-behaviour'
  | 'request-behaviour'
  | 'pipeline-behaviour'
  | 'rare-inputs'
  | 'details'
  | 'request-form';

/** JSON for the driver; `{ $: 'undefined' }` stands for undefined. */
export interface Case {
  check: BehaviourCheck;
  /** The export that it is about. */
  of: string;
  scenario: 'call' | 'log' | 'cache' | 'pipeline' | 'withCache' | 'same-objects';
  [input: string]: unknown;
}

/** A valid request, to begin with. */
export const REQUEST = { method: 'GET', path: '/a', query: {}, headers: {} };
