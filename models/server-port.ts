/** Ports of 127.0.0.1: finding a free one, saying who holds a taken one, and making sure that ours is ours. */
import { readdir, readFile, readlink } from 'node:fs/promises';
import { get } from 'node:http';
import { type AddressInfo, createServer } from 'node:net';
import { PortTakenError } from './server-errors.ts';

const HOST = '127.0.0.1';

/** A port that was free a moment ago; another program may take it before the server does. */
export function pickFreePort(): Promise<number> {
  return listenOnce(0);
}

/** Throws PortTakenError that says who listens, as far as it can be told. */
export async function assertPortFree(port: number): Promise<void> {
  try {
    await listenOnce(port);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE')
      throw new PortTakenError(port, `the system refuses it (${code}). Choose another.`);
    throw new PortTakenError(port, await describeListener(port));
  }
}

/** For a person: what listens on a taken port, and the way out. */
export async function describeListener(port: number): Promise<string> {
  const answer = await httpGet(port, '/props', { timeoutMs: 1000 }).catch(() => null);
  if (answer === null)
    return 'something that does not speak HTTP listens there. Choose another port, or leave the port out: a free one is then found.';
  if (isRouter(answer.body))
    return `a llama-server in router mode listens there. To bench its models set CODEBENCH_SERVER_URL=http://${HOST}:${port}; else choose another port, or leave the port out.`;
  return `another HTTP server listens there (it answers /props with ${answer.status}). Choose another port, or leave the port out: a free one is then found.`;
}

/** Whether a body of GET /props is a router's. */
export function isRouter(body: string): boolean {
  try {
    return (JSON.parse(body) as { role?: unknown } | null)?.role === 'router';
  } catch {
    return false;
  }
}

/**
 * Whether the process `pid` is the one that listens on `port`; null where it cannot be told (not Linux, or not ours to look into). Two servers
 * may have been handed the same free port: the loser would otherwise take the winner's answers for its own.
 */
export async function ownsPort(pid: number, port: number): Promise<boolean | null> {
  const table = await readFile('/proc/net/tcp', 'utf8').catch(() => null);
  if (table === null) return null;
  const fds = await readdir(`/proc/${pid}/fd`).catch((error: NodeJS.ErrnoException) => error.code);
  if (!Array.isArray(fds)) return fds === 'ENOENT' ? false : null;
  const inodes = listeningInodes(table, port);
  const links = await Promise.all(fds.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => '')));
  return links.some((link) => inodes.has(link));
}

function listeningInodes(table: string, port: number): Set<string> {
  const hexPort = port.toString(16).toUpperCase().padStart(4, '0');
  const rows = table.split('\n').map((line) => line.trim().split(/\s+/));
  // Columns: number, local address, remote address, state (0A = listening), ..., inode as the tenth.
  const listening = rows.filter((row) => row[1]?.endsWith(`:${hexPort}`) && row[3] === '0A');
  return new Set(listening.map((row) => `socket:[${row[9]}]`));
}

export interface HttpAnswer {
  status: number;
  body: string;
}

/** Bare and without a connection pool: it must say what this port does now, and obey no proxy setting. */
export function httpGet(
  port: number,
  path: string,
  { timeoutMs, apiKey = null }: { timeoutMs: number; apiKey?: string | null },
): Promise<HttpAnswer> {
  const headers = apiKey === null ? {} : { authorization: `Bearer ${apiKey}` };
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const request = get({ host: HOST, port, path, headers, agent: false, signal }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
      response.on('error', reject);
    });
    request.on('error', reject);
  });
}

function listenOnce(port: number): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ host: HOST, port, exclusive: true }, () => {
      const { port: bound } = server.address() as AddressInfo;
      server.close(() => resolve(bound));
    });
  });
}
