import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { listGroup, readStartTime } from './server-group.ts';
import { postGuard } from './server-guard.ts';
import { findLeftovers, stopLeftovers, writeServerState } from './server-orphans.ts';
import { buildRig, findGuards, type Owner, type Rig, until } from './server-rig.ts';

const LIMIT_MS = 60_000;
let rig: Rig;
beforeEach(async () => {
  rig = await buildRig();
});
afterEach(() => rig.remove());

const isGone = async ({ server }: Owner) => (await listGroup(server.pid)).length === 0;
const isTidy = async () => (await rig.listStateFiles()).length === 0;

describe('no process of the server is left', { timeout: LIMIT_MS }, () => {
  test('when its owner is killed with -9, though another child of the owner lives on', async () => {
    const owner = await rig.startOwner('waits', rig.options('router'));
    expect((await listGroup(owner.server.pid)).length).toBeGreaterThan(1);
    owner.process.kill('SIGKILL');
    await until(() => isGone(owner));
    await until(isTidy);
    expect(await listGroup(owner.server.bystander)).not.toEqual([]);
  });

  test('when its owner is killed with -9 and the server ignores SIGTERM', async () => {
    const owner = await rig.startOwner('waits', rig.options('stubborn'));
    owner.process.kill('SIGKILL');
    await until(() => isGone(owner));
    await until(isTidy);
  });

  test.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const)(
    'when %s goes to the foreground group',
    async (signal) => {
      const owner = await rig.startOwner('waits', rig.options('router'));
      process.kill(-owner.process.pid!, signal);
      await owner.ended;
      await until(() => isGone(owner));
      await until(isTidy);
    },
  );

  test('when its owner leaves by process.exit', async () => {
    const owner = await rig.startOwner('exits', rig.options('router'));
    await until(() => isGone(owner));
    await until(isTidy);
  });

  test('when its owner throws', async () => {
    const owner = await rig.startOwner('throws', rig.options('router'));
    await until(() => isGone(owner));
    await until(isTidy);
  });

  test('when router and owner are killed at once and the model ignores SIGTERM', async () => {
    const owner = await rig.startOwner('waits', rig.options('stubborn'));
    owner.process.kill('SIGKILL');
    process.kill(owner.server.pid, 'SIGKILL');
    await until(() => isGone(owner));
    await until(isTidy);
  });
});

describe.runIf(process.platform === 'linux')(
  'a server whose guard was killed too',
  { timeout: LIMIT_MS },
  () => {
    test('is found, ended and named by the next start', async () => {
      const owner = await killWithGuard();
      const found = {
        pid: owner.server.pid,
        port: owner.server.port,
        presetPath: join(rig.folder, 'preset.ini'),
      };
      expect(await findLeftovers(rig.stateDir)).toMatchObject([found]);
      const stopped = await stopLeftovers(rig.stateDir, 1500);
      expect(stopped).toMatchObject([found]);
      expect(Date.parse(stopped[0]!.startedAt)).not.toBeNaN();
      expect(await isGone(owner)).toBe(true);
      expect(await isTidy()).toBe(true);
      expect(await stopLeftovers(rig.stateDir)).toEqual([]);
    });

    test('is ended by the exit handler of an owner that leaves by itself', async () => {
      const owner = await rig.startOwner('waits', rig.options('router'));
      for (const guard of await findGuards(owner.server.pid)) process.kill(guard, 'SIGKILL');
      expect(await isGone(owner)).toBe(false);
      owner.process.kill('SIGUSR2');
      await owner.ended;
      await until(() => isGone(owner));
      expect(await findLeftovers(rig.stateDir)).toEqual([]);
      expect(await isTidy()).toBe(true);
    });

    async function killWithGuard(): Promise<Owner> {
      const owner = await rig.startOwner('waits', rig.options('stubborn'));
      const guards = await findGuards(owner.server.pid);
      expect(guards).toHaveLength(1);
      for (const guard of guards) process.kill(guard, 'SIGKILL');
      owner.process.kill('SIGKILL');
      await owner.ended;
      expect(await isGone(owner)).toBe(false);
      return owner;
    }
  },
);

describe('left alone is', { timeout: LIMIT_MS }, () => {
  let bystander: ChildProcess;
  beforeEach(() => {
    bystander = spawn('/bin/sh', ['-c', 'sleep 60'], { detached: true, stdio: 'ignore' });
  });
  afterEach(async () => {
    const ended = once(bystander, 'exit');
    process.kill(-bystander.pid!, 'SIGKILL');
    await ended;
  });

  test('a server whose owner lives', async () => {
    const owner = await rig.startOwner('waits', rig.options('router'));
    expect(await stopLeftovers(rig.stateDir)).toEqual([]);
    expect(await rig.listStateFiles()).toEqual([`${owner.server.pid}.json`]);
    expect((await fetch(`${owner.server.url}/props`)).status).toBe(200);
  });

  test('a process that got the number of a dead server, and the stale file is removed', async () => {
    await writeState({ startTime: 'another' });
    expect(await stopLeftovers(rig.stateDir)).toEqual([]);
    expect(await isTidy()).toBe(true);
    expect(await listGroup(bystander.pid!)).not.toEqual([]);
  });

  test('a server of another machine or container that shares the folder', async () => {
    await writeState({ bootId: 'another', host: 'another' });
    await writeState({ pidNamespace: 'another' });
    expect(await stopLeftovers(rig.stateDir)).toEqual([]);
    expect(await isTidy()).toBe(false);
    expect(await listGroup(bystander.pid!)).not.toEqual([]);
  });

  test('a file that is not of our making', async () => {
    const file = await writeState({});
    await writeFile(file, '{"pid": 1');
    expect(await stopLeftovers(rig.stateDir)).toEqual([]);
    expect(await readFile(file, 'utf8')).toBe('{"pid": 1');
  });

  test('by the guard, a process that got the number of a dead server', async () => {
    const file = await writeState({});
    const script = join(rig.folder, 'guarded.mjs');
    const guarded = { groupId: bystander.pid, startTime: 'another', stateFile: file, graceMs: 500 };
    await writeFile(
      script,
      `const { postGuard } = await import(${JSON.stringify(new URL('./server-guard.ts', import.meta.url).href)});
       await postGuard(${JSON.stringify(guarded)});`,
    );
    await once(spawn(process.execPath, [script], { stdio: 'ignore' }), 'exit');
    await until(isTidy);
    expect(await listGroup(bystander.pid!)).not.toEqual([]);
  });

  test('by a guard that was dismissed, everything', async () => {
    const startTime = (await readStartTime(bystander.pid!)) ?? '';
    const guard = await postGuard({
      groupId: bystander.pid!,
      startTime,
      stateFile: '/nowhere',
      graceMs: 500,
    });
    await guard.dismiss();
    expect(await readStartTime(guard.pid)).toBeNull();
    expect(await listGroup(bystander.pid!)).not.toEqual([]);
  });

  /** As a run that is dead now would have left it, for the bystander's pid. */
  async function writeState(changes: object): Promise<string> {
    const startTime = (await readStartTime(bystander.pid!)) ?? '';
    const facts = { pid: bystander.pid!, startTime, bin: 'b', presetPath: 'p', port: 1 };
    const file = await writeServerState(rig.stateDir, facts);
    const state = { ...JSON.parse(await readFile(file, 'utf8')), ownerStartTime: 'dead', ...changes };
    await writeFile(file, JSON.stringify(state));
    return file;
  }
});
