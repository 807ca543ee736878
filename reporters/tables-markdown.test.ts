import { fromMarkdown } from 'mdast-util-from-markdown';
import { expect, test } from 'vitest';
import { type Claim, numberCell, type ReportTable, type TableCell, textCell } from './tables/report-table.ts';
import { renderReportTable } from './tables-markdown.ts';

function tableOf(cells: TableCell[], more: Partial<ReportTable> = {}): ReportTable {
  return {
    id: 'collaborators',
    title: 'Collaborators',
    intro: null,
    columns: cells.map((_, i) => ({ id: `c${i}`, label: `Column ${i}`, align: i === 0 ? 'left' : 'right' })),
    rows: [{ model: 'gpt-oss-20b', cells }],
    notes: [],
    ...more,
  };
}

function lastRow(table: ReportTable): string {
  return renderReportTable(table).split('\n').at(-1)!;
}

test('draws title, intro, head, rows and notes', () => {
  const table = tableOf([textCell('gpt-oss-20b'), numberCell(99, '99'), numberCell(null, 'ERR')], {
    intro: 'Who works how.',
    notes: ['ERR = nothing to grade.', 'Rule two.'],
  });
  expect(renderReportTable(table)).toBe(
    [
      '## Collaborators',
      'Who works how.',
      '| Column 0 | Column 1 | Column 2 |\n| --- | ---: | ---: |\n| gpt-oss-20b | 99 | ERR |',
      '- ERR = nothing to grade.\n- Rule two.',
    ].join('\n\n'),
  );
});

test('puts the evidence behind the phrase that it is for', () => {
  const claims: Claim[] = [
    {
      text: 'loses the null id',
      evidence: [
        { model: 'gpt-oss-20b', task: 'js-sse', check: 'null-id' },
        { model: 'gpt-oss-20b', task: 'js-sse', check: 'bom' },
        { model: 'gpt-oss-20b', task: 'js-sse', sample: 2, check: 'null-id' },
        { model: 'qwen3-8b', task: 'js-sse', check: 'null-id' },
      ],
    },
    { text: 'slow', evidence: [{ model: 'gpt-oss-20b' }] },
  ];
  const row = lastRow(tableOf([textCell('Often loses the null id. Very slow.', { claims })]));
  expect(row).toBe('| Often loses the null id (js-sse: null-id, bom; js-sse #2: null-id). Very slow. |');
});

test('a phrase that names its check is not followed by it again, and many places are counted', () => {
  const evidence = ['a', 'b', 'c', 'd', 'e'].map((task) => ({ model: 'gpt-oss-20b', task, check: 'works' }));
  const claims = [{ text: 'lost', evidence }];
  expect(lastRow(tableOf([textCell('lost', { claims })]))).toBe(
    '| lost (a: works; b: works; c: works; +2) |',
  );
  const named = [{ text: 'works lost', evidence }];
  expect(lastRow(tableOf([textCell('works lost', { claims: named })]))).toBe('| works lost |');
});

test('a person’s words are marked as theirs', () => {
  expect(lastRow(tableOf([textCell('Great with Rust', { from: 'person' })]))).toBe(
    '| *by a person:* Great with Rust |',
  );
});

test('hostile text anywhere stays text, and the table keeps its columns', () => {
  const hostile = '<img src=x onerror=alert(1)> |a\\|b| \n# x [l](javascript:1) \u001b[31m\u202e';
  const evidence = [{ model: hostile, task: hostile, check: hostile }];
  const cell = textCell(`x ${hostile} y`, { claims: [{ text: hostile, evidence }] });
  const table = tableOf([cell, textCell(hostile)], {
    title: hostile,
    intro: `- ${hostile}`,
    notes: [hostile],
  });
  const markdown = renderReportTable(table);
  for (const raw of ['<img', '\u001b', '\u202e']) expect(markdown).not.toContain(raw);
  const grid = markdown.split('\n').filter((line) => line.startsWith('| '));
  expect(grid.map((line) => line.split(/(?<!\\)\|/).length)).toEqual([4, 4, 4]);
  expect(fromMarkdown(markdown).children.map(({ type }) => type)).toEqual([
    'heading',
    'paragraph',
    'paragraph',
    'list',
  ]);
});

test('what a column means stands below, unless a note says it', () => {
  const columns = [
    { id: 'a', label: 'Wall', align: 'left' as const, help: 'Mean of the answers.' },
    { id: 'b', label: 'Size', align: 'left' as const, help: 'Bytes of the file.' },
  ];
  const cells = [textCell('1s'), textCell('2')];
  const markdown = renderReportTable(tableOf(cells, { columns, notes: ['Size: Bytes of the file'] }));
  expect(markdown.split('\n\n').at(-1)).toBe('- Size: Bytes of the file\n- Wall: Mean of the answers.');
});

test('a page of words is cut', () => {
  expect(lastRow(tableOf([textCell('word '.repeat(1000))])).length).toBeLessThan(620);
});
