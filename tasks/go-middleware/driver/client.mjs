/** Requests from a chosen address, with when they left and when their answer came. */
import http from 'node:http';

const GIVE_UP_MS = 5_000;
/** A server that has been silent for so long hangs; waiting long for each further request would cost all scenarios. */
const SILENT_MS = 250;
const MOST_BODY = 2_000;
const KEPT_HEADERS = ['content-type', 'location', 'allow'];

export const now = () => performance.now();

export const sleep = (ms) => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)));

export const sleepUntil = (at) => sleep(at - now());

/** One connection for several requests. */
export const oneConnection = () => new http.Agent({ keepAlive: true, maxSockets: 1 });

/** Never rejects: without an answer `status` is null. */
export function send(
  server,
  { client, method = 'GET', path = '/health', headers = {}, body, agent = false },
) {
  const { port } = server;
  const host = client.includes(':') ? '::1' : '127.0.0.1';
  const record = { client, method, path, sentMs: now(), receivedMs: null, endedMs: null, status: null };
  return new Promise((resolve) => {
    const request = http.request(
      {
        host,
        port,
        method,
        path,
        headers,
        agent,
        localAddress: client,
        family: client.includes(':') ? 6 : 4,
      },
      (response) => readResponse(response, record, finish),
    );
    const timer = setTimeout(
      () => {
        server.isSilent = true;
        request.destroy(new Error('no answer in time'));
      },
      server.isSilent ? SILENT_MS : GIVE_UP_MS,
    );
    request.on('error', (error) => finish({ error: error.code ?? error.message }));
    request.end(body);
    function finish(more) {
      clearTimeout(timer);
      resolve({ ...record, ...more });
    }
  });
}

export function readResponse(response, record, finish) {
  record.receivedMs = now();
  record.status = response.statusCode;
  const chunks = [];
  response.on('data', (chunk) => chunks.push(chunk));
  response.on('error', (error) => finish({ error: error.code ?? error.message }));
  response.on('end', () =>
    finish({
      endedMs: now(),
      pieces: chunks.length,
      body: Buffer.concat(chunks).toString('utf8').slice(0, MOST_BODY),
      headers: Object.fromEntries(KEPT_HEADERS.map((name) => [name, response.headers[name] ?? null])),
    }),
  );
}

/** For what is not about the limit: a refused request is sent again a little later. All tries are given back. */
export async function sendPatiently(server, options) {
  const tries = [];
  for (let left = 7; left > 0; left--) {
    tries.push(await send(server, options));
    if (tries.at(-1).status !== 429) break;
    await sleep(250);
  }
  return tries;
}

/** A POST whose handler waits for the rest of its body: `100 Continue` comes when the handler reads. */
export async function hold(server, client) {
  for (let left = 7; ; left--) {
    const held = await holdOnce(server, client);
    if (held.isHeld || left === 1) return held;
    const refused = await held.finish();
    if (refused.status !== 429) return held;
    await sleep(250);
  }
}

function holdOnce({ port }, client) {
  const record = {
    client,
    method: 'POST',
    path: '/notes',
    sentMs: now(),
    receivedMs: null,
    endedMs: null,
    status: null,
  };
  const text = JSON.stringify({ text: 'held back' });
  const headers = {
    'content-type': 'application/json',
    'content-length': text.length,
    expect: '100-continue',
  };
  return new Promise((resolve) => {
    const request = http.request({
      host: '127.0.0.1',
      port,
      method: 'POST',
      path: '/notes',
      headers,
      agent: false,
      localAddress: client,
    });
    const done = Promise.withResolvers();
    const timer = setTimeout(() => request.destroy(new Error('no answer in time')), 3 * GIVE_UP_MS);
    const end = (more) => {
      clearTimeout(timer);
      done.resolve({ ...record, ...more });
      answer(false);
    };
    let heldMs = null;
    const answer = (isHeld) => {
      if (isHeld) heldMs = now();
      resolve({ isHeld, finish });
    };
    const finish = () => {
      if (heldMs !== null) record.heldMs = now() - heldMs;
      if (!request.destroyed && !request.writableEnded) request.end(text);
      return done.promise;
    };
    request.on('continue', () => answer(true));
    request.on('response', (response) => readResponse(response, record, end));
    request.on('error', (error) => end({ error: error.code ?? error.message }));
    // The handler of an odd answer may never read: then the body goes out all the same.
    setTimeout(() => answer(false), 2_000).unref();
    request.flushHeaders();
  });
}
