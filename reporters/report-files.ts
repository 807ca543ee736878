import type { RunFacts, Trial } from '../benchmarks/trial.ts';
import { renderCsv } from './csv.ts';
import type { PageTexts } from './html/transcripts.ts';
import { NO_TEXTS } from './html/transcripts.ts';
import { renderJson } from './json.ts';
import { renderMarkdown } from './markdown.ts';

/** Every file under results/, by name. Adding a report is a line here. */
export function reportFiles(
  trials: Trial[],
  run: RunFacts,
  _texts: PageTexts = NO_TEXTS,
): Record<string, string> {
  return {
    'report.md': renderMarkdown(trials, run),
    'results.csv': renderCsv(trials, run),
    'results.json': renderJson(trials, run),
  };
}
