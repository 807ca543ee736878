/** Runs that the page brings with it to be compared with; unpacked when somebody asks. */
import { PUBLISHED_ID } from '../page-data.ts';
import { type ReadResults, readResults } from './read-results.ts';

export interface OfferedRun {
  name: string;
  read(): Promise<ReadResults>;
}

export function offeredRuns(): OfferedRun[] {
  const packed = document.getElementById(PUBLISHED_ID)?.textContent;
  if (!packed) return [];
  const name = 'the published run 2026-03';
  // Through the same door as a file that somebody chose.
  return [{ name, read: async () => readResults([new File([await unpack(packed)], name)]) }];
}

function unpack(base64: string): Promise<string> {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).text();
}
