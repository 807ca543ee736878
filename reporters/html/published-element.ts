/** The published run as the page carries it: its results.json packed, 6 kB instead of 130. */
import { gzipSync } from 'node:zlib';
import type { RunFacts } from '../../benchmarks/trial.ts';
import { publishedText } from '../published/shipped.ts';
import { PUBLISHED_ID } from './page-data.ts';

/** Made when this is loaded, which is long before a run's end. */
const PACKED = gzipSync(JSON.stringify(JSON.parse(publishedText())), { level: 9 }).toString('base64');

/** '' in the page of a published run: there is nothing to learn from it beside itself. */
export function publishedElement({ mode }: RunFacts): string {
  if (mode === 'published') return '';
  return `<script type="text/plain" id="${PUBLISHED_ID}">${PACKED}</script>\n`;
}
