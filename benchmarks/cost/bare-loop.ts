/** The same requests as a run sends, and nothing else: `node bare-loop.ts <url> <models> <prompts.json> [--no-warm-up]`. */
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { Agent, request } from 'undici';

const POLL_MS = 10;
const [url, models, promptsFile, noWarmUp] = process.argv.slice(2);
const prompts = Object.values(JSON.parse(await readFile(promptsFile!, 'utf8')) as Record<string, string>);
const dispatcher = new Agent({ headersTimeout: 0, bodyTimeout: 0 });

for (const model of models!.split(',')) {
  await post('/models/load', { model });
  while ((await statusOf(model)) !== 'loaded') await sleep(POLL_MS);
  if (!noWarmUp) await complete(model, 'Hi', { max_tokens: 1 });
  for (const prompt of prompts) await complete(model, prompt);
  await post('/models/unload', { model });
  while ((await statusOf(model)) !== 'unloaded') await sleep(POLL_MS);
}
await dispatcher.close();

async function complete(model: string, prompt: string, more = {}): Promise<void> {
  const messages = [{ role: 'user', content: prompt }];
  const stream = { stream: true, stream_options: { include_usage: true }, cache_prompt: false };
  await post('/v1/chat/completions', { model, messages, ...stream, ...more });
}

async function post(path: string, body: object): Promise<void> {
  const reply = await request(url + path, {
    method: 'POST',
    dispatcher,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const text = await reply.body.text();
  if (reply.statusCode !== 200) throw new Error(`${path}: HTTP ${reply.statusCode} ${text}`);
}

async function statusOf(model: string): Promise<string> {
  const reply = await request(`${url}/models`, { dispatcher });
  const { data } = (await reply.body.json()) as { data: { id: string; status: { value: string } }[] };
  return data.find(({ id }) => id === model)!.status.value;
}
