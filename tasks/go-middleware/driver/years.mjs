/**
 * Clients that come once, and then years in which they do not: do live objects of the server go with them? And a minute
 * after some of them came first: are they forgotten in the midst of their requests?
 */
import { now, send, sleep } from './client.mjs';
import { minuteTries } from './edges.mjs';
import { ONE_CORE, startServer, stopServer } from './server.mjs';

const START_MS = 900;
const CLIENTS = 320;
const AT_ONCE = 16;
/** Who sweeps at every so-and-so-many requests has his turn, too. */
const JUMPS = 24;
const REQUESTS = 8;
const REPLY_MS = 5_000;
/** So long for a crowd that others serve in half a second: of a server that is slow by itself nothing is told. */
const CROWD_MS = 10_000;
const LATER_CLIENT = '127.0.20.1';

/** null: it cannot be told. */
export async function watchYears(file) {
  await sleep(START_MS);
  const server = await startServer(file, ONE_CORE, ['pipe']);
  const watched = server.started ? await watch(server) : null;
  await stopServer(server, 'SIGKILL');
  return watched;
}

async function watch(server) {
  const tell = talkTo(server.child.stdio[3]);
  const minute = await minuteTries(server, () => tell('minute'));
  await askOften(server);
  const before = await tell('count');
  const giveUpMs = now() + CROWD_MS;
  for (let first = 0; first < CLIENTS; first += AT_ONCE) {
    if (server.isSilent || now() > giveUpMs) return null;
    await Promise.all(
      Array.from({ length: AT_ONCE }, (_, index) => send(server, { client: nth(first + index) })),
    );
  }
  const crowded = await tell('count');
  const later = [];
  while (later.length < JUMPS && (later.at(-1) ?? crowded) - before > (crowded - before) / 2) {
    await tell('jump');
    await askOften(server);
    later.push(await tell('count'));
    if (later.at(-1) === null) return null;
  }
  return { clients: CLIENTS, before, crowded, later, minute };
}

async function askOften(server) {
  for (let left = REQUESTS; left > 0; left--) await send(server, { client: LATER_CLIENT });
}

function nth(index) {
  return `127.0.${30 + Math.floor(index / 200)}.${1 + (index % 200)}`;
}

/** An order is one letter; the reply is how many objects live. null: there is none. */
function talkTo(channel) {
  let reply = () => {};
  channel.on('data', (chunk) => reply(Number(chunk)));
  channel.on('error', () => reply(null));
  channel.on('close', () => reply(null));
  return (order) => {
    const replied = new Promise((resolve) => (reply = resolve));
    channel.write(order[0]);
    return Promise.race([replied, sleep(REPLY_MS).then(() => null)]);
  };
}
