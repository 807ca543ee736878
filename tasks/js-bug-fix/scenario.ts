/** What the driver is asked to play, and what a right answer then does. */

/** The ids of the checks that a scenario may decide. */
export type Part =
  | 'parts-work'
  | 'queue-works'
  | 'bubble-up'
  | 'once'
  | 'clear'
  | 'smell-timeout'
  | 'smell-get-task'
  | 'smell-drain';

export type Entry = readonly unknown[];

/** Right logs by the names of their scenarios. */
export type Logs = Record<string, Entry[]>;

export interface Scenario {
  /** Its name in the driver. */
  name: string;
  part: Part;
  /** What worked before is counted by area: one mistake may spoil several scenarios. */
  area?: string;
  /** Goes into the sandbox. */
  params: Record<string, unknown>;
  /** The right log. Stays outside. null: the check reads the log itself. */
  expected: Entry[] | null;
  /** A fine point of its part: it costs a point, and does not decide whether a bug is fixed. */
  isFinePoint?: boolean;
  /** A scenario of what worked before. Where that fails, this one can tell nothing and is left out. */
  needs?: string;
}
