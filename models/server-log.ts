/**
 * What llama-server prints. It writes straight into the log file, not through a pipe of ours: our event loop can then
 * never make it wait in the middle of a measurement, and the log goes on when we are killed. The tail is read on demand.
 */
import { closeSync, fstatSync, mkdirSync, openSync, readSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

const TAIL_BYTES = 256 * 1024;

export interface ServerLog {
  readonly path: string;
  /** For the server's stdout and stderr. */
  readonly fd: number;
  /** The last of what was printed since this log was opened. */
  readTail(): string;
  /** The tail stays readable. */
  close(): void;
}

/** Appends to `path`, under a line that says what starts. */
export function openServerLog(path: string, headline: string): ServerLog {
  mkdirSync(dirname(path), { recursive: true });
  const fd = openSync(path, 'a+');
  writeSync(fd, `# ${new Date().toISOString()} ${headline}\n`);
  const startBytes = fstatSync(fd).size;
  let closedTail: string | null = null;
  return {
    path,
    fd,
    readTail: () => closedTail ?? readEnd(fd, startBytes),
    close: () => {
      if (closedTail !== null) return;
      closedTail = readEnd(fd, startBytes);
      closeSync(fd);
    },
  };
}

function readEnd(fd: number, startBytes: number): string {
  const sizeBytes = fstatSync(fd).size;
  const from = Math.max(startBytes, sizeBytes - TAIL_BYTES);
  const buffer = Buffer.alloc(Math.max(0, sizeBytes - from));
  const readBytes = readSync(fd, buffer, 0, buffer.length, from);
  return buffer.toString('utf8', 0, readBytes);
}
