/** Says how far it is and how long it will take: a line that is overwritten, or one every ten seconds in a log. */
import type { MutantState } from './kill-matrix.ts';

export interface Progress {
  tell(state: MutantState): void;
  end(): void;
}

const LOG_EVERY_MS = 10_000;

export function showProgress(all: number): Progress {
  const startedAt = performance.now();
  const counts = new Map<MutantState, number>();
  let done = 0;
  let shownAt = startedAt;
  const line = () => {
    const leftSeconds = Math.ceil((((performance.now() - startedAt) / done) * (all - done)) / 1000);
    const shown = [...counts].map(([state, count]) => `${count} ${state}`).join(', ');
    return `[${done}/${all}] ${shown}; about ${leftSeconds} s left`;
  };
  return {
    tell(state) {
      done++;
      counts.set(state, (counts.get(state) ?? 0) + 1);
      if (process.stderr.isTTY) process.stderr.write(`\r\x1b[2K${line()}`);
      else if (performance.now() - shownAt > LOG_EVERY_MS) {
        shownAt = performance.now();
        process.stderr.write(`${line()}\n`);
      }
    },
    end() {
      if (process.stderr.isTTY) process.stderr.write('\r\x1b[2K');
    },
  };
}
