/** The page: who won, the matrix, what it costs, every table, the config, another run beside this one. */
import { useEffect, useMemo, useState } from 'preact/hooks';
import { toGib } from '../../tables/numbers.ts';
import type { Evidence } from '../../tables/report-table.ts';
import { groupByModel } from '../../tables/score-matrix.ts';
import { stateLine } from '../../words.ts';
import type { PageData } from '../page-data.ts';
import { Charts } from './charts.tsx';
import { ComparePanel } from './compare-panel.tsx';
import { ConfigChooser } from './config-chooser.tsx';
import { DetailLinks } from './detail-links.tsx';
import { FilterBar, shownModels, useFilter } from './filter.tsx';
import { useFocusBack } from './focus-back.ts';
import { Help } from './help.tsx';
import { Matrix } from './matrix.tsx';
import { offeredRuns } from './offered-runs.ts';
import { trialOf, useOpenTrial } from './open-trial.ts';
import { TableView } from './report-table.tsx';
import { SectionLink, useLinkedSection } from './section-link.tsx';
import { ThemeButton } from './theme.tsx';
import { TrialView } from './trial-view.tsx';
import { Winners } from './winners.tsx';

/** Drawn as the matrix, at the top. */
const SHOWN_ABOVE = new Set(['scores']);

export function App({ run, trials, tables, tasks, transcripts }: PageData) {
  const { open, check, show, go, close } = useOpenTrial(trials);
  const [filter, setFilter] = useFilter();
  const [hasHelp, setHelp] = useState(false);
  const groups = useMemo(() => groupByModel(trials, run), [trials, run]);
  const shown = useMemo(() => shownModels(trials, run, filter), [trials, run, filter]);
  const current = useMemo(() => ({ name: 'this run', run, trials }), [run, trials]);
  const offered = useMemo(offeredRuns, []);
  const largest = Math.max(0, ...groups.map(({ facts }) => toGib(facts?.sizeBytes ?? null) ?? 0));
  const listed = tables.filter(({ id }) => !SHOWN_ABOVE.has(id));
  useLinkedSection();
  useFocusBack(open !== null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isTyping = (event.target as HTMLElement).matches('input, select, textarea');
      if (isTyping || open !== null || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === '/') {
        event.preventDefault();
        document.getElementById('filter-text')?.focus();
      }
      if (event.key === '?') setHelp((before) => !before);
      if (event.key === 'Escape') setHelp(false);
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [open]);

  function follow(evidence: Evidence): void {
    const trial = trialOf(evidence, trials);
    if (trial) show(trial, evidence.check);
  }

  const state = stateLine(trials, run);
  return (
    <>
      <header class="page-head">
        <div>
          <p class="brand">llama-codebench</p>
          <h1>
            <bdi>{run.headline}</bdi>
          </h1>
          {state && <p class="state">{state}</p>}
        </div>
        <div class="head-buttons">
          <button type="button" aria-expanded={hasHelp} onClick={() => setHelp(!hasHelp)}>
            Keys
          </button>
          <ThemeButton />
        </div>
      </header>
      {hasHelp && <Help />}
      <nav aria-label="Sections">
        <SectionLink to="scores">Scores</SectionLink>
        <SectionLink to="cost">Cost</SectionLink>
        <SectionLink to="config">Config</SectionLink>
        <SectionLink to="compare">Compare</SectionLink>
        <DetailLinks tables={listed} />
      </nav>
      <main>
        <Winners trials={trials} run={run} tables={tables} />
        <section id="scores" aria-labelledby="title-scores">
          <h2 id="title-scores">Scores</h2>
          <FilterBar
            filter={filter}
            set={setFilter}
            largestGib={largest}
            shown={shown.size}
            all={groups.length}
          />
          <Matrix trials={trials} run={run} shown={shown} open={show} />
        </section>
        <section id="cost" aria-labelledby="title-cost">
          <h2 id="title-cost">What a point costs</h2>
          <Charts trials={trials} run={run} shown={shown} />
        </section>
        <ConfigChooser trials={trials} run={run} />
        <ComparePanel current={current} offered={offered} />
        {listed.length > 0 && <h2>In detail</h2>}
        {listed.map((table) => (
          <TableView key={table.id} table={table} shown={shown} follow={follow} />
        ))}
      </main>
      {open && (
        <TrialView
          trial={open}
          check={check}
          all={trials}
          tasks={tasks}
          transcripts={transcripts}
          close={close}
          go={go}
        />
      )}
    </>
  );
}
