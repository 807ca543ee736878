/** One server from its start to its end: its routes, a request that takes long, and a shutdown while one is in flight. */
import { hold, now, send, sendPatiently, sleep } from './client.mjs';
import { canConnect, freePort, ONE_CORE, startServer, stopServer, waitForEnd } from './server.mjs';

const JSON_HEADERS = { 'content-type': 'application/json' };
/** In this order: later ones see what earlier ones made. Few enough a client to stay below the limit. */
const ROUTES = [
  { client: '127.0.1.1', path: '/health' },
  { client: '127.0.1.1', path: '/notes' },
  { client: '127.0.1.1', path: '/notes/1?full=1' },
  {
    client: '127.0.1.2',
    path: '/notes',
    method: 'POST',
    body: '{"text":"buy \\"milk\\""}',
    headers: JSON_HEADERS,
  },
  { client: '127.0.1.2', path: '/notes', method: 'POST', body: '{"text":', headers: JSON_HEADERS },
  { client: '127.0.1.2', path: '/notes/2' },
  { client: '127.0.1.3', path: '/notes/99' },
  { client: '127.0.1.3', path: '/notes/one' },
  { client: '127.0.1.3', path: '/nowhere' },
  { client: '127.0.1.4', path: '/health', method: 'POST' },
  { client: '127.0.1.4', path: '/notes/2', method: 'DELETE' },
  { client: '127.0.1.4', path: '/health', method: 'HEAD' },
];
/** An answer that serves one request at a time has to be waited for; others answer at once. */
const OTHERS_MS = 4_500;
const REFUSAL_MS = 3_500;
/** Longer than it takes to notice a signal, shorter than any grace. */
const LINGER_MS = 300;

export async function watchLife(file) {
  const server = await startServer(file, ONE_CORE);
  if (!server.started)
    return { started: false, output: server.output, ended: await stopServer(server, 'SIGKILL') };
  const requests = [];
  const ask = async (options) => {
    const tries = await sendPatiently(server, options);
    requests.push(...tries);
    return tries.at(-1);
  };
  const routes = [];
  for (const route of ROUTES) routes.push(await ask(route));
  const countdowns = await countDown(ask);
  const overIpv6 = (await hasIpv6(server)) ? await ask({ client: '::1' }) : null;
  const slow = await holdUp(server, requests);
  const shutdown = await shutDown(server, requests);
  return { started: true, output: server.output, requests, routes, countdowns, overIpv6, slow, ...shutdown };
}

/** Again when all came in one piece: a busy machine may have made one of three. */
async function countDown(ask) {
  const tries = [];
  do tries.push(await ask({ client: `127.0.2.${tries.length + 1}`, path: '/countdown' }));
  while (tries.length < 4 && tries.at(-1).status === 200 && tries.at(-1).pieces === 1);
  return tries;
}

async function hasIpv6({ port }) {
  const isThere = await freePort('::1').then(
    () => true,
    () => false,
  );
  return isThere && (await canConnect(port, '::1'));
}

/** While one request is in its handler: are others served? Order is what counts, not time. */
async function holdUp(server, requests) {
  const held = await hold(server, '127.0.9.1');
  const startedMs = now();
  const others = Promise.all(
    ['127.0.9.2', '127.0.9.1'].map((client) => send(server, { client, path: '/notes/1' })),
  );
  const isServed = await Promise.race([others.then(() => true), sleep(OTHERS_MS).then(() => false)]);
  await sleep(startedMs + 60 - now());
  const letGoMs = now();
  const finished = await held.finish();
  const served = await others;
  requests.push(finished, ...served);
  return { isHeld: held.isHeld, letGoMs, finished, others: served, isServed };
}

async function shutDown(server, requests) {
  const held = await hold(server, '127.0.10.1');
  const signalledMs = now();
  server.child.kill('SIGTERM');
  let refusedMs = null;
  while (refusedMs === null && now() < signalledMs + REFUSAL_MS) {
    await sleep(15);
    if (!(await canConnect(server.port))) refusedMs = now() - signalledMs;
  }
  await sleep(LINGER_MS);
  const endedBefore = server.ended !== null;
  const inFlight = await held.finish();
  const finishedMs = now();
  const ended = await waitForEnd(server);
  requests.push(inFlight);
  return { isHeldAtEnd: held.isHeld, inFlight, refusedMs, endedBefore, finishedMs, ended };
}
