/** The published run as the page carries it: its results.json packed, 6 kB instead of 130. */
import { gzipSync } from 'node:zlib';
import type { RunFacts } from '../../benchmarks/trial.ts';
import { publishedText } from '../published/shipped.ts';
import { PUBLISHED_ID } from './page-data.ts';

let packed: string | null = null;

/** '' in the page of a published run: there is nothing to learn from it beside itself. */
export function publishedElement({ mode }: RunFacts): string {
  if (mode === 'published') return '';
  packed ??= gzipSync(JSON.stringify(JSON.parse(publishedText())), { level: 9 }).toString('base64');
  return `<script type="text/plain" id="${PUBLISHED_ID}">${packed}</script>\n`;
}
