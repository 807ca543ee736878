import { expect, test } from 'vitest';
import { makeField, makeTrial } from '../fixtures.ts';
import { packTrials, unpackTrials } from './packed-trials.ts';

test('packed trials come back as they were', () => {
  const trials = [
    ...makeField(7, 2),
    makeTrial({ notRun: 'no go', response: null }),
    makeTrial({ model: '__proto__', points: 0 }),
  ];
  const stored = JSON.parse(JSON.stringify(packTrials(trials)));
  expect(unpackTrials(stored)).toEqual(JSON.parse(JSON.stringify(trials)));
});

test('what models, tasks and checks share stands once', () => {
  const trials = makeField(35);
  const packed = packTrials(trials);
  const shared = JSON.stringify(packed.shared);
  expect(shared.split('"title":"does what was asked"')).toHaveLength(2);
  expect(shared.split('"sizeBytes"')).toHaveLength(35 + 1);
  expect(JSON.stringify(packed.trials)).not.toContain('sizeBytes');
});
