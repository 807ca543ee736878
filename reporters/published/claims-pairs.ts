/** What the report says of incomplete models, and of pairs of models, each held against the cells. */
import type { PublishedClaim } from './claim.ts';
import { type Published, type TaskName, TOLD } from './look-up.ts';

export const SUM_CLAIMS: PublishedClaim[] = [
  {
    about: 'nemotron-cascade-2-30b-a3b-q8',
    quote: '| nemotron-cascade-2-30b-a3b-q8 | 31.3 | 156s | 4/6 | 83+ |',
    printed: '83+ of 4 tasks',
    ours: 'at most 80 of 4 tasks',
    because: 'A task has 20 points. Carried over as printed, and marked in the table.',
    compute: ({ sums }) => {
      const { most, completed } = sums.get('nemotron-cascade-2-30b-a3b-q8')!;
      return `at most ${most} of ${completed} tasks`;
    },
  },
  {
    about: 'qwen35-35b-a3b-q6k-think',
    quote: '| qwen35-35b-a3b-q6k-think | 27.0 | 94s | 5/6 | 76 |',
    printed: '76',
    ours: '76+',
    because: 'It completed 5 of 6, like the others that are printed with a plus.',
    compute: ({ sums }) => `${sums.get('qwen35-35b-a3b-q6k-think')!.points}+`,
  },
  {
    about: 'nemotron-cascade-2-30b-a3b-q40',
    quote: 'Worked in round 1 (46/60) but failed all 3 round 2 tasks.',
    printed: '46',
    ours: '51',
    because: 'The incomplete table has 51+ for the same three tasks.',
    compute: ({ sums }) => String(sums.get('nemotron-cascade-2-30b-a3b-q40')!.points),
  },
  {
    about: 'qwen35-08b-q8',
    quote: 'Crashed on Go, produced broken code on everything else. Score 29 from 4 tasks.',
    printed: '1 task without a score',
    ours: '2 tasks without a score',
    because: 'The table has 4/6, and so has the same sentence.',
    compute: ({ sums }) => {
      const { tasks, completed } = sums.get('qwen35-08b-q8')!;
      return `${tasks - completed} tasks without a score`;
    },
  },
  {
    about: 'qwen35-08b-q8',
    quote: 'Score 29 from 4 tasks.',
    printed: '29 of 4',
    ours: '29 of 4',
    compute: ({ sums }) => `${sums.get('qwen35-08b-q8')!.points} of ${sums.get('qwen35-08b-q8')!.completed}`,
  },
  {
    about: 'glm-47-flash-q8kxl',
    quote: 'Only completed Rust (11) and Python (4).',
    printed: '15',
    ours: '19',
    because: 'The incomplete table has 19+ for two tasks; 11 and 4 are 15.',
    compute: ({ sums }) => String(sums.get('glm-47-flash-q8kxl')!.points),
  },
  {
    about: 'mistral-small-4-119b-iq4nl',
    quote: 'Only completed JS SSE (scoring 14).',
    printed: '14',
    ours: '15',
    because: 'The incomplete table has 15+ for one task.',
    compute: ({ sums }) => String(sums.get('mistral-small-4-119b-iq4nl')!.points),
  },
];

