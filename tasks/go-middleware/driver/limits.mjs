/** One server, many clients at the same time: what does its rate limiter let through, and when? */
import { now, oneConnection, send, sleep, sleepUntil } from './client.mjs';
import { ONE_CORE, startServer, stopServer } from './server.mjs';

const WINDOW_MS = 1_000;
const MOST_IN_BURST = 40;
const BURST_MS = 1_500;
/** All routes together, and paths without one. */
const PATHS = ['/notes', '/health', '/nowhere', '/notes/1'];
const MORE_BURSTS = 8;
/** No multiple of the tick of a limiter. */
const BURSTS_EVERY_MS = 233;
const TOGETHER = 14;
/** Sent when the client is refused anyway. */
const SNEAKED = '{"text":"sneaked in"}';

/** 429, or what some take for it. */
function isRefused(record) {
  return record?.status === 429 || record?.status === 403 || record?.status >= 500;
}

export async function watchLimits(file) {
  const server = await startServer(file, ONE_CORE);
  if (!server.started)
    return { started: false, output: server.output, ended: await stopServer(server, 'SIGKILL') };
  // Alone, so that also a limit that is shared by all clients shows what it is.
  const first = await burst(server, '127.0.3.1');
  const sneaked = await send(server, {
    client: first[0].client,
    method: 'POST',
    path: '/notes',
    body: SNEAKED,
  });
  const neighbour = await series(server, '127.0.4.1', 3, '/notes');
  const [recovered, bursts, apart, forged, steady, fast, clientEdges, common] = await Promise.all([
    recover(server, first),
    moreBursts(server),
    burst(server, '127.0.5.1', { isApart: true }),
    burst(server, '127.0.5.2', { forges: true }),
    beat(server, '127.0.6.1', { everyMs: 100, count: 31 }),
    beat(server, '127.0.6.2', { everyMs: 50, count: 61 }),
    clientEdgeTries(server),
    commonEdgeTries(server),
  ]);
  const ended = await stopServer(server, 'SIGTERM');
  return {
    ...{
      started: true,
      output: server.output,
      ended,
      bursts: [first, ...bursts],
      recovered,
      sneaked,
      neighbour,
    },
    ...{ apart, forged, steady, fast, clientEdges, commonEdges: common.tries, phase: common.phase },
  };
}

/** Until the first refusal, and two more. */
async function burst(server, client, { isApart = false, forges = false } = {}) {
  const agent = oneConnection();
  const records = [];
  const start = now();
  while (records.length < MOST_IN_BURST && (now() - start < BURST_MS || records.length < 12)) {
    const index = records.length;
    const headers = forges ? forgedHeaders(index) : {};
    const path = PATHS[index % PATHS.length];
    records.push(await send(server, { client, path, headers, agent: isApart ? false : agent }));
    if (isRefused(records.at(-3)) || records.at(-1).status === null) break;
  }
  agent.destroy();
  return records;
}

function forgedHeaders(index) {
  const address = `10.9.8.${index}`;
  return {
    'x-forwarded-for': address,
    'x-real-ip': address,
    'true-client-ip': address,
    forwarded: `for=${address}`,
  };
}

async function series(server, client, count, path = '/health') {
  const agent = oneConnection();
  const records = [];
  for (let left = count; left > 0; left--) records.push(await send(server, { client, path, agent }));
  agent.destroy();
  return records;
}

/** All at once, many times: what counts are those in which the answers came within a moment. */
function moreBursts(server) {
  return Promise.all(
    Array.from({ length: MORE_BURSTS }, async (_, index) => {
      await sleep((1 + index) * BURSTS_EVERY_MS);
      return together(server, `127.0.3.${index + 2}`, TOGETHER);
    }),
  );
}

