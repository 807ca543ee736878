/** The table of checks in a task's README: a header with the columns `check` and `points`, then a row a check. */

export function readmeChecks(markdown: string): Record<string, number> {
  const rows = markdown.split('\n').filter((line) => line.startsWith('|'));
  const headerAt = rows.findIndex((row) => ['check', 'points'].every((name) => cells(row).includes(name)));
  if (headerAt < 0)
    throw new Error('no table has the columns `check` and `points`; add one with a row a check');
  const header = cells(rows[headerAt]!);
  const told: Record<string, number> = {};
  // Behind the header comes the line of dashes.
  for (const row of rows.slice(headerAt + 2)) {
    const [id = '', points = ''] = [
      cells(row)[header.indexOf('check')],
      cells(row)[header.indexOf('points')],
    ];
    if (!/^[a-z0-9-]+$/.test(id) || !/^\d+(\.\d+)?$/.test(points)) break;
    told[id] = Number(points);
  }
  return told;
}

function cells(row: string): string[] {
  return row
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim().replaceAll('`', ''));
}
