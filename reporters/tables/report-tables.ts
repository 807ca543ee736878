/** Every table of a report, in reading order. Adding a table is a line here. Pure. */
import type { RunFacts, Trial } from '../../benchmarks/trial.ts';
import { agenticTables } from './agentic.ts';
import { collaboratorTables } from './collaborators.ts';
import { NO_CONTEXT, type ReportContext } from './context.ts';
import { efficiencyTables } from './efficiency-table.ts';
import { factTables } from './facts-table.ts';
import { failureTables } from './failures.ts';
import { findingTables } from './findings.ts';
import { pairTables } from './pairs-table.ts';
import { personNotesTables } from './person-notes.ts';
import { provenanceTables } from './provenance.ts';
import { standingTables } from './ranking-table.ts';
import type { ReportTable } from './report-table.ts';
import { tierTables } from './tiers-table.ts';
import { timeTables } from './time-account.ts';
import { traitsTables } from './traits-table.ts';

type MakeTable = (trials: Trial[], run: RunFacts, context: ReportContext) => ReportTable[];

const TABLES: MakeTable[] = [
  standingTables, // ranking, incomplete, scores
  tierTables,
  collaboratorTables,
  personNotesTables,
  traitsTables,
  agenticTables,
  efficiencyTables,
  pairTables,
  factTables,
  failureTables,
  findingTables,
  timeTables,
  provenanceTables,
];

/** Tables without a row are left out. */
export function reportTables(
  trials: Trial[],
  run: RunFacts,
  context: ReportContext = NO_CONTEXT,
): ReportTable[] {
  return TABLES.flatMap((make) => make(trials, run, context)).filter((table) => table.rows.length > 0);
}
