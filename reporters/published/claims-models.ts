/** What the report says in words about single models below its first tier, each held against the cells. */
import type { PublishedClaim } from './claim.ts';
import { holders, inTask, perMinute, spread, topBy } from './look-up.ts';

export const MODEL_CLAIMS: PublishedClaim[] = [
  {
    about: 'devstral-small-2-24b-2512-q8kxl',
    quote: '(stdev 1.5)',
    printed: '1.5',
    ours: '1.5',
    compute: ({ one }) => spread(one('devstral-small-2-24b-2512-q8kxl')).toFixed(1),
  },
  {
    about: 'devstral-small-2-24b-2512-q8kxl',
    quote: 'Most consistent model (stdev 1.5).',
    printed: '0 models below 1.5',
    ours: '7 models below 1.5',
    because: 'claude-haiku-4-5 has the least, 0.8. With 1.5 this model is not among the first seven.',
    compute: ({ models, one }) => {
      const own = spread(one('devstral-small-2-24b-2512-q8kxl'));
      return `${models.filter((m) => spread(m) < own).length} models below 1.5`;
    },
  },
  {
    about: 'qwen3-coder-next-q40',
    quote: 'Fastest quality model (21s).',
    printed: '21s',
    ours: '17s (qwen35-35b-a3b-q6k-nonthink)',
    because:
      'In the same tier of the report, and there called "Fastest non-coder model at this quality tier (17s)".',
    compute: ({ models }) => {
      const fastest = topBy(
        models.filter((m) => !m.reference && m.total >= 86),
        (m) => -m.wallSeconds,
      );
      return `${fastest.wallSeconds}s (${fastest.model})`;
    },
  },
  {
    about: 'qwen3-coder-next-q6k',
    quote: '61 GB — 50% larger than q40 for identical quality.',
    printed: '50%',
    ours: '45%',
    because: '61.1 GB against 42.2 GB.',
    compute: ({ one }) =>
      `${((one('qwen3-coder-next-q6k').gib! / one('qwen3-coder-next-q40').gib! - 1) * 100).toFixed(0)}%`,
  },
  {
    about: 'devstral-2-123b-2512-q40',
    quote: 'worst speed/quality ratio',
    printed: 'devstral-2-123b-2512-q40',
    ours: 'qwen35-122b-a10b-q4km',
    because: '86 points at 354s are fewer a minute than 86 at 262s.',
    compute: ({ models }) => topBy(models, (m) => -perMinute(m)).model,
  },
  {
    about: 'qwen35-122b-a10b-q4km',
    quote: '354s avg, 71 GB',
    printed: '71 GB',
    ours: '72 GB',
    because: 'The table of sizes has 71.5, and the quantisation table 72 GB.',
    compute: ({ one }) => `${Math.round(one('qwen35-122b-a10b-q4km').gib!)} GB`,
  },
  {
    about: 'qwen35-35b-a3b-claude-distill-q6k',
    quote: 'TS refactoring is worst score (10)',
    printed: '1 model with 10',
    ours: '2 models with 10',
    because: 'qwen35-35b-a3b-q8-nonthink has 10, too. None has less.',
    compute: ({ models }) => `${holders(models, 'ts-refactor', 10)} models with 10`,
  },
  {
    about: 'qwen35-35b-a3b-q6k-nonthink',
    quote: 'Fastest non-coder model at this quality tier (17s).',
    printed: '17s',
    ours: '17s',
    compute: ({ models }) =>
      `${
        topBy(
          models.filter((m) => m.total >= 86 && m.total <= 90),
          (m) => -m.wallSeconds,
        ).wallSeconds
      }s`,
  },
  {
    about: 'qwen35-27b-q8-nonthink',
    quote: 'Best JS bug-fix among nonthink models (17).',
    printed: '1 model with 17',
    ours: '2 models with 17',
    because: 'gpt-oss-120b-q8kxl-nonthink has 17, too.',
    compute: ({ models }) =>
      `${holders(
        models.filter((m) => m.model.endsWith('-nonthink')),
        'js-bug-fix',
        17,
      )} models with 17`,
  },
  {
    about: 'qwen35-35b-a3b-q8-nonthink',
    quote: 'Same model as rank #1 but without thinking.',
    printed: 'rank 1',
    ours: 'rank 2',
    because: 'qwen35-35b-a3b-q8 shares rank 2. Rank 1 is the API reference.',
    compute: ({ one }) => `rank ${one('qwen35-35b-a3b-q8').rank}`,
  },
  {
    about: 'minimax-m25-reap-139b-q4km',
    quote: 'Best TS refactoring (16).',
    printed: '1 model with 16',
    ours: '3 models with 16',
    because: 'claude-haiku-4-5 and kimi-linear-48b-a3b-q6kl have 16, too.',
    compute: ({ models }) => `${holders(models, 'ts-refactor', 16)} models with 16`,
  },
  {
    about: 'qwen35-27b-claude-distill-q8-nonthink',
    quote: 'Python score is worst in the benchmark (6)',
    printed: '6',
    ours: '5',
    because: 'devstral-small-2-24b-2512-q40 has 5 (and glm-47-flash-q8kxl, in prose, 4).',
    compute: ({ models }) => String(Math.min(...inTask(models, 'python-top-k'))),
  },
  {
    about: 'qwen3-coder-30b-a3b-q4kxl',
    quote: 'Fastest model (14s).',
    printed: '14s',
    ours: '14s',
    compute: ({ models }) => `${topBy(models, (m) => -m.wallSeconds).wallSeconds}s`,
  },
  {
    about: 'qwen3-coder-30b-a3b-1m-q8kxl',
    quote: "The extra context didn't help on any task.",
    printed: 'better on 0 tasks',
    ours: 'better on 1 task (go-middleware)',
    because:
      'Against qwen3-coder-30b-a3b-q8kxl, of the same size and quantisation: Go 14 to 10, TS 12 to 13, 76 to 73.',
    compute: ({ one }) => {
      const base = one('qwen3-coder-30b-a3b-q8kxl').points;
      const better = [...one('qwen3-coder-30b-a3b-1m-q8kxl').points].filter(
        ([task, p]) => p > base.get(task)!,
      );
      return `better on ${better.length} task (${better.map(([task]) => task).join(', ')})`;
    },
  },
  {
    about: 'qwen3-coder-30b-a3b-1m-q8kxl',
    quote: 'qwen3-coder-30b-a3b-1m-q8kxl-q8kxl',
    printed: 'qwen3-coder-30b-a3b-1m-q8kxl-q8kxl',
    ours: 'qwen3-coder-30b-a3b-1m-q8kxl',
    because: 'One model, two names: the ranking has the shorter.',
    compute: ({ one }) => one('qwen3-coder-30b-a3b-1m-q8kxl').model,
  },
];
