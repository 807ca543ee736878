/** An interrupt of an idle server, a port that is taken, and a crowd for the race detector. */
import { hold, now, oneConnection, send, sleep, sleepUntil } from './client.mjs';
import { runProgram, startServer, stopServer, takePort, waitForEnd } from './server.mjs';

const IDLE_MS = 400;
const TAKEN_START_MS = 500;
const RACE_START_MS = 700;
/** What a limiter does once a second must come to pass. */
const RACE_MS = 2_200;
const ROUND_MS = 120;
const ADDRESSES = 8;
const CONNECTIONS = 24;
const PATHS = ['/notes', '/health', '/notes/1', '/nowhere'];
const NOTE = {
  method: 'POST',
  path: '/notes',
  headers: { 'Content-Type': 'application/json' },
  body: '{"text":"x"}',
};

export async function watchInterrupt(file) {
  const server = await startServer(file);
  if (server.started) await sleep(IDLE_MS);
  const ended = await stopServer(server, 'SIGINT');
  return { started: server.started, ended, output: server.output };
}

/** It cannot serve: does it end by itself? */
export async function watchTakenPort(file) {
  await sleep(TAKEN_START_MS);
  const { port, giveBack } = await takePort();
  const program = runProgram(file, { ADDR: `127.0.0.1:${port}` });
  const ended = await waitForEnd(program);
  await giveBack();
  return { ended, output: program.output };
}

/** Connections first, so that nothing but the answer's own locks puts the requests in an order. */
export async function watchRaces(file) {
  await sleep(RACE_START_MS);
  const server = await startServer(file, { GORACE: 'atexit_sleep_ms=50' });
  if (!server.started)
    return { started: false, ended: await stopServer(server, 'SIGKILL'), output: server.output };
  const agents = Array.from({ length: CONNECTIONS }, oneConnection);
  const statuses = {};
  const start = now();
  for (let round = 0; now() < start + RACE_MS; round++) {
    await sleepUntil(start + round * ROUND_MS);
    const sent = agents.map((agent, index) =>
      send(server, {
        client: `127.0.12.${1 + (index % ADDRESSES)}`,
        agent,
        ...requestOf(index + round),
      }),
    );
    for (const { status } of await Promise.all(sent)) statuses[status] = (statuses[status] ?? 0) + 1;
  }
  for (const agent of agents) agent.destroy();
  // It is never let go: the copy's short seconds show what happens when the time for it is up.
  const { isHeld } = await hold(server, '127.0.12.100');
  const isCutOff = isHeld && server.ended === null;
  const ended = await stopServer(server, 'SIGTERM');
  return { started: true, ended, statuses, isCutOff, output: server.output };
}

/** Readers and writers of everything that is shared. */
function requestOf(number) {
  return number % 5 === 4 ? NOTE : { path: PATHS[number % 5] };
}
