/** Runs an answer's module: all scenarios in one process, and what that leaves open in one process a subject. */
import type { Scenario } from './scenario.ts';
import { type ModuleSeen, type Played, type ProcessOptions, runProcess } from './scenario-process.ts';

/** What a scenario logged, or why there is nothing. */
export type Play = Played | { state: 'lost'; why: string };

export interface ScenarioRun {
  module: ModuleSeen;
  /** By the name of the scenario. */
  plays: Map<string, Play>;
  printed: string;
}

/** An answer that hangs or exits in some scenarios loses those, and what is decided with them. */
export async function runScenarios(options: ProcessOptions): Promise<ScenarioRun> {
  const first = await runProcess(options);
  if (first.stopped === null) return first;
  const bare = first.module.state === 'lost' ? await runProcess({ ...options, scenarios: [] }) : first;
  if (bare.module.state !== 'loaded')
    return { ...bare, plays: losses(options.scenarios, bare.module.detail) };
  const plays = new Map<string, Play>(first.plays);
  const printed = await playBySubject(options, plays);
  return { module: bare.module, plays, printed: first.printed + printed };
}

/** Adds the plays that are missing, and returns what was printed. Two at a time. */
async function playBySubject(options: ProcessOptions, plays: Map<string, Play>): Promise<string> {
  const open = options.scenarios.filter(({ name }) => !plays.has(name));
  const groups = Map.groupBy(open, subjectOf).values();
  const printed: string[] = [];
  const work = async (): Promise<void> => {
    for (const group of groups) {
      // Where what it needs is lost, its verdict leaves it out: it need not be waited for.
      const isBlind = ({ needs = '' }: Scenario) => plays.get(needs)?.state === 'lost';
      const blind = losses(group.filter(isBlind), 'not run: what it needs is lost');
      const run = await playGroup({ ...options, scenarios: group.filter((one) => !blind.has(one.name)) });
      for (const [name, play] of blind) plays.set(name, play);
      for (const [name, play] of run.plays) plays.set(name, play);
      printed.push(run.printed);
    }
  };
  await Promise.all([work(), work()]);
  return printed.join('');
}

/** A queue that hangs decides nothing about once() of an emitter. */
function subjectOf({ part, area, needs }: Scenario): string {
  return needs ? `${part} after ${needs}` : (area ?? part);
}

/** One lost scenario decides its subject: those after it are not run. */
async function playGroup(options: ProcessOptions): Promise<Pick<ScenarioRun, 'plays' | 'printed'>> {
  if (options.scenarios.length === 0) return { plays: new Map(), printed: '' };
  const { plays, stopped, printed } = await runProcess(options);
  const [lost, ...after] = options.scenarios.filter(({ name }) => !plays.has(name));
  if (!lost) return { plays, printed };
  const why = stopped ?? 'it did not come to its end';
  const rest = losses(after, `not run: ${lost.name} did not come to its end`);
  return { plays: new Map([...plays, ...losses([lost], why), ...rest]), printed };
}

function losses(scenarios: Scenario[], why: string): Map<string, Play> {
  return new Map(scenarios.map(({ name }) => [name, { state: 'lost', why }]));
}
