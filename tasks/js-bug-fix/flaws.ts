/** The wrong answers under flaws/: what each loses, and its band in the published report. */
import type { Flaw } from '../define-task.ts';

type Declare = (loses: string[], mistake: string) => Flaw;

function inBand(band: Flaw['band']): Declare {
  return (loses, mistake) => ({ loses, band, mistake });
}

/** "Broken, didn't follow instructions, or mostly wrong." */
const broken = inBand([1, 4]);
/** "Attempted but significant issues." */
const significant = inBand([5, 8]);
/** "Functional with notable gaps." */
const notable = inBand([9, 12]);
/** "Correct with minor imperfections." */
const minor = inBand([13, 16]);
/** What only a strict reviewer would criticise. */
const excellent = inBand([17, 20]);

const SMELLS = ['smell-timeout', 'smell-get-task', 'smell-drain'];
const ALL = [
  ...['loads', 'parts-work', 'queue-works', 'bubble-up', 'once', 'clear', 'tidy', 'concise'],
  ...SMELLS,
];

// blind-*: written from prompt.md alone by somebody who had not seen the rubric.
export const flaws: Record<string, Flaw> = {
  'cut-off': broken(ALL, 'The file ends in its last class.'),
  'exits-at-import': broken(ALL, 'The module ends the process.'),
  'module-exports-in-es-module': broken(ALL, 'module.exports in an ES module: it throws when it is loaded.'),
  'no-limiter-and-scheduler': broken(['loads', 'parts-work'], 'The last two classes are left out.'),
  'only-smells-mended': broken(
    ['bubble-up', 'once', 'clear', 'tidy', 'concise', 'smell-drain'],
    'The smells are taken for the bugs.',
  ),
  'only-the-changed-classes': broken(
    ['loads', 'parts-work', 'queue-works', 'clear', ...SMELLS],
    'Only the emitter and the heap are given back.',
  ),
  // No class of the task in it: not even the point for an attempt.
  'only-the-changed-methods': inBand([0, 0])(ALL, 'Three methods without their classes.'),
  'renamed-class': broken(
    ['loads', 'parts-work', 'queue-works', 'clear', ...SMELLS],
    'TaskQueue has another name.',
  ),
  'rest-unchanged': broken(
    ['loads', 'parts-work', 'queue-works', 'clear', 'tidy', ...SMELLS],
    '"rest unchanged" stands for half of the file.',
  ),
  'syntax-error': broken(ALL, 'A brace is lost.'),

  'blind-fractional-parent-index': significant(
    ['parts-work', 'queue-works', 'bubble-up', 'smell-timeout'],
    'Parentheses at the wrong place: the parent of 2 is 0.5, which throws.',
  ),
  'bubble-up-and-once-missed': significant(['bubble-up', 'once', ...SMELLS], 'Only clear() is fixed.'),
  'blind-next-starts-before-end': significant(
    ['queue-works', 'smell-timeout'],
    'The next task starts before it is told that the last one has ended, and how.',
  ),
  'hangs-in-once': significant(
    ['parts-work', 'queue-works', 'once', 'smell-drain'],
    'An endless loop when a once() listener is called.',
  ),
  'loses-peek-and-to-array': significant(
    ['loads', 'parts-work'],
    'Two public methods are taken for unused and removed.',
  ),
  'lowest-priority-first': significant(
    ['parts-work', 'queue-works', 'bubble-up'],
    'The comparison is turned round.',
  ),
  'ties-last-in-first-out': significant(
    ['parts-work', 'queue-works', 'bubble-up', 'smell-timeout'],
    'Among equal priorities the last comes first.',
  ),

  'blind-missed-heap-parent': notable(['bubble-up', 'smell-timeout'], 'The heap is still broken.'),
  'blind-parent-of-one-based-heap': notable(
    ['bubble-up', 'smell-timeout'],
    'The parent is taken at index / 2, as in a heap that begins at 1; the rest is fixed.',
  ),
  'blind-retry-off-by-one': notable(
    ['queue-works', 'smell-timeout'],
    'A task has one attempt less than it should.',
  ),
  'bubble-up-and-clear-missed': notable(['bubble-up', 'clear', ...SMELLS], 'Only once() is fixed.'),
  'bubble-up-missed': notable(
    ['bubble-up', ...SMELLS],
    'The heap still takes the element before for the parent; the rest is fixed.',
  ),
  'clear-forgets-tasks': notable(
    ['queue-works', 'smell-get-task'],
    'Cancelled tasks are unknown to getTask(), and ids occur twice.',
  ),
  'clear-missed-and-pause-broken': notable(
    ['queue-works', 'clear', 'tidy', ...SMELLS],
    'clear() is overlooked, and pause() stops nothing any more.',
  ),
  'default-export-only': notable(['loads'], 'One default export in place of the five names.'),
  'emit-skips-after-once': notable(
    ['parts-work', 'queue-works', 'once', 'smell-drain'],
    'emit() walks through the list that once() takes from, and skips a listener.',
  ),
  'hangs-in-clear': notable(
    ['queue-works', 'clear', 'smell-get-task'],
    'An endless loop in clear() when a task is pending.',
  ),
  'heap-looks-at-itself': notable(
    ['parts-work', 'queue-works', 'bubble-up', ...SMELLS],
    'Other parentheses, and each element is its own parent.',
  ),
  'heap-parent-without-minus': notable(
    ['parts-work', 'bubble-up', ...SMELLS],
    'The parent is taken at index / 2, as in a heap that begins at 1.',
  ),
  'not-exported': notable(['loads'], 'The exports are lost.'),
  'once-and-clear-missed': {
    loses: ['once', 'clear', ...SMELLS],
    band: [10, 10],
    mistake: 'Only the heap is fixed.',
  },
  'once-missed-and-retries-broken': notable(
    ['queue-works', 'once', ...SMELLS],
    'once() is overlooked, and a task that waits for its retry is not counted.',
  ),
  'once-unregisters-at-once': notable(
    ['parts-work', 'once', ...SMELLS],
    'once() unregisters before the event ever came.',
  ),
  'one-attempt-too-many': notable(
    ['queue-works', 'smell-timeout'],
    'A task has one more attempt than it should.',
  ),
  'timeout-frees-no-slot': notable(
    ['queue-works', 'smell-timeout'],
    'A task that took too long keeps its slot until its function ends.',
  ),

  'blind-cancelled-count-overwritten': minor(
    ['clear', 'smell-timeout'],
    'The second clear() forgets how many tasks the first one cancelled.',
  ),
  'blind-clear-cancels-new-tasks': minor(
    ['queue-works', 'smell-timeout'],
    'clear() pops task by task: what listeners add meanwhile is cancelled, too.',
  ),
  'blind-get-task-by-index': minor(
    ['queue-works', 'smell-timeout'],
    'getTask() makes an index of the id: it finds a task by ids that none has, and throws without one.',
  ),
  'blind-heap-cleared-after-events': minor(
    ['queue-works', 'smell-timeout'],
    'clear() empties the heap after its events: tasks that listeners add are lost.',
  ),
  'blind-missed-clear-stats': minor(['clear', 'smell-timeout'], 'clear() still counts too late.'),
  'blind-new-api-and-debug-output': minor(
    ['queue-works', 'tidy', 'concise', 'smell-timeout'],
    'New public methods, checks that refuse concurrency: Infinity, console output, an unused variable.',
  ),
  'blind-once-missed-off-removes-all': minor(
    ['parts-work', 'once', 'smell-timeout'],
    'once() is not fixed, and off() removes every registration of a listener.',
  ),
  'blind-once-removed-after-call': minor(['once', 'smell-timeout'], 'once() unregisters after the call.'),
  'blind-once-takes-off-the-on': minor(
    ['once', 'smell-timeout'],
    'once() removes the registration that the same listener has by on().',
  ),
  'blind-resume-emits-drain': minor(
    ['queue-works', 'smell-timeout'],
    'resume() of an idle queue emits drain.',
  ),
  'blind-run-deferred-a-tick': minor(
    ['queue-works', 'smell-timeout'],
    'Functions are called after add() has returned.',
  ),
  'blind-timer-after-sync-throw': minor(
    ['queue-works'],
    'When the function throws, its timer stays, and in the end rejects a promise that nobody handles.',
  ),
  'clear-counts-all-tasks': minor(['clear'], 'All tasks that there ever were count as cancelled.'),
  'clear-counts-before-and-after': minor(
    ['clear', ...SMELLS],
    'pending is right, cancelled is still counted too late.',
  ),
  'clear-counts-cancelled-only': minor(['clear'], 'The cancelled tasks still count as pending.'),
  'clear-missed': {
    loses: ['clear', ...SMELLS],
    band: [14, 14],
    mistake: 'clear() still counts the tasks after it has removed them.',
  },
  'clear-missed-smells-mended': minor(
    ['clear'],
    'All smells are mended, and the counting in clear() is overlooked.',
  ),
  'clear-resets-statistics': minor(
    ['queue-works', 'clear'],
    'clear() sets all numbers to zero, also those of other tasks.',
  ),
  'drain-by-broken-once': minor(['once', ...SMELLS], 'drain() uses once(), which still does not unregister.'),
  'drain-hangs-when-idle': minor(['queue-works', 'smell-drain'], 'drain() of an idle queue never resolves.'),
  'fixed-window': minor(['parts-work'], 'The limiter forgets all slots when the oldest is over.'),
  'get-task-by-number': minor(['queue-works', 'smell-get-task'], 'getTask() takes the id for an index.'),
  'interval-runs-once': minor(['parts-work'], 'runEvery() fires once.'),
  'leaves-timers-behind': minor(['queue-works'], 'The timer of the time limit is not cleared.'),
  'no-drain-after-clear': minor(['queue-works'], 'clear() no longer tells that the queue is idle.'),
  'off-forgets-all': minor(
    ['parts-work', 'once'],
    'off() also removes all listeners behind the one it was asked for.',
  ),
  'once-missed': minor(['once', ...SMELLS], 'once() still unregisters the wrong function.'),
  'once-removes-every-listener': minor(['once', ...SMELLS], 'once() removes all listeners of its event.'),
  'once-takes-another-registration': minor(
    ['once'],
    'off() finds the listener by its original, which may be a registration of on().',
  ),
  'once-unregisters-after-the-call': minor(
    ['once'],
    'A listener that emits the event again is called again.',
  ),
  'sorts-on-every-push': minor(['bubble-up'], 'The heap is replaced by a sort on every push.'),
  'starts-in-a-microtask': minor(['queue-works'], 'Tasks start after add() has returned.'),

  'blind-middling-model': notable(
    ['queue-works', 'smell-timeout'],
    'One retry too few, and none with `retries: 1`; all bugs are fixed.',
  ),
  'blind-weak-model': minor(
    ['once', 'tidy', 'smell-timeout', 'smell-drain'],
    'once() still does not unregister, emit() swallows what listeners throw and writes it on the console.',
  ),
  'blind-missed-drain-leak': excellent(
    ['smell-timeout', 'smell-drain'],
    'Two smells are left, among them that of drain(). The writer held it for a bug.',
  ),
  'dead-code': excellent(['tidy'], 'A private method and a counter that nobody reads.'),
  'lint-empty-block': excellent(['tidy'], 'An empty block, to which ESLint objects.'),
  'over-long': excellent(['concise'], 'Eight methods of needless checks.'),
  prints: excellent(['tidy'], 'A console.log for every task.'),
  'unused-import': excellent(['tidy'], 'An import that is not used.'),
};