export const PAIR_CLAIMS: PublishedClaim[] = [
  {
    about: 'Thinking, qwen35-35b-a3b-q8',
    quote: 'Thinking was clearly worth the 4.7x wall time cost for this model.',
    printed: '4.7x',
    ours: '4.7x',
    compute: (p) => ratio(p, 'qwen35-35b-a3b-q8', 'qwen35-35b-a3b-q8-nonthink'),
  },
  {
    about: 'Thinking, qwen35-122b-a10b-iq4nl',
    quote: 'qwen35-122b nonthink outperformed thinking by 3 points AND was 3x faster',
    printed: '3.0x',
    ours: '3.0x',
    compute: (p) => ratio(p, 'qwen35-122b-a10b-iq4nl', 'qwen35-122b-a10b-iq4nl-nonthink'),
  },
  {
    about: 'Thinking, qwen35-27b-q8',
    quote: 'qwen35-27b nonthink outperformed thinking by 4+ points on completed tasks',
    printed: '-4+',
    ours: '+9',
    because:
      'It crashed on SSE. On the other five tasks nonthink has 74 points and thinking 83: 87 is a total of six.',
    compute: (p) => signed(comparable(p, 'qwen35-27b-q8', 'qwen35-27b-q8-nonthink', 'js-sse')),
  },
  {
    about: 'Thinking, qwen35-35b-a3b-q6k',
    quote: 'nonthink scores 86 vs 76 (ERR on Go), and runs 5.5x faster',
    printed: '-10+',
    ours: '+1',
    because: 'On the five tasks without Go nonthink has 75 points and thinking 76: 86 is a total of six.',
    compute: (p) =>
      signed(comparable(p, 'qwen35-35b-a3b-q6k-think', 'qwen35-35b-a3b-q6k-nonthink', 'go-middleware')),
  },
  {
    about: 'Thinking, qwen35-35b-a3b-q6k',
    quote: 'Slower nonthink sibling actually scores higher.',
    printed: 'nonthink is slower',
    ours: 'nonthink is 5.5x faster',
    because: '94s against 17s, as the report says elsewhere.',
    compute: ({ one }) =>
      `nonthink is ${(94 / one('qwen35-35b-a3b-q6k-nonthink').wallSeconds).toFixed(1)}x faster`,
  },
  {
    about: 'Thinking, the conclusion',
    quote: 'For all other models, nonthink was equal or better.',
    printed: 'thinking ahead in 0 other pairs',
    ours: 'thinking ahead in 2 other pairs',
    because: 'gpt-oss-120b by 1 (in the table, too), qwen35-27b-q8 by 9 on the five tasks that both have.',
    compute: (p) => {
      const deltas = [
        p.one('gpt-oss-120b-q8kxl').total - p.one('gpt-oss-120b-q8kxl-nonthink').total,
        p.one('qwen35-122b-a10b-iq4nl').total - p.one('qwen35-122b-a10b-iq4nl-nonthink').total,
        comparable(p, 'qwen35-27b-q8', 'qwen35-27b-q8-nonthink', 'js-sse'),
      ];
      return `thinking ahead in ${deltas.filter((d) => d > 0).length} other pairs`;
    },
  },
  {
    about: 'Thinking, the pairs',
    quote: '| Base Model | Think Score | Think Wall | NoThink Score | NoThink Wall | Delta |',
    printed: '5 pairs',
    ours: '6 pairs',
    because: 'mistral-small-4-119b-iq4nl (15+) and its nonthink variant (76) are a pair as well.',
    compute: ({ models, sums }) => {
      const names = [...models.map((m) => m.model), ...sums.keys()];
      const bases = names.filter((n) => n.endsWith('-nonthink')).map((n) => n.replace(/-nonthink$/, ''));
      return `${bases.filter((base) => names.includes(base) || names.includes(`${base}-think`)).length} pairs`;
    },
  },
  {
    about: 'Distillation, qwen35-35b-a3b',
    quote:
      'The 35b distill lost 14 points — mostly from weaker TS refactoring and missing some JS/Rust bugs.',
    printed: '10 of 14 in TS, JS and Rust',
    ours: '10 of 14 in TS, JS and Rust',
    compute: (p) => {
      const lost = (task: TaskName) =>
        p.one('qwen35-35b-a3b-q8').points.get(task)! -
        p.one('qwen35-35b-a3b-claude-distill-q6k').points.get(task)!;
      const all = p.one('qwen35-35b-a3b-q8').total - p.one('qwen35-35b-a3b-claude-distill-q6k').total;
      return `${lost('ts-refactor') + lost('js-bug-fix') + lost('rust-cli')} of ${all} in TS, JS and Rust`;
    },
  },
  {
    about: 'Quantisation, the pairs',
    quote: '| Model Family | Quant A | Score | Quant B | Score | Better |',
    printed: '4 families',
    ours: '5 families',
    because: 'qwen3-coder-next Q4_0 (42.2 GB) and Q6_K (61.1 GB) have 89 points each, and no row.',
    compute: ({ one }) =>
      one('qwen3-coder-next-q40').total === one('qwen3-coder-next-q6k').total ? '5 families' : 'no tie',
  },
];

function ratio({ one }: Published, slow: string, fast: string): string {
  return `${(one(slow).wallSeconds / one(fast).wallSeconds).toFixed(1)}x`;
}

/** Sum of the incomplete model less the other's points without the task on which the first crashed. */
function comparable({ one, sums }: Published, partial: string, whole: string, crashed: TaskName): number {
  const other = one(whole);
  return sums.get(partial)!.points - (other.total - other.points.get(crashed)!);
}

function signed(delta: number): string {
  return delta > 0 ? `+${delta}` : String(delta);
}

/** How many models of which only a sum is listed have an answer to a task, by the report's own words. */
export function toldAnswers(task: TaskName): number {
  const alsoTold: Partial<Record<TaskName, number>> = {
    // qwen35-27b-q8 crashed on SSE alone, q6k-think on Go alone; nemotron q40 completed all of round 1.
    'js-bug-fix': 3,
    // qwen35-27b-q8 crashed on SSE alone; the coding distill has "Good Go middleware".
    'go-middleware': 2,
  };
  return Object.values(TOLD).filter((told) => told[task] !== undefined).length + (alsoTold[task] ?? 0);
}
