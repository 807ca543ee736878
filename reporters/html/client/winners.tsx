/** First sight: who won, for whom. The rules are those of the tables. */
import { formatPoints } from '../../tables/numbers.ts';
import type { ReportTable, TableCell } from '../../tables/report-table.ts';
import { groupByModel, isReference } from '../../tables/score-matrix.ts';
import { ranking } from '../../tables/standings.ts';
import { GOOD_SENTENCE, WINNER_RULES, type Winner, winners } from '../../tables/winners.ts';
import type { PageData } from '../page-data.ts';
import { Name } from './name.tsx';

type WinnersProps = Pick<PageData, 'trials' | 'run' | 'tables'>;

export function Winners({ trials, run, tables }: WinnersProps) {
  const agent = bestAgent({ trials, run, tables });
  const won = [...winners(trials, run), ...(agent === null ? [] : [agent])];
  if (won.length === 0) return <NobodyWon trials={trials} run={run} tables={tables} />;
  const rules = [...WINNER_RULES.map(({ sentence }) => sentence), GOOD_SENTENCE];
  return (
    <section class="winners-part" aria-label="Who won, for whom">
      <div class="winners">
        {won.map(({ id, label, models, words }) => (
          <div class="card" key={id}>
            <p class="card-label">{label}</p>
            <p class="card-model">{nameSome(models)}</p>
            <p class="soft">{words}</p>
          </div>
        ))}
      </div>
      <details class="rules">
        <summary>By which rules</summary>
        <p>{rules.join(' ')}</p>
        {agent !== null && <p>Best agent = the first local model of the table "Agentic picks".</p>}
      </details>
    </section>
  );
}

/** One model, or none with all tasks: then there is a result, but nobody to have won against. */
function NobodyWon({ trials, run }: WinnersProps) {
  const rows = ranking(trials, run).filter(({ reference }) => !reference);
  const words =
    rows.length === 1
      ? `has ${formatPoints(rows[0]!.points)} of ${formatPoints(rows[0]!.maxPoints)} points. With a second model, this page says who won.`
      : 'No model has a score for every task yet, so nobody is ranked. What there is stands in the matrix.';
  return (
    <section class="winners-part" aria-label="Who won, for whom">
      <p class="card">
        {rows.length === 1 && (
          <strong>
            <Name>{rows[0]!.model}</Name>{' '}
          </strong>
        )}
        {words}
      </p>
    </section>
  );
}

/** The picks come best first; a reference model is nobody's local agent. */
function bestAgent({ trials, run, tables }: WinnersProps): Winner | null {
  const picks = tables.find(({ id }) => id === 'agentic-picks');
  if (!picks) return null;
  const references = new Set(
    groupByModel(trials, run)
      .filter(({ facts }) => isReference(facts))
      .map(({ model }) => model),
  );
  const row = picks.rows.find(({ model }) => model !== null && !references.has(model));
  if (!row) return null;
  const text = (id: string) => textOf(picks, row.cells, id);
  return {
    id: 'agent',
    label: 'Best agent',
    models: [row.model!],
    words: `${text('verdict')}: ${text('score')} points, ${text('wall')} an answer, ${text('size')} GiB`,
  };
}

function textOf({ columns }: ReportTable, cells: TableCell[], id: string): string {
  return cells[columns.findIndex((column) => column.id === id)]?.text ?? '–';
}

/** A tie of many is told by its number. */
function nameSome(models: string[]) {
  if (models.length === 0) return '–';
  return (
    <>
      {models.slice(0, 3).map((model, at) => (
        <span key={model}>
          {at > 0 && ', '}
          <Name>{model}</Name>
        </span>
      ))}
      {models.length > 3 && ` and ${models.length - 3} more`}
    </>
  );
}
