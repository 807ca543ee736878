/** The computer that answers: what Node tells of it, and the names of its GPUs where a tool of the driver can be asked. */
import { readFile } from 'node:fs/promises';
import os from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { deviceNames } from '../models/server-words.ts';
import { findOnPath, runTool } from '../sandbox/run-tool.ts';
import type { Machine } from './trial.ts';

/** A driver that hangs must not keep an answer from being recorded. */
const ASK_MS = 3_000;

interface GpuTool {
  program: string;
  args: string[];
  /** Names with memory, or throws: then the tool counts as one that could not be asked. */
  read(said: string): string[];
}

/** In the order in which they are asked; the first that answers is believed. */
const GPU_TOOLS: GpuTool[] = [
  {
    program: 'nvidia-smi',
    args: ['--query-gpu=name,memory.total', '--format=csv,noheader'],
    read: (said) => lines(said),
  },
  {
    program: 'rocm-smi',
    args: ['--showproductname', '--showmeminfo', 'vram', '--json'],
    read: (said) =>
      Object.values(JSON.parse(said) as Record<string, Record<string, string>>).map(readRocmCard),
  },
  {
    program: 'system_profiler',
    args: ['SPDisplaysDataType', '-json'],
    read: (said) =>
      (JSON.parse(said) as { SPDisplaysDataType: Record<string, string>[] }).SPDisplaysDataType.map((card) =>
        [card.sppci_model ?? card._name, card.spdisplays_vram].filter(Boolean).join(', '),
      ),
  },
];

/**
 * `serverLog` is the log of the llama-server that we started, its word where no tool has told; null: there is none. Never
 * throws. `gpus` is null when nothing could be asked, and [] when a tool says that there is none.
 */
export async function describeMachine(gpus: string[] | null, serverLog: string | null): Promise<Machine> {
  const cpus = os.cpus();
  return {
    cpu: cpus[0]?.model.trim() || null,
    cores: cpus.length || null,
    memoryBytes: os.totalmem(),
    os: `${process.platform} ${os.release()} ${process.arch}`,
    gpus: gpus ?? (await askServer(serverLog)),
  };
}

/**
 * What the first tool on `searchPath` (default: PATH) says that answers; null: none did. It starts processes, so it must not
 * run beside a timed request.
 */
export async function askGpuTools(searchPath?: string): Promise<string[] | null> {
  for (const { program, args, read } of GPU_TOOLS) {
    const file = await findOnPath(program, searchPath);
    if (file === null) continue;
    try {
      const said = await Promise.race([runTool(file, args, ASK_MS), giveUp(ASK_MS + 500)]);
      return read(said).filter((name) => name !== '');
    } catch {
      // No driver, no permission, too slow, or words that we do not know: the next tool may tell.
    }
  }
  return null;
}

/** A tool that waits in a broken driver cannot even be killed. */
async function giveUp(ms: number): Promise<never> {
  await sleep(ms, undefined, { ref: false });
  throw new Error(`took longer than ${ms} ms`);
}

/** What a loaded model's server said of its devices; null when it named none, which does not mean that there is none. */
async function askServer(log: string | null): Promise<string[] | null> {
  if (log === null) return null;
  const names = deviceNames(await readFile(log, 'utf8').catch(() => ''));
  return names.length > 0 ? names : null;
}

/** The keys' capitals differ between its releases. */
function readRocmCard(card: Record<string, string>): string {
  const facts = new Map(Object.entries(card).map(([key, value]) => [key.toLowerCase(), value]));
  const name = facts.get('card series') ?? facts.get('card model') ?? facts.get('device name');
  const bytes = Number(facts.get('vram total memory (b)'));
  if (name === undefined) return '';
  return bytes > 0 ? `${name.trim()}, ${Math.round(bytes / 2 ** 20)} MiB` : name.trim();
}

function lines(text: string): string[] {
  return text.split('\n').map((line) => line.trim());
}

/** Whether a server at this URL runs on this computer, so that its hardware is ours. A tunnel cannot be told. */
export function isThisMachine(url: string): boolean {
  const host = new URL(url).hostname.replace(/^\[|\]$/g, '');
  if (host === 'localhost' || host === '::1' || host.startsWith('127.') || host === os.hostname())
    return true;
  return Object.values(os.networkInterfaces()).some((found) =>
    found?.some(({ address }) => address === host),
  );
}
