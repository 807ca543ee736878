import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeRun } from './fixtures.ts';
import { numberCell, type ReportTable, textCell } from './tables/report-table.ts';
import { renderTablesJson, tableCsvFiles, tableFilesIn } from './tables-files.ts';
import { writeAll } from './write-reports.ts';

const RUN = makeRun([], { headline: 'three models' });

function tableOf(id: string, cells = [textCell('a')]): ReportTable {
  return {
    id,
    title: id,
    intro: null,
    columns: cells.map((_, i) => ({ id: `column-${i}`, label: `C${i}`, align: 'left', unit: 'points' })),
    rows: [{ model: 'a', cells }],
    notes: [],
  };
}

test('a CSV has the column ids as head and values, not texts; absence is empty or its word', () => {
  const cells = [
    textCell('=cmd(),"x"'),
    numberCell(30_123.5, '30s'),
    numberCell(-3, '−3'),
    numberCell(null, '–'),
    numberCell(null, 'ERR'),
  ];
  expect(tableCsvFiles([tableOf('pairs', cells)])).toEqual({
    'tables/pairs.csv':
      'column-0,column-1,column-2,column-3,column-4\r\n"\'=cmd(),""x""",30123.5,-3,,ERR\r\n',
  });
});

test('tables.json has the tables whole: values, units, claims, evidence', () => {
  const claims = [{ text: 'slow', evidence: [{ model: '<b>', task: 'js-sse', check: 'null-id' }] }];
  const tables = [tableOf('pairs', [textCell('slow', { claims, from: 'rule' })])];
  const written = JSON.parse(renderTablesJson(tables, RUN));
  expect(written.schema).toEqual({ name: 'llama-codebench-tables', version: 1 });
  expect(written.run).toMatchObject({ headline: 'three models', mode: 'preset', state: 'finished' });
  expect(written.tables).toEqual(tables);
});

test('the files of a tables.json are known; a damaged or foreign one names none', () => {
  const text = renderTablesJson([tableOf('pairs'), tableOf('time-account')], RUN);
  expect(tableFilesIn(text)).toEqual(['tables/pairs.csv', 'tables/time-account.csv']);
  const foreign = JSON.stringify({ schema: { name: 'other' }, tables: [{ id: 'pairs' }] });
  const climbing = text.replaceAll('pairs', '../../secret');
  for (const damaged of ['', '[]', 'null', text.slice(0, 40), foreign])
    expect(tableFilesIn(damaged)).toEqual([]);
  expect(tableFilesIn(climbing)).toEqual(['tables/time-account.csv']);
});

test('a table that a run no more makes loses its file, after the new ones are there; other files stay', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'codebench-tables-'));
  const write = (tables: ReportTable[]) => {
    const files = { 'tables.json': renderTablesJson(tables, RUN), ...tableCsvFiles(tables) };
    return writeAll(dir, files);
  };
  try {
    await write([tableOf('pairs'), tableOf('facts')]);
    await writeFile(join(dir, 'tables', 'mine.csv'), 'x');
    await write([tableOf('facts')]);
    expect((await readdir(join(dir, 'tables'))).sort()).toEqual(['facts.csv', 'mine.csv']);
    // What cannot be written leaves all that the earlier run wrote.
    await writeFile(join(dir, 'tables', 'blocked'), '');
    const failing = writeAll(dir, { 'tables.json': '{}', 'tables/blocked/x.csv': '' });
    await expect(failing).rejects.toThrow('could not be written');
    expect(await readdir(join(dir, 'tables'))).toContain('facts.csv');
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});
