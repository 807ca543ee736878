/** Requests of one client that leave in a moment. */
import { now, oneConnection, send } from './client.mjs';

export const WINDOW_MS = 1_000;
const MOST_IN_BURST = 40;
const BURST_MS = 1_500;
/** All routes together, and paths without one. */
const PATHS = ['/notes', '/health', '/nowhere', '/notes/1'];

/** 429, or what some take for it. */
export function isRefused(record) {
  return record?.status === 429 || record?.status === 403 || record?.status >= 500;
}

/** Until the first refusal, and two more. */
export async function burst(server, client) {
  const agent = oneConnection();
  const records = [];
  const start = now();
  while (records.length < MOST_IN_BURST && (now() - start < BURST_MS || records.length < 12)) {
    const index = records.length;
    const path = PATHS[index % PATHS.length];
    records.push(await send(server, { client, path, agent }));
    if (isRefused(records.at(-3)) || records.at(-1).status === null) break;
  }
  agent.destroy();
  return records;
}

export async function series(server, client, count, path = '/health') {
  const agent = oneConnection();
  const records = [];
  for (let left = count; left > 0; left--) records.push(await send(server, { client, path, agent }));
  agent.destroy();
  return records;
}

/** Each with a connection of its own. */
export function together(server, client, count, { headersOf = () => ({}), paths = PATHS } = {}) {
  const sent = Array.from({ length: count }, (_, index) => {
    const path = paths[index % paths.length];
    return send(server, { client, path, headers: headersOf(index) });
  });
  return Promise.all(sent);
}
