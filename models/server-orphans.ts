/**
 * The last net: a file per running server, so that a start after a crash that took even the guard finds what was
 * left behind, ends it and can name it. A server whose owner lives belongs to another run and is left alone.
 */
import { mkdir, readdir, readFile, readlink, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { endGroup, readStartTime } from './server-group.ts';

const ServerState = z.object({
  pid: z.number().int().positive(),
  startTime: z.string(),
  ownerPid: z.number().int().positive(),
  ownerStartTime: z.string(),
  /** Where these pids mean something: the folder may be shared between machines or containers. */
  host: z.string(),
  bootId: z.string(),
  pidNamespace: z.string(),
  bin: z.string(),
  presetPath: z.string(),
  port: z.number(),
  /** ISO time. */
  startedAt: z.string(),
});
export type ServerState = z.infer<typeof ServerState>;

/** A server that runs although the run that started it is gone. */
export interface Leftover {
  pid: number;
  port: number;
  presetPath: string;
  startedAt: string;
}

/** What the caller knows of a server; who owns it and where is added here. */
export type ServerFacts = Pick<ServerState, 'pid' | 'startTime' | 'bin' | 'presetPath' | 'port'>;

/** Writes the file, complete or not at all, and returns its path. */
export async function writeServerState(stateDir: string, facts: ServerFacts): Promise<string> {
  const ownerStartTime = (await readStartTime(process.pid)) ?? '';
  const owner = { ownerPid: process.pid, ownerStartTime, ...(await readPlace()) };
  const state: ServerState = { ...facts, ...owner, startedAt: new Date().toISOString() };
  const file = join(serversFolder(stateDir), `${facts.pid}.json`);
  await mkdir(serversFolder(stateDir), { recursive: true });
  await writeFile(`${file}.tmp`, `${JSON.stringify(state, null, 2)}\n`);
  await rename(`${file}.tmp`, file);
  return file;
}

/** Servers whose owner is dead and which still run. Removes the files of those that do not. */
export async function findLeftovers(stateDir: string): Promise<Leftover[]> {
  const place = await readPlace();
  const leftovers: Leftover[] = [];
  for (const { file, state } of await readStates(stateDir)) {
    const verdict = await judge(state, place);
    if (verdict === 'stale') await rm(file, { force: true });
    if (verdict === 'leftover') leftovers.push(nameLeftover(state));
  }
  return leftovers;
}

/** Ends the leftovers and returns them, so that the caller can name them. */
export async function stopLeftovers(stateDir: string, graceMs = 12_000): Promise<Leftover[]> {
  const leftovers = await findLeftovers(stateDir);
  await Promise.all(
    leftovers.map(async ({ pid }) => {
      await endGroup(pid, graceMs);
      await rm(join(serversFolder(stateDir), `${pid}.json`), { force: true });
    }),
  );
  return leftovers;
}

type Verdict = 'running' | 'leftover' | 'stale' | 'not-ours';

async function judge(state: ServerState, place: Place): Promise<Verdict> {
  if (state.bootId !== place.bootId) return state.host === place.host ? 'stale' : 'not-ours';
  if (state.pidNamespace !== place.pidNamespace) return 'not-ours';
  if ((await readStartTime(state.pid)) !== state.startTime) return 'stale';
  return (await readStartTime(state.ownerPid)) === state.ownerStartTime ? 'running' : 'leftover';
}

/** A file that cannot be read as ours (another version's, a foreign one) is left alone. */
async function readStates(stateDir: string): Promise<{ file: string; state: ServerState }[]> {
  const names = await readdir(serversFolder(stateDir)).catch(() => []);
  const states: { file: string; state: ServerState }[] = [];
  for (const name of names.filter((entry) => /^\d+\.json$/.test(entry))) {
    const file = join(serversFolder(stateDir), name);
    const text = await readFile(file, 'utf8').catch(() => '');
    const parsed = ServerState.safeParse(parseJson(text));
    if (parsed.success) states.push({ file, state: parsed.data });
  }
  return states;
}

type Place = Pick<ServerState, 'host' | 'bootId' | 'pidNamespace'>;

/** Outside Linux the host's name must do for all three. */
async function readPlace(): Promise<Place> {
  const host = hostname();
  const bootId = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => host);
  const pidNamespace = await readlink('/proc/self/ns/pid').catch(() => host);
  return { host, bootId: bootId.trim(), pidNamespace };
}

function nameLeftover({ pid, port, presetPath, startedAt }: ServerState): Leftover {
  return { pid, port, presetPath, startedAt };
}

function serversFolder(stateDir: string): string {
  return join(stateDir, 'servers');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
