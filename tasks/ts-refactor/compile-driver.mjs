/**
 * Runs inside the sandbox, and nothing of the answer does: compiles the project in this folder and writes to
 * fd 3 what the compiler said and what it emitted. The answer is only its input, so this result is the compiler's own.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const RESULT_FD = 3;
const [emitted] = process.argv.slice(2);

const outDir = mkdtempSync(path.join(os.tmpdir(), 'emitted-'));
const { stdout, stderr, status, error } = spawnSync(
  'tsc',
  ['--project', 'tsconfig.json', '--pretty', 'false', '--outDir', outDir],
  { encoding: 'utf8', maxBuffer: 8 * 1024 * 1024 },
);
const out = { status, said: stdout ?? '', failed: error ? String(error) : stderr, javaScript: readEmitted() };
write(`${JSON.stringify({ id: 0, out })}\n{"end":true}\n`);

function readEmitted() {
  try {
    return readFileSync(path.join(outDir, emitted), 'utf8');
  } catch {
    return null;
  }
}

/** A pipe may take a part of it, or nothing for now. */
function write(text) {
  for (let bytes = Buffer.from(text); bytes.length > 0; ) {
    try {
      bytes = bytes.subarray(writeSync(RESULT_FD, bytes));
    } catch (error) {
      if (error.code !== 'EAGAIN') throw error;
    }
  }
}
