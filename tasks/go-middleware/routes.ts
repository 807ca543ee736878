/** What the routes of the starter answer; the order is that of the driver's requests. */
import type { Request } from './observed.ts';

interface Expected {
  status: number;
  /** Without it the text is net/http's own, and may change with it. */
  body?: string;
  type?: string;
  headers?: Record<string, string>;
}

const TEXT = 'text/plain; charset=utf-8';
const JSON_TYPE = 'application/json';

const EXPECTED: Expected[] = [
  { status: 200, body: 'ok\n', type: TEXT },
  { status: 200, body: '[{"id":1,"text":"water the plants"}]\n', type: JSON_TYPE },
  { status: 200, body: '{"id":1,"text":"water the plants"}\n', type: JSON_TYPE },
  {
    status: 201,
    body: '{"id":2,"text":"buy \\"milk\\""}\n',
    type: JSON_TYPE,
    headers: { location: '/notes/2' },
  },
  { status: 400, body: '{"error":"a note needs a text"}\n', type: JSON_TYPE },
  { status: 200, body: '{"id":2,"text":"buy \\"milk\\""}\n', type: JSON_TYPE },
  { status: 404, body: '{"error":"no such note"}\n', type: JSON_TYPE },
  { status: 400, body: '{"error":"the id must be a number"}\n', type: JSON_TYPE },
  { status: 404, type: TEXT },
  { status: 405, type: TEXT },
  { status: 405, type: TEXT },
  { status: 200, body: '', type: TEXT },
];

const COUNTDOWN = '3\n2\n1\nlift-off\n';

export function findChangedRoute(routes: Request[]): string | null {
  for (const [index, expected] of EXPECTED.entries()) {
    const got = routes[index];
    const wrong = got ? describeChange(got, expected) : 'was not asked';
    if (wrong !== null) return `${got?.method} ${got?.path}: ${wrong}`;
  }
  return null;
}

function describeChange(got: Request, expected: Expected): string | null {
  if (got.status !== expected.status)
    return `status ${got.status ?? `none (${got.error})`}, it was ${expected.status}`;
  if (expected.body !== undefined && got.body !== expected.body)
    return `body ${JSON.stringify(got.body)?.slice(0, 80)}, it was ${JSON.stringify(expected.body)}`;
  const headers = { ...(expected.type && { 'content-type': expected.type }), ...expected.headers };
  const changed = Object.entries(headers).find(([name, value]) => got.headers?.[name] !== value);
  return changed ? `${changed[0]} ${got.headers?.[changed[0]]}, it was ${changed[1]}` : null;
}

export function findBrokenStream(countdowns: Request[]): string | null {
  const whole = countdowns.filter(({ status, body }) => status === 200 && body === COUNTDOWN);
  if (whole.length === 0) {
    const [first] = countdowns;
    return `GET /countdown: ${first?.status ?? first?.error} ${JSON.stringify(first?.body ?? '').slice(0, 80)}`;
  }
  return whole.some(({ pieces }) => pieces! > 1)
    ? null
    : 'GET /countdown came in one piece, each line used to come when it is due';
}
