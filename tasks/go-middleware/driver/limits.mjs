/** One server, many clients at the same time: what does its rate limiter let through, and when? */
import { burst, isRefused, series, together, WINDOW_MS } from './bursts.mjs';
import { now, send, sleep, sleepUntil } from './client.mjs';
import { clientEdgeTries, commonEdgeTries } from './edges.mjs';
import { ONE_CORE, startServer, stopServer } from './server.mjs';

const MORE_BURSTS = 8;
/** No multiple of the tick of a limiter. */
const BURSTS_EVERY_MS = 233;
const TOGETHER = 14;
/** So many that no limiter lets all of them pass, however slow the machine. */
const MANY = 40;
/** Sent when the client is refused anyway. */
const SNEAKED = '{"text":"sneaked in"}';

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
    together(server, '127.0.5.1', MANY),
    together(server, '127.0.5.2', MANY, { headersOf: forgedHeaders }),
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

/** All at once, many times: what counts are those in which the answers came within a moment. */
function moreBursts(server) {
  return Promise.all(
    Array.from({ length: MORE_BURSTS }, async (_, index) => {
      await sleep((1 + index) * BURSTS_EVERY_MS);
      return together(server, `127.0.3.${index + 2}`, TOGETHER);
    }),
  );
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
