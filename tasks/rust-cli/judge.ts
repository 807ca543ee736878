/** Questions about what was observed that several checks, caps and facts ask. */
import { whyWrong } from './expected.ts';
import type { Mend } from './mends.ts';
import type { Observed } from './observed.ts';
import type { Bug } from './transplant.ts';

export interface Kind {
  /** Were there such cases at all? */
  seen: boolean;
  right: boolean;
  detail: string;
}

/** All cases of a kind together; the first that is wrong is told. */
export function judgeKind({ cases }: Observed, kind: string): Kind {
  const found = cases.filter((one) => one.case.kind === kind);
  const wrong = found.flatMap(({ case: { steps }, seen }) => {
    const index = steps.findIndex(({ expected }, at) => whyWrong(expected, seen[at]) !== null);
    if (index < 0) return [];
    const { args, expected } = steps[index]!;
    return [`tasks ${args.map(quote).join(' ')}: ${whyWrong(expected, seen[index])}`];
  });
  const detail = wrong[0] ?? `${found.length} of ${found.length} cases right`;
  return { seen: found.length > 0, right: found.length > 0 && wrong.length === 0, detail };
}

function quote(word: string): string {
  return /^[\w-]+$/.test(word) ? word : JSON.stringify(word);
}

/** partial: the mistake is gone, but what came instead is not what the documentation says. */
export type Repair = { state: 'fixed' | 'partial' | 'missed'; detail: string };

/** What each bug must do, and what it may do less well. */
const BUG_KINDS: Record<Bug, { main: string; rest: string | null }> = {
  'value-enum': { main: 'priority-values', rest: 'priority-wrong' },
  'next-id': { main: 'ids-count', rest: 'ids-continue' },
  'mark-done': { main: 'done', rest: null },
  remove: { main: 'remove', rest: 'remove-order' },
};

export const BUGS = Object.keys(BUG_KINDS) as Bug[];

export function judgeBug(observed: Observed, bug: Bug): Repair {
  if (observed.mends.includes(bug))
    return { state: 'missed', detail: `with our mend alone: ${observed.errors}` };
  const { main, rest } = BUG_KINDS[bug];
  const first = judgeKind(observed, main);
  if (!first.seen) return { state: 'missed', detail: observed.errors };
  if (!first.right) return { state: 'missed', detail: first.detail };
  const second = rest === null ? first : judgeKind(observed, rest);
  return { state: second.right ? 'fixed' : 'partial', detail: second.detail };
}

const EDIT_MAIN = ['edit-title', 'edit-priority', 'edit-both'];
const EDIT_REST = [
  ...['edit-rest', 'edit-output', 'edit-unknown', 'edit-nothing', 'edit-blank'],
  ...['edit-same', 'edit-as-given'],
];

export interface Edited {
  state: 'added' | 'partial' | 'missed';
  points: number;
  detail: string;
}

/** 1 point for what it changes, 1 for its words and refusals. */
export function judgeEdit(observed: Observed): Edited {
  if (observed.mends.includes('edit'))
    return { state: 'missed', points: 0, detail: `without edit alone: ${observed.errors}` };
  if (observed.builtFrom !== 'answer') return { state: 'missed', points: 0, detail: observed.errors };
  const wrong = (kinds: string[]) =>
    kinds.map((kind) => judgeKind(observed, kind)).filter(({ right }) => !right);
  const main = wrong(EDIT_MAIN);
  const rest = wrong(EDIT_REST);
  const detail = [...main, ...rest].map((one) => one.detail).join('; ') || 'all cases right';
  if (main.length === EDIT_MAIN.length) return { state: 'missed', points: 0, detail };
  if (main.length > 0) return { state: 'partial', points: 0.5, detail };
  if (rest.length === 0) return { state: 'added', points: 2, detail };
  // To change more than was asked for is worse than to say it in other words.
  const isGap = rest.length === 1 && judgeKind(observed, 'edit-rest').right;
  return { state: 'partial', points: isGap ? 1.5 : 1, detail };
}

const KEPT = [
  ...['list', 'list-filters', 'stats', 'add-refusals', 'add-as-given'],
  ...['usage', 'data-file', 'data-format'],
];
const OF_BUGS = { 'add-output': 'next-id', 'done-output': 'mark-done', 'remove-output': 'remove' } as const;

/** What worked and no longer does. The words of a command count where its bug is fixed. */
export function findHarm(observed: Observed): string[] {
  const fixed = fixedBugs(observed);
  const ofFixed = Object.entries(OF_BUGS).flatMap(([kind, bug]) => (fixed.includes(bug) ? [kind] : []));
  const judged = [...KEPT, ...ofFixed].map((kind) => judgeKind(observed, kind));
  return [...judged.flatMap(({ right, detail }) => (right ? [] : [detail])), ...findNoise(observed)];
}

/** Lines on stderr that nobody asked for, once for all commands. */
function findNoise({ cases }: Observed): string[] {
  const noisy = cases.flatMap(({ case: { steps }, seen }) =>
    seen.filter(({ code, stderr }, index) => {
      const allowed = { 0: 0, 1: 1 }[steps[index]!.expected.exit];
      return allowed !== undefined && code === steps[index]!.expected.exit && countLines(stderr) > allowed;
    }),
  );
  return noisy.length === 0 ? [] : [`it says on stderr: ${noisy[0]!.stderr.trim().slice(0, 120)}`];
}

function countLines(text: string): number {
  return text.split('\n').filter((line) => line.trim() !== '').length;
}

export function fixedBugs(observed: Observed): Bug[] {
  return BUGS.filter((bug) => judgeBug(observed, bug).state !== 'missed');
}

const OWN_MISTAKES: Mend[] = ['edit', 'arm', 'imports'];

/** Its own mistakes keep it from compiling, beside the given ones. */
export function brokeItself({ builtFrom, mends }: Observed): boolean {
  return builtFrom !== 'answer' || mends.some((mend) => OWN_MISTAKES.includes(mend));
}
