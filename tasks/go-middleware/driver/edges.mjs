/** Where a limiter counts in windows, the edge between two of them lets twice as many through: here it is looked for. */
import { isRefused, together, WINDOW_MS } from './bursts.mjs';
import { now, send, sleep, sleepUntil } from './client.mjs';

const EXHAUSTING = 24;
/** What a limit for each route does is another question. */
const ONE_PATH = { paths: ['/health'] };

/** A window that begins with the client's first request: most just before it ends, as many just after. */
export async function clientEdgeTries(server) {
  const tries = [];
  for (let round = 0; round < 3 && !tries.some(({ isKept }) => isKept); round++)
    tries.push(
      ...(await Promise.all(LEADS.map((lead, index) => clientEdge(server, nth(round, index), lead)))),
    );
  return tries;
}

async function clientEdge(server, client, lead) {
  const opener = await send(server, { client });
  const { records, isKept } = await aroundSecondAfter(server, opener, lead);
  return { records: [opener, ...records], isKept };
}

/** The same a minute after a client's first request: `leap` puts the server's clock forward by all but the last second. */
export async function minuteTries(server, leap) {
  const tries = [];
  const giveUpMs = now() + MINUTE_TRIES_MS;
  for (let round = 0; now() < giveUpMs && !tries.some(({ isKept }) => isKept); round++) {
    if (server.isSilent) break;
    const openers = await Promise.all(LEADS.map((_, index) => send(server, { client: nth(round, index) })));
    await leap();
    tries.push(
      ...(await Promise.all(openers.map((opener, index) => aroundSecondAfter(server, opener, LEADS[index])))),
    );
  }
  return tries;
}

/** Three rounds, or one of a server that is slow by itself. */
const MINUTE_TRIES_MS = 4_000;

/** How long before the edge, and how long after it. */
const LEADS = [
  [150, 60],
  [250, 120],
  [400, 90],
];

function nth(round, index) {
  return `127.0.7.${10 * round + index + 1}`;
}

function aroundSecondAfter(server, { client, sentMs, receivedMs }, [leadMs, lagMs]) {
  const edge = { least: sentMs + WINDOW_MS, most: (receivedMs ?? now()) + WINDOW_MS };
  return aroundEdge(server, client, { edge, leadMs, lagMs, counts: [9, 10] });
}

async function aroundEdge(server, client, { edge, leadMs, lagMs, counts }) {
  await sleepUntil(edge.least - leadMs);
  const before = await together(server, client, counts[0], ONE_PATH);
  await sleepUntil(edge.most + lagMs);
  const after = await together(server, client, counts[1], ONE_PATH);
  const isKept =
    before.every(({ receivedMs }) => receivedMs !== null && receivedMs < edge.least - 5) &&
    after.every(
      ({ sentMs, receivedMs }) => sentMs > edge.most + 5 && receivedMs < edge.most + 0.8 * WINDOW_MS,
    );
  return { records: [...before, ...after], isKept };
}

/** A window that is the same for all: when does an exhausted client come through again? Others then use that edge. */
export async function commonEdgeTries(server) {
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
  const records = await together(server, client, EXHAUSTING, ONE_PATH);
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
