/** What the report says in words about the models of its first tier, each held against the cells. */
import type { PublishedClaim } from './claim.ts';
import { holders, perGib, perMinute, spread, type TaskName, TOLD, topBy } from './look-up.ts';

export const TIER_ONE_CLAIMS: PublishedClaim[] = [
  {
    about: 'claude-haiku-4-5',
    quote: 'Highest score in the benchmark.',
    printed: 'claude-haiku-4-5',
    ours: 'claude-haiku-4-5',
    compute: ({ models }) => topBy(models, (m) => m.total).model,
  },
  {
    about: 'gpt-oss-120b-q8kxl',
    quote: 'Highest Python score (18/20, bucket sort O(n))',
    printed: '1 model with 18',
    ours: '3 models with 18',
    because:
      'claude-haiku-4-5 and the nonthink variant have 18 as well (and, in prose, qwen35-35b-a3b-q6k-think).',
    compute: ({ models }) => `${holders(models, 'python-top-k', 18)} models with 18`,
  },
  {
    about: 'qwen35-35b-a3b-q8',
    quote: 'The only model to score 18 on the JS bug fix',
    printed: '1 model with 18',
    ours: '2 models with 18',
    because:
      'The only ranked one. The report gives gpt-oss-20b-coding-distill-mxfp4 "Perfect JS bug-fix (18)".',
    compute: ({ models }) =>
      `${holders(models, 'js-bug-fix', 18) + toldHolders('js-bug-fix', 18)} models with 18`,
  },
  {
    about: 'qwen35-35b-a3b-q8',
    quote: "it's half the size of gpt-oss-120b but 4x slower (112s avg)",
    printed: '4.0',
    ours: '4.0',
    compute: ({ one }) =>
      (one('qwen35-35b-a3b-q8').wallSeconds / one('gpt-oss-120b-q8kxl').wallSeconds).toFixed(1),
  },
  {
    about: 'gpt-oss-20b-q8kxl',
    quote: 'The best local model in the benchmark by any efficiency metric.',
    printed: '270 score/min',
    ours: '326 score/min (qwen3-coder-30b-a3b-q4kxl)',
    because: 'qwen35-35b-a3b-q6k-nonthink has 304 as well; the efficiency table lists neither.',
    compute: ({ models }) => {
      const best = topBy(
        models.filter((m) => !m.reference),
        perMinute,
      );
      return `${perMinute(best).toFixed(0)} score/min (${best.model})`;
    },
  },
  {
    about: 'gpt-oss-20b-q8kxl',
    quote: 'The best local model in the benchmark by any efficiency metric.',
    printed: '8.0 score/GB',
    ours: '9.1 score/GB (qwen35-9b-q8)',
    because: '81 points of 8.9 GB; the efficiency table does not list it.',
    compute: ({ models }) => {
      const best = topBy(models, perGib);
      return `${perGib(best).toFixed(1)} score/GB (${best.model})`;
    },
  },
  {
    about: 'gpt-oss-20b-q8kxl',
    quote: 'Scored 17+ on every task except TS refactoring (14).',
    printed: 'below 17: ts-refactor',
    ours: 'below 17: ts-refactor, go-middleware',
    because: 'Its Go cell is 16.',
    compute: ({ one }) =>
      `below 17: ${[...one('gpt-oss-20b-q8kxl').points].flatMap(([task, p]) => (p < 17 ? [task] : [])).join(', ')}`,
  },
  {
    about: 'gpt-oss-20b-q8kxl',
    quote: 'Fastest top-tier model (22s).',
    printed: '22s',
    ours: '15s (claude-haiku-4-5)',
    because: 'The fastest local one of tier 1; the API reference stands in that tier, too.',
    compute: ({ models }) => {
      const fastest = topBy(
        models.filter((m) => m.total >= 93),
        (m) => -m.wallSeconds,
      );
      return `${fastest.wallSeconds}s (${fastest.model})`;
    },
  },
  {
    about: 'qwen35-122b-a10b-iq4nl-nonthink',
    quote: 'Consistent across languages (stdev 1.8).',
    printed: '1.8',
    ours: '1.8',
    compute: ({ one }) => spread(one('qwen35-122b-a10b-iq4nl-nonthink')).toFixed(1),
  },
  {
    about: 'qwen35-122b-a10b-iq4nl-nonthink',
    quote: '57 GB and 68s for scores that 27 GB models match.',
    printed: '93',
    ours: '90 (devstral-small-2-24b-2512-q8kxl)',
    because: 'The best of the models that round to 27 GB. gpt-oss-20b-q8kxl, of 12.3 GB, has 99.',
    compute: ({ models }) => {
      const best = topBy(
        models.filter((m) => m.gib !== null && m.gib.toFixed(0) === '27'),
        (m) => m.total,
      );
      return `${best.total} (${best.model})`;
    },
  },
  {
    about: 'qwen35-122b-a10b-iq4nl-nonthink',
    quote: "SSE is 3.5x longer than gpt-oss-120b's.",
    printed: '3.5x',
    ours: '3.6x',
    because: 'By the lines that the report gives: 388 against 107.',
    compute: () => `${(388 / 107).toFixed(1)}x`,
  },
];

/** gpt-oss-20b-coding-distill-mxfp4 has its 18 in prose only. */
function toldHolders(task: TaskName, points: number): number {
  return Object.values(TOLD).filter((told) => told[task] === points).length;
}
