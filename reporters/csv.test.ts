import { expect, test } from 'vitest';
import { csvCell, renderCsv } from './csv.ts';
import { makeField, makeRun, makeTrial } from './fixtures.ts';

/** A reader of RFC 4180 that knows nothing of the writer. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (let i = 0; i < text.length; i++) {
    const c = text[i]!;
    if (isQuoted) {
      if (c !== '"') cell += c;
      else if (text[i + 1] === '"') cell += text[i++ + 1];
      else isQuoted = false;
    } else if (c === '"' && cell === '') isQuoted = true;
    else if (c === ',') {
      row.push(cell);
      cell = '';
    } else if (c === '\r' && text[i + 1] === '\n') {
      rows.push([...row, cell]);
      row = [];
      cell = '';
      i++;
    } else cell += c;
  }
  return rows;
}

function readRecords(text: string): Record<string, string>[] {
  const [head, ...rows] = readCsv(text);
  return rows.map((row) => {
    expect(row).toHaveLength(head!.length);
    return Object.fromEntries(head!.map((name, i) => [name, row[i]!]));
  });
}

test('has a row a trial, with the state in words and absence as an empty cell', () => {
  const trials = [
    makeTrial({ points: 0 }),
    makeTrial({
      task: 'js-bug-fix',
      err: { kind: 'load-failed', why: 'no such file' },
      response: null,
      wallMs: null,
    }),
    makeTrial({ task: 'js-sse', notRun: 'no sandbox' }),
  ];
  const run = makeRun(trials, { mode: 'sample', missing: [{ model: 'later', task: 'js-sse', sample: 1 }] });
  const records = readRecords(renderCsv(trials, run));
  expect(records.map((r) => [r.state, r.points, r.max_points, r.err_kind, r.why])).toEqual([
    ['graded', '0', '20', '', ''],
    ['err', '', '20', 'load-failed', 'no such file'],
    ['not-run', '', '20', '', 'no sandbox'],
    ['missing', '', '', '', ''],
  ]);
  expect(records.every((r) => r.run_mode === 'sample')).toBe(true);
  expect(records[0]).toMatchObject({
    wall_ms: '30000',
    generation_tokens_per_second: '40',
    size_gib: '8',
    load_ms: '',
  });
  expect(records[1]).toMatchObject({
    wall_ms: '',
    generation_tokens_per_second: '',
    truncated: '',
    answer_tokens: '',
  });
});

test('quotes, commas and line breaks come back as they were', () => {
  const why = 'said "no", then\r\nhung up\n';
  const trials = [makeTrial({ model: 'a,"b"', err: { kind: 'crashed', why } })];
  const [record] = readRecords(renderCsv(trials, makeRun(trials)));
  expect(record!.model).toBe('a,"b"');
  expect(record!.why).toBe('said "no", then\nhung up\n');
});

test('no cell starts a formula, in whatever disguise', () => {
  const attacks = ['=cmd()', '+1', '-1+1', '@SUM(A1)', ' =1', '\t=1', '\n=1', '＝1', '"=1', '|calc', '%x'];
  for (const attack of attacks) {
    const [row] = readCsv(`${csvCell(attack)}\r\n`);
    expect(row![0]).not.toMatch(/^\s*[=+\-@＝＋－＠|%]/);
  }
  expect(csvCell('=cmd()')).toBe("'=cmd()");
});

test('control characters are shown, not sent', () => {
  expect(csvCell('\u001b[2Jx\u202e')).toBe('\\x1b[2Jx\\u{202e}');
});

test('numbers are bare, and a negative one is not taken for a formula', () => {
  expect([csvCell(-1.5), csvCell(0), csvCell(false), csvCell(null), csvCell(undefined), csvCell('')]).toEqual(
    ['-1.5', '0', 'false', '', '', ''],
  );
});

test('35 models x 6 tasks are 210 rows of one width', () => {
  const trials = makeField(35);
  expect(readRecords(renderCsv(trials, makeRun(trials)))).toHaveLength(210);
});
