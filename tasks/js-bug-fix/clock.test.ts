/** In a process of its own: the clock replaces what Vitest itself needs. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const CLOCK = new URL('./clock.mjs', import.meta.url).href;

async function play(body: string): Promise<unknown> {
  const script = `
    import { clock, installClock } from '${CLOCK}';
    import timers, { setTimeout as start } from 'node:timers';
    import promises, { setTimeout as sleep, scheduler, setInterval as ticks } from 'node:timers/promises';
    import { promisify } from 'node:util';
    installClock();
    const seen = [];
    const say = (name) => () => seen.push(name + ' ' + clock.now());
    ${body}
    console.log(JSON.stringify(seen));
    process.exit(0);`;
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]);
  return JSON.parse(stdout);
}

it('every way to wait takes virtual time, and no other', async () => {
  const seen = await play(`
    setTimeout(say('global'), 10);
    timers.setTimeout(say('node:timers'), 20);
    start(say('imported'), 30);
    sleep(40).then(say('promised'));
    promises.setTimeout(50).then(say('promises'));
    scheduler.wait(60).then(say('scheduler'));
    promisify(setTimeout)(70).then(say('promisified'));
    AbortSignal.timeout(80).addEventListener('abort', say('signal'));
    await clock.advance(3_600_000);`);
  expect(seen).toEqual([
    ...['global 10', 'node:timers 20', 'imported 30', 'promised 40', 'promises 50'],
    ...['scheduler 60', 'promisified 70', 'signal 80'],
  ]);
});

it('every clock shows virtual time', async () => {
  const seen = await play(`
    const read = () => [Date.now(), +new Date(), performance.now(), Number(process.hrtime.bigint()) / 1e6];
    const before = read();
    const since = process.hrtime();
    await clock.advance(1_234);
    seen.push(...read().map((value, at) => value - before[at]), process.hrtime(since).join(' '));`);
  expect(seen).toEqual([1234, 1234, 1234, 1234, '1 234000000']);
});

it('timers that are cleared do not fire, and intervals go on', async () => {
  const seen = await play(`
    const timer = setTimeout(say('cleared'), 10);
    clearTimeout(timer);
    clearTimeout(Number(setTimeout(say('cleared by its number'), 10)));
    const interval = setInterval(say('interval'), 40);
    setTimeout(() => clearInterval(interval), 100);
    (async () => { for await (const tick of ticks(45, 'tick')) say(tick)(); })();
    await clock.advance(140);
    seen.push(clock.waiting());`);
  expect(seen).toEqual(['interval 40', 'tick 45', 'interval 80', 'tick 90', 'tick 135', 1]);
});
