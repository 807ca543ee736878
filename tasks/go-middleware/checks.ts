/** Verdicts over what was observed. Pure; nothing of this is known inside the sandbox. */
import type { Check, Verdict } from '../../rubric/rubric.ts';
import { lifeOf, limitOf, loggingOf, shutdownOf, tooMany } from './approach.ts';
import { limitChecks } from './limit-checks.ts';
import { logChecks } from './log-checks.ts';
import type { Observed } from './observe.ts';
import { findBrokenStream, findChangedRoute } from './routes.ts';
import { shutdownChecks } from './shutdown-checks.ts';
import { fail, failFor, judgeFaults, pass, whyNotRun } from './verdicts.ts';

export const checks: Check<Observed>[] = [
  { id: 'builds', title: 'It compiles and starts', maxPoints: 1, judge: judgeBuild },
  {
    id: 'existing-routes',
    title: 'The routes answer as before',
    maxPoints: 1,
    judge: (observed) => whenAlive(observed, (life) => findChangedRoute(life.routes)),
  },
  {
    id: 'streaming',
    title: '/countdown streams as before',
    maxPoints: 1,
    judge: (observed) => whenAlive(observed, (life) => findBrokenStream(life.countdowns)),
  },
  ...logChecks,
  ...limitChecks,
  ...shutdownChecks,
  { id: 'race-clean', title: 'The race detector finds nothing', maxPoints: 1, judge: judgeRaces },
  { id: 'memory', title: 'Clients are forgotten', maxPoints: 1, judge: judgeMemory },
  {
    id: 'tidy',
    title: 'gofmt and go vet have nothing to say, nothing is unused',
    maxPoints: 1,
    judge: judgeTidiness,
  },
  {
    id: 'concise',
    title: 'Not needlessly long, and nothing else rewritten',
    maxPoints: 1,
    judge: judgeLength,
  },
];

/** An attempt that Go can at least read is an answer to this task, if a broken one. */
function judgeBuild(observed: Observed): Verdict {
  if (observed.compileError !== null)
    return fail(
      `it does not compile: ${observed.compileError.trim().slice(0, 300)}${observed.mends.length > 0 ? ` [mended to see the rest: ${observed.mends.join('; ')}]` : ''}`,
      observed.facts.hasSyntaxError || observed.facts.functions.size === 0 ? 0 : 1,
    );
  return lifeOf(observed) === null ? fail(whyNotRun(observed)) : pass('it compiles and starts');
}

function whenAlive(
  observed: Observed,
  find: (life: NonNullable<ReturnType<typeof lifeOf>>) => string | null,
): Verdict {
  const life = lifeOf(observed);
  return life === null ? failFor(observed) : judgeFaults([find(life)]);
}

/** What the last checks praise is worth something only where something was added. */
function missingWork(observed: Observed): string | null {
  if (lifeOf(observed) === null) return 'it does not run';
  const features = [loggingOf(observed), limitOf(observed), shutdownOf(observed)];
  return features.filter((feature) => feature !== 'missing').length < 2
    ? 'most of what was asked for is missing'
    : null;
}

const RACE = /WARNING: DATA RACE|fatal error: concurrent map/;

function judgeRaces(observed: Observed): Verdict {
  const missing = missingWork(observed);
  if (missing !== null) return fail(`not counted: ${missing}`);
  if (typeof observed.session === 'string') return fail(observed.session);
  const { races, limits, life } = observed.session;
  if (races === null || !races.started) return fail('it does not start with the race detector');
  const output = [races.output, limits?.output ?? '', life?.output ?? ''].find((text) => RACE.test(text));
  if (output === undefined) return pass('nothing found');
  const at = output.search(RACE);
  return fail(output.slice(at, at + 400).replaceAll(/\s+/g, ' '));
}

function judgeMemory(observed: Observed): Verdict {
  if (limitOf(observed) !== 'present' && limitOf(observed) !== 'broken')
    return fail('not counted: there is no limiter');
  if (!observed.facts.forgets) return fail('nothing that is reached from main takes a client out again');
  if (keepsAll(observed))
    return fail('of hundreds of clients that came once, all that was kept is still there years later');
  const excess = excessAfterMinute(observed);
  return excess === null
    ? pass('something takes clients out again')
    : fail(`a minute after its first request a client is forgotten although it still comes: ${excess}`);
}

/** Of a limiter that lets too many through at other times, too, it could not be told. */
function excessAfterMinute(observed: Observed): string | null {
  const years = typeof observed.session === 'string' ? null : observed.session.years;
  const isRight = limitChecks.every((check) => check.judge(observed).passed);
  return years && isRight ? tooMany(years.minute) : null;
}

/** Less than this, and something was taken out. */
const NEARLY_ALL = 0.9;

/** Live objects tell; but not of one that keeps none for a client, nor of one that may wait for more clients. */
function keepsAll({ session, facts }: Observed): boolean {
  const years = typeof session === 'string' ? null : session.years;
  const last = years?.later.at(-1);
  if (!years || years.before === null || years.crowded === null || last === undefined) return false;
  const grown = years.crowded - years.before;
  return !facts.hasLargeNumber && grown >= years.clients && last - years.before >= NEARLY_ALL * grown;
}

function judgeTidiness(observed: Observed): Verdict {
  const missing = missingWork(observed);
  if (missing !== null) return fail(`not counted: ${missing}`);
  if (typeof observed.session === 'string') return fail(observed.session);
  const { vet, gofmt } = observed.session.build;
  const { unusedNames } = observed.facts;
  return judgeFaults([
    vet === null || vet.exitCode === 0 ? null : `go vet: ${vet.output.slice(0, 300)}`,
    gofmt === null || gofmt.output.trim() === '' ? null : 'gofmt would change it',
    unusedNames.length > 0 ? `never used: ${unusedNames.join(', ')}` : null,
  ]);
}

/** Of what was added. Generous: another structure and more care fit well into it. */
const TIMES_REFERENCE = 2;

function judgeLength(observed: Observed): Verdict {
  const missing = missingWork(observed);
  if (missing !== null) return fail(`not counted: ${missing}`);
  const { facts, reference, starter } = observed;
  const added = facts.tokens - starter.tokens;
  const most = Math.floor(TIMES_REFERENCE * (reference.tokens - starter.tokens));
  const rewritten = [...starter.functions]
    .filter(
      ([name, text]) => name !== 'main' && !name.endsWith('.routes') && facts.functions.get(name) !== text,
    )
    .map(([name]) => name);
  if (rewritten.length > 0) return fail(`rewritten or gone: ${rewritten.join(', ')}`);
  const detail = `${added} tokens added, comments not counted; ${most} are fine`;
  return added <= most ? pass(detail) : fail(detail);
}
