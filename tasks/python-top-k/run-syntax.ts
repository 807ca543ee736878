import { Syntax } from './observed.ts';
import { readLines } from './result-lines.ts';
import type { Bench } from './run-program.ts';
import { runProgram } from './run-program.ts';

/** Parses the answer and never executes it, so its lines are ours; none came: the source ended the parser. */
export async function readSyntax(answer: string, bench: Bench): Promise<Syntax> {
  const run = await runProgram(
    { programs: ['syntax.py', 'counter_use.py', 'dead_code.py', 'lints.py'], answer },
    bench,
  );
  const { outs, cutShort } = readLines(run, [0]);
  return cutShort === null ? Syntax.parse(outs[0]) : { parses: false, error: cutShort };
}
