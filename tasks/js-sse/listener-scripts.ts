/** Listeners that are added, removed and shared. */
import type { LogEntry } from './log-entries.ts';
import {
  end,
  expectEvents,
  type Given,
  message,
  numbered,
  push,
  type ScriptCase,
  type Step,
} from './script-case.ts';

export function listenerScripts(a: string, b: string): ScriptCase[] {
  const second: Step = { do: 'listen', type: 'message', name: 'second' };
  const sends = [push(`data: ${a}\n\n`), end];
  const expectOne = expectEvents('event-types', [message(a)]);
  return numbered('event-types', [
    // Nobody listens to it, which must not harm the next one.
    { steps: [push(`event: t${a}\ndata: ${a}\n\n`), ...sends], fault: expectOne },
    { steps: [{ do: 'unlisten', type: `t${a}`, name: 'message' }, ...sends], fault: expectOne, isRare: true },
    { steps: [second, ...sends], fault: expectEvents('event-types', [message(a), message(a, 'second')]) },
    {
      steps: [second, { do: 'unlisten', type: 'message', name: 'message' }, ...sends],
      fault: expectEvents('event-types', [message(a, 'second')]),
    },
    ...sharedListenerScripts(a, b),
    {
      // Whoever takes a listener out of the array that is being walked skips the one behind it.
      steps: [
        { do: 'listen', type: 'message', name: 'once', leaves: true },
        second,
        sends[0]!,
        push(`data: ${b}\n\n`),
        end,
      ],
      fault: expectEvents('event-types', [
        message(a),
        message(a, 'once'),
        message(a, 'second'),
        message(b),
        message(b, 'second'),
      ]),
    },
    {
      // A name that every object has: whoever looks it up in a plain object finds no listeners, but no nothing either.
      steps: [push(`event: constructor\ndata: ${a}\n\ndata: ${b}\n\n`), end],
      fault: expectEvents('event-types', [message(b)]),
      isRare: true,
    },
  ]);
}

/** One function for two types: each of the two has it, and loses it, on its own. */
function sharedListenerScripts(a: string, b: string): Given[] {
  const listen: Step[] = [
    { do: 'listen', type: 'note', name: 'both' },
    { do: 'listen', type: 'message', name: 'both', again: true },
  ];
  const sends = [push(`data: ${a}\n\nevent: note\ndata: ${b}\n\n`), end];
  const note: LogEntry = ['both', 'note', b, ''];
  return [
    {
      steps: [...listen, ...sends],
      fault: expectEvents('event-types', [message(a), message(a, 'both'), note]),
    },
    {
      steps: [...listen, { do: 'unlisten', type: 'message', name: 'both' }, ...sends],
      fault: expectEvents('event-types', [message(a), note]),
    },
  ];
}
