/** One client of the answer's class, with listeners that log what they get. */
const { parse, stringify } = JSON;
/** Longer logs are sent as a summary. */
const LOG_ENTRIES = 200;

export function startClient(Client, source, types) {
  const log = [];
  const listeners = new Map();
  let client = null;
  const attempt = (action) => {
    try {
      action();
    } catch (error) {
      log.push(['threw', describe(error)]);
    }
  };
  const api = {
    life: source.life,
    log,
    close: () => {
      log.push(['closing']);
      attempt(() => client.close());
      log.push(['closed']);
    },
    listen: ({ type, name = type, closes = false, leaves = false, again = false }) => {
      const listener = (event) => {
        source.life.signs++;
        attempt(() => log.push([name, ...fieldsOf(type, event, source.reason())]));
        if (closes) api.close();
        if (leaves) api.unlisten({ type, name });
      };
      if (!again) listeners.set(name, listener);
      attempt(() => client.addEventListener(type, listeners.get(name)));
    },
    unlisten: ({ type, name }) => attempt(() => client.removeEventListener(type, listeners.get(name))),
    ended: () => log.some(([name]) => name === 'close' || name === 'error' || name === 'threw'),
    observe: () => ({ ...summarise(log), retry: plain(readRetry()), cancels: source.cancels() }),
  };
  const readRetry = () => {
    try {
      return client?.retry;
    } catch {
      return undefined;
    }
  };
  attempt(() => {
    client = new Client(source.stream);
  });
  for (const type of [...types, 'close', 'error']) api.listen({ type });
  return api;
}

function fieldsOf(type, event, reason) {
  if (type === 'close') return [plain(event?.type)];
  if (type === 'error') return [plain(event?.type), event?.error === reason];
  return [plain(event?.type), plain(event?.data), plain(event?.lastEventId)];
}

function summarise(log) {
  if (log.length <= LOG_ENTRIES) return { log, entries: log.length };
  return { log: [...log.slice(0, 4), ...log.slice(-4)], entries: log.length, tally: tally(log) };
}

/** How often each entry occurs. */
function tally(log) {
  const counts = new Map();
  for (const entry of log) counts.set(stringify(entry), (counts.get(stringify(entry)) ?? 0) + 1);
  return [...counts].slice(0, 8).map(([text, times]) => ({ entry: parse(text), times }));
}

function plain(value) {
  if (value === null || typeof value === 'string' || Number.isFinite(value)) return value;
  return { not: String(typeof value) };
}

export function describe(error) {
  try {
    return String(error?.stack ?? error)
      .split('\n')
      .slice(0, 2)
      .join(' ')
      .slice(0, 200);
  } catch {
    return 'a value without text';
  }
}
