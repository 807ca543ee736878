import { createServer, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, createServer as createTcpServer, type Server as TcpServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { HttpClient } from './http-client.ts';
import { ReplyReader, type Wish } from './read-reply.ts';

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

/** A server that answers each request so, and a client of it. */
async function serve(answer: (response: ServerResponse, count: number) => void) {
  const seen = { requests: 0, connections: 0, closed: 0 };
  const server = createServer((request, response) => {
    request.resume();
    answer(response, ++seen.requests);
  });
  server.on('connection', (socket) => {
    seen.connections += 1;
    socket.on('error', () => {});
    socket.on('close', () => (seen.closed += 1));
  });
  return { seen, http: await clientOf(server) };
}

async function clientOf(server: Server | TcpServer): Promise<HttpClient> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const http = new HttpClient(`http://127.0.0.1:${port}`, null);
  closers.push(async () => {
    await http.close();
    await new Promise((resolve) => server.close(resolve));
  });
  return http;
}

/** `pieces` are those that were handed over; after each the wish is the same. */
function send(http: HttpClient, wish: Wish = 'more', pieces: string[] = []) {
  const reader = new ReplyReader((bytes) => {
    pieces.push(Buffer.from(bytes).toString());
    return wish;
  });
  http.send('/x', { method: 'POST', body: {} }, reader);
  return reader;
}

const EVENTS = { 'content-type': 'text/event-stream' };

test('an event stream is handed over piece by piece, and is whole when the server ends it', async () => {
  const { http } = await serve(async (response) => {
    response.writeHead(200, EVENTS);
    response.write('one');
    await sleep(20);
    response.end('two');
  });
  const pieces: string[] = [];
  const reader = send(http, 'more', pieces);
  expect(await reader.reply).toEqual({ status: 200, text: null, isWhole: true });
  expect(pieces).toEqual(['one', 'two']);
});

test('after enough the rest is thrown away, and the connection serves the next request', async () => {
  const { http, seen } = await serve(async (response) => {
    response.writeHead(200, EVENTS);
    response.write('done');
    await sleep(20);
    response.end('x'.repeat(1000));
  });
  const pieces: string[] = [];
  for (let n = 0; n < 2; n++) {
    const { reply } = send(http, 'enough', pieces);
    expect(await reply).toEqual({ status: 200, text: null, isWhole: false });
    await sleep(60);
  }
  expect(pieces).toEqual(['done', 'done']);
  expect(seen).toMatchObject({ requests: 2, connections: 1 });
});

test('a server that goes on for ever after the end is cut off', async () => {
  const { http, seen } = await serve(async (response) => {
    response.writeHead(200, EVENTS);
    response.write('done');
    while (!response.destroyed) {
      response.write('x'.repeat(10_000));
      await sleep(1);
    }
  });
  await send(http, 'enough').reply;
  await expect.poll(() => seen.closed).toBe(1);
});

test('who wants it closed has it closed, also by the last piece of the reply', async () => {
  const { http, seen } = await serve((response) => {
    response.writeHead(200, { ...EVENTS, connection: 'close' });
    response.end('bad');
  });
  expect(await send(http, 'close').reply).toEqual({ status: 200, text: null, isWhole: false });
  await expect.poll(() => seen.closed).toBe(1);
});

test('of a reply that is no event stream 64 KiB are read', async () => {
  const { http, seen } = await serve(async (response) => {
    response.writeHead(500);
    while (!response.destroyed) {
      response.write('e'.repeat(10_000));
      await sleep(1);
    }
  });
  const { status, text, isWhole } = await send(http).reply;
  expect({ status, isWhole }).toEqual({ status: 500, isWhole: false });
  expect(text).toMatch(/^e{65536,90000}$/);
  await expect.poll(() => seen.closed).toBe(1);
});

test('a short one is whole', async () => {
  const { http } = await serve((response) => response.writeHead(404).end('not here'));
  expect(await send(http).reply).toEqual({ status: 404, text: 'not here', isWhole: true });
});

test('a connection that breaks rejects, before the head and in the body', async () => {
  const { http } = await serve((response, count) => {
    if (count > 1) response.writeHead(200, EVENTS).write('half');
    setTimeout(() => response.destroy(), 20);
  });
  await expect(send(http).reply).rejects.toThrow(/other side closed|ECONNRESET/);
  await expect(send(http).reply).rejects.toThrow(/terminated|other side closed|aborted/);
});

test('what is given up rejects at once: before an answer comes, and in the middle of it', async () => {
  const { http, seen } = await serve((response, count) => {
    if (count > 1) response.writeHead(200, EVENTS).write('half');
  });
  const silent = send(http);
  await expect.poll(() => seen.requests).toBe(1);
  silent.abort();
  await expect(silent.reply).rejects.toThrow('given up');
  const pieces: string[] = [];
  const half = send(http, 'more', pieces);
  await expect.poll(() => pieces).toEqual(['half']);
  half.abort();
  await expect(half.reply).rejects.toThrow('given up');
  await expect.poll(() => seen.closed).toBe(2);
});

test('a request that is given up before it was sent is never sent', async () => {
  const sent: string[] = [];
  const http = await clientOf(
    createTcpServer((socket) => {
      socket.on('data', (bytes) => sent.push(String(bytes)));
      socket.on('error', () => {});
    }),
  );
  const reader = send(http);
  reader.abort();
  await expect(reader.reply).rejects.toThrow('given up');
  await sleep(100);
  expect(sent).toEqual([]);
});
