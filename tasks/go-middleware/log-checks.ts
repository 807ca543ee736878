/** Verdicts on the log. */
import { isIP } from 'node:net';
import type { Check, Verdict } from '../../rubric/rubric.ts';
import { allRequests, lifeOf, limitOf, limitsOf, loggingOf } from './approach.ts';
import { compareLog, type LogLine, parseDurationMs, readLogLines } from './log-lines.ts';
import type { Observed } from './observe.ts';
import type { Life, Request } from './observed.ts';
import { isRefused } from './rate.ts';
import { fail, failFor, judgeFaults, pass } from './verdicts.ts';

export const logChecks: Check<Observed>[] = [
  {
    id: 'log-lines',
    title: 'One line for each request, with method, path and status',
    maxPoints: 1,
    judge: (observed) => withLog(observed, judgeLines),
  },
  {
    id: 'log-details',
    title: 'The lines have the duration and the address of the client',
    maxPoints: 1,
    judge: (observed) => withLog(observed, judgeDetails),
  },
  {
    id: 'log-refused',
    title: 'Requests that are refused are logged, too',
    maxPoints: 1,
    judge: judgeRefused,
  },
];

function withLog(observed: Observed, judge: (life: Life, lines: LogLine[]) => Verdict): Verdict {
  const life = lifeOf(observed);
  if (life === null) return failFor(observed);
  if (loggingOf(observed) === 'missing') return fail('no request is logged');
  const lines = readLogLines(life.output);
  return lines.length === 0 ? fail('no line has the fields in the form asked for') : judge(life, lines);
}

const others = (of: { status?: string | number | null | undefined }) => String(of.status) !== '429';

/** Lines of refused requests are another check's. */
function judgeLines({ requests }: Life, lines: LogLine[]): Verdict {
  return judgeFaults([
    compareLog(
      requests.filter(others),
      lines.filter(others),
      ({ method, path, status }) => `method=${method} path=${path} status=${status}`,
    ),
  ]);
}

/** Its handler's time, and what the machine adds. */
const LATE_MS = 250;

function judgeDetails({ requests, slow }: Life, lines: LogLine[]): Verdict {
  const wrong = lines.find(({ duration }) => parseDurationMs(duration) === null);
  const counted = requests.filter(others);
  return judgeFaults([
    wrong ? `duration=${wrong.duration}` : null,
    lines.every(({ client }) => isIP(client ?? '') !== 0)
      ? null
      : `client=${lines.find(({ client }) => isIP(client ?? '') === 0)?.client}`,
    compareLog(counted, lines.filter(others), ({ path, client }) => `path=${path} client=${client}`),
    wrong ? null : findWrongDuration(slow.finished, lines),
  ]);
}

/** The one request whose time is known: its body was held back. */
function findWrongDuration(
  { client, status, heldMs, sentMs, endedMs }: Request,
  lines: LogLine[],
): string | null {
  const line = lines.find((one) => one.client === client && one.status === String(status));
  if (!line || heldMs === undefined || endedMs === null) return null;
  const loggedMs = parseDurationMs(line.duration)!;
  const isRight = loggedMs >= heldMs - 5 && loggedMs <= endedMs - sentMs + LATE_MS;
  return isRight
    ? null
    : `duration=${line.duration} for a request that took ${Math.round(endedMs - sentMs)} ms`;
}

function judgeRefused(observed: Observed): Verdict {
  const limits = limitsOf(observed);
  if (limits === null) return failFor(observed);
  if (loggingOf(observed) === 'missing') return fail('no request is logged');
  if (limitOf(observed) !== 'present') return fail('not counted: no request is refused');
  const refused = allRequests(limits).filter(isRefused);
  const lost = allRequests(limits).filter(({ status }) => status === null).length;
  const statuses = new Set(refused.map(({ status }) => String(status)));
  const logged = readLogLines(limits.output).filter(({ status }) => statuses.has(status ?? '')).length;
  const detail = `${refused.length} requests were refused, ${logged} of them logged`;
  return logged >= refused.length && logged <= refused.length + lost ? pass(detail) : fail(detail);
}