/** After a burst: some in between, and the whole number again once the client has been silent for a second. */
async function recover(server, first) {
  const { client } = first[0];
  await sleepUntil(first.at(-1).sentMs + WINDOW_MS / 2);
  const between = await series(server, client, 3);
  const served = [...first, ...between].filter((record) => record.status !== null && !isRefused(record));
  await sleepUntil(Math.max(0, ...served.map(({ receivedMs }) => receivedMs)) + WINDOW_MS + 100);
  const after = await series(server, client, 12);
  return { between, after };
}

/** At its times, whether or not the answers before have come. */
async function beat(server, client, { everyMs, count }) {
  const start = now();
  const sent = [];
  for (let index = 0; index < count; index++) {
    await sleepUntil(start + index * everyMs);
    sent.push(send(server, { client }));
  }
  return Promise.all(sent);
}

function together(server, client, count) {
  return Promise.all(Array.from({ length: count }, () => send(server, { client })));
}

/** A window that begins with the client's first request: most just before it ends, as many just after. */
async function clientEdgeTries(server) {
  const tries = [];
  const leads = [
    [150, 60],
    [250, 120],
    [400, 90],
  ];
  for (let round = 0; round < 3 && !tries.some(({ isKept }) => isKept); round++)
    tries.push(
      ...(await Promise.all(
        leads.map((lead, index) => clientEdge(server, `127.0.7.${10 * round + index + 1}`, lead)),
      )),
    );
  return tries;
}

async function clientEdge(server, client, [leadMs, lagMs]) {
  const opener = await send(server, { client });
  const begin = { least: opener.sentMs, most: opener.receivedMs ?? now() };
  const edge = { least: begin.least + WINDOW_MS, most: begin.most + WINDOW_MS };
  return aroundEdge(server, client, { edge, leadMs, lagMs, counts: [9, 10], before: [opener] });
}

async function aroundEdge(server, client, { edge, leadMs, lagMs, counts, before: earlier = [] }) {
  await sleepUntil(edge.least - leadMs);
  const before = await together(server, client, counts[0]);
  await sleepUntil(edge.most + lagMs);
  const after = await together(server, client, counts[1]);
  const isKept =
    before.every(({ receivedMs }) => receivedMs !== null && receivedMs < edge.least - 5) &&
    after.every(
      ({ sentMs, receivedMs }) => sentMs > edge.most + 5 && receivedMs < edge.most + 0.8 * WINDOW_MS,
    );
  return { records: [...earlier, ...before, ...after], isKept };
}

/** A window that is the same for all: when does an exhausted client come through again? Others then use that edge. */
async function commonEdgeTries(server) {
  const phase = await findPhase(server, '127.0.8.100');
  const tries = [];
  if (phase.edge === null) return { phase: phase.records, tries };
  const leads = [
    [120, 60],
    [200, 100],
    [300, 140],
  ];
  for (let round = 0; round < 3 && !tries.some(({ isKept }) => isKept); round++) {
    const rounds = Math.ceil((now() + 350 - phase.edge.least) / WINDOW_MS);
    const edge = { least: phase.edge.least + rounds * WINDOW_MS, most: phase.edge.most + rounds * WINDOW_MS };
    const clients = leads.map(([leadMs, lagMs], index) =>
      aroundEdge(server, `127.0.8.${10 * round + index + 1}`, { edge, leadMs, lagMs, counts: [10, 10] }),
    );
    tries.push(...(await Promise.all(clients)));
  }
  return { phase: phase.records, tries };
}

async function findPhase(server, client) {
  const records = await burst(server, client);
  let lastRefused = records.findLast(isRefused);
  if (lastRefused === undefined) return { records, edge: null };
  const until = now() + 1.3 * WINDOW_MS;
  while (now() < until) {
    const record = await send(server, { client });
    records.push(record);
    if (record.status === null) break;
    if (!isRefused(record)) return { records, edge: { least: lastRefused.sentMs, most: record.receivedMs } };
    lastRefused = record;
    await sleep(12);
  }
  return { records, edge: null };
}
