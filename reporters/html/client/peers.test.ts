import { expect, test } from 'vitest';
import { makeModel, makeTrial } from '../../fixtures.ts';
import { answeredBy, lostFirst, neighbour, passedBy, samplesOf } from './peers.ts';

test('those who passed a check stand by their points; other tasks, ERRs and the answer itself do not count', () => {
  const mine = makeTrial({ points: 10 });
  const all = [
    mine,
    makeTrial({ model: 'good', points: 20 }),
    makeTrial({ model: 'lost-too', points: 15 }),
    makeTrial({ model: 'other-task', task: 'js-sse', points: 20 }),
    makeTrial({ model: 'broken', err: { kind: 'crashed', why: '' } }),
    makeTrial({ sample: 2, points: 20 }),
  ];
  expect(passedBy(mine, 'works', all).map(({ model, sample }) => `${model} ${sample}`)).toEqual([
    'good 1',
    'qwen3-8b 2',
  ]);
  expect(answeredBy(mine, all)).toBe(3);
});

test('the costliest lost check comes first, and equal ones keep their order', () => {
  const check = (id: string, points: number, maxPoints: number) => ({
    id,
    points,
    maxPoints,
    title: '',
    passed: false,
    detail: '',
  });
  const checks = [check('full', 2, 2), check('small', 0, 1), check('big', 0, 5), check('small-too', 1, 2)];
  expect(lostFirst(checks).map(({ id }) => id)).toEqual(['big', 'small', 'small-too', 'full']);
});

test('neighbours keep the sample where they can, and an edge has none', () => {
  const all = [
    ...makeModel('a', [1, 2], { facts: { order: 0 } }),
    makeTrial({ model: 'b', sample: 1, facts: { order: 1 } }),
    makeTrial({ model: 'b', sample: 2, facts: { order: 1 } }),
  ];
  const [first, second, third, fourth] = all;
  expect(neighbour(first!, all, 'next-task')).toBe(second);
  expect(neighbour(second!, all, 'next-task')).toBeNull();
  expect(neighbour(first!, all, 'previous-model')).toBeNull();
  expect(neighbour(first!, all, 'next-model')).toBe(third);
  expect(neighbour(fourth!, all, 'previous-model')).toBe(first);
  expect(samplesOf(third!, all)).toEqual([third, fourth]);
});
