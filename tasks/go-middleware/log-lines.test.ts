import { describe, expect, it } from 'vitest';
import { compareLog, type LogLine, parseDurationMs, readLogLines } from './log-lines.ts';
import type { Request } from './observed.ts';

const LINE = { method: 'GET', path: '/notes/7', status: '404', duration: '1.234ms', client: '::1' };

describe('a log line', () => {
  it.for([
    'method=GET path=/notes/7 status=404 duration=1.234ms client=::1',
    '2026/11/24 13:34:07 method=GET path=/notes/7 status=404 duration=1.234ms client=::1',
    'time=2026-11-24T13:34:07Z level=INFO msg="served a request" client=::1 method=GET path="/notes/7" status=404 duration=1.234ms bytes=3',
    '[server] method=GET, path=/notes/7, status=404, duration=1.234ms, client=::1',
  ])('is read: %s', (line) => {
    expect(readLogLines(`listening on :8080\n${line}\n`)).toEqual([LINE]);
  });

  it('is not what names no request', () => {
    expect(readLogLines('path=/tmp/x\nmethod=GET\nGET /notes 200 1ms\n')).toEqual([]);
  });
});

describe('a duration', () => {
  it('is what Go prints', () => {
    const read = ['334.437µs', '1.5s', '2m0.5s', '0s', '12ns'].map(parseDurationMs);
    expect(read).toEqual([expect.closeTo(0.334437), 1500, 120_500, 0, expect.closeTo(1.2e-5)]);
  });

  it('is no bare number', () => {
    expect([undefined, '', '12', '0.003', '-1s', '1 ms'].map(parseDurationMs)).toEqual(Array(6).fill(null));
  });
});

describe('the log of some requests', () => {
  const request = (path: string, status: number | null) =>
    ({ method: 'GET', path, status, client: '::1', sentMs: 0, receivedMs: 0, endedMs: 0 }) satisfies Request;
  const line = (path: string, status: string): LogLine => ({ ...LINE, path, status });
  const compare = (requests: Request[], lines: LogLine[]) =>
    compareLog(requests, lines, ({ path, status }) => `${path} ${status}`);

  it('has each once, without the query', () => {
    expect(compare([request('/a?b=1', 200)], [line('/a', '200')])).toBeNull();
    expect(compare([request('/a', 200)], [line('/a', '200'), line('/a', '200')])).toMatch(/without such/);
    expect(compare([request('/a', 200), request('/a', 200)], [line('/a', '200')])).toMatch(/not logged/);
  });

  it('may have those that got no answer', () => {
    expect(compare([request('/a', null)], [line('/a', '200')])).toBeNull();
    expect(compare([request('/a', null)], [])).toBeNull();
  });
});
