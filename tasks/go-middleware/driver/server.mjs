/** One process of the answer's server: started on a free port, watched, ended. */
import { spawn } from 'node:child_process';
import { connect, createServer } from 'node:net';
import { now, sleep } from './client.mjs';

const START_MS = 15_000;
const END_MS = 8_000;
const MOST_OUTPUT = 300_000;

/** A race then seldom ends the process: what else an answer does is seen all the same, and the same each time. */
export const ONE_CORE = { GOMAXPROCS: '1' };

/** `:port` listens on IPv4 and, where there is one, on IPv6. */
export async function startServer(file, env = {}, channels = []) {
  const port = await freePort();
  const server = runProgram(file, { ADDR: `:${port}`, ...env }, channels);
  Object.assign(server, { port, isSilent: false });
  server.started = await waitForPort(server);
  return server;
}

export function runProgram(file, env, channels = []) {
  const child = spawn(file, [], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', ...channels],
  });
  const server = { child, output: '', ended: null };
  for (const stream of [child.stdout, child.stderr]) collectLines(stream, server);
  child.on('error', (error) => (server.ended ??= { exitCode: null, signal: error.code }));
  child.on('exit', (exitCode, signal) => (server.ended = { exitCode, signal, atMs: now() }));
  server.closed = new Promise((resolve) => child.on('close', resolve));
  return server;
}

/** Whole lines only, for the two streams are mixed. */
function collectLines(stream, server) {
  let rest = '';
  stream.on('data', (chunk) => {
    const lines = (rest + chunk.toString('utf8')).split('\n');
    rest = lines.pop();
    if (server.output.length < MOST_OUTPUT) server.output += lines.map((line) => `${line}\n`).join('');
  });
  stream.on('end', () => {
    if (rest !== '') server.output += `${rest}\n`;
  });
}

/** Asks it to end and waits; one that does not is killed, which `isKilled` says. */
export async function stopServer(server, signal) {
  server.child.kill(signal);
  return waitForEnd(server);
}

export async function waitForEnd(server) {
  const isClosed = await Promise.race([server.closed.then(() => true), sleep(END_MS).then(() => false)]);
  if (!isClosed) {
    server.child.kill('SIGKILL');
    await server.closed;
  }
  return { ...server.ended, isKilled: !isClosed };
}

async function waitForPort(server) {
  const until = now() + START_MS;
  while (now() < until && server.ended === null) {
    if (await canConnect(server.port)) return true;
    await sleep(10);
  }
  return false;
}

export function canConnect(port, host = '127.0.0.1') {
  return new Promise((resolve) => {
    const socket = connect({ port, host });
    socket.on('connect', () => socket.end(() => resolve(true)));
    socket.on('error', () => resolve(false));
  });
}

export async function freePort(host) {
  const { port, giveBack } = await takePort(host);
  await giveBack();
  return port;
}

export function takePort(host = '127.0.0.1') {
  return new Promise((resolve, reject) => {
    const holder = createServer().on('error', reject);
    const giveBack = () => new Promise((done) => holder.close(done));
    holder.listen(0, host, () => resolve({ port: holder.address().port, giveBack }));
  });
}
