import { defineTask } from '../define-task.ts';

/** What an answer loses beside its gap when it does not compile by its own fault. */
const POLISH = ['unharmed', 'warnings', 'lints', 'concise'];

/** The published counts. */
const THREE_BUGS_AND_EDIT: [number, number] = [15, 15];
const TWO_BUGS_AND_EDIT: [number, number] = [11, 11];
/** Bands of the published report. */
const BROKEN: [number, number] = [1, 4];
const SIGNIFICANT: [number, number] = [5, 8];
const NOTABLE_GAPS: [number, number] = [9, 12];
const GOOD: [number, number] = [13, 16];
const EXCELLENT_BUT: [number, number] = [17, 19];

export default defineTask({
  title: 'Fix and extend a Rust CLI',
  column: 'Rs',
  order: 4,
  language: 'rust',
  toolchains: ['rust', 'node'],
  prepare: async (sandbox, tell) => {
    await (await import('./crates.ts')).prepareCrates(sandbox, tell);
  },
  answerFiles: [
    {
      path: 'src/main.rs',
      languages: ['rust', 'rs'],
      defines: ['Cli', 'Command', 'Priority', 'Task', 'TaskStore', 'main'],
    },
  ],
  maxPoints: 20,
  rubric: async () => (await import('./rubric.ts')).rubric,
  alternatives: {
    // blind-*: written from prompt.md alone by somebody who had not seen the rubric.
    'blind-args-struct': 20,
    'blind-documented-clones': 20,
    'blind-fromstr-tuple-match': 20,
    'blind-index-based': 20,
    'blind-minimal-diff': 20,
    'blind-plain-coder': 20,
    'blind-prints-before-saving': 20,
    'blind-pure-core': 20,
    'blind-remove-prints-early': 20,
    'blind-run-returns-output': 20,
    'blind-serde-from-str': 20,
    'blind-shared-lookup': 20,
    'blind-strong-thinker': 20,
    'blind-typed-errors': 20,
    'blind-update-closure': 20,
    'blind-verbose-explainer': 20,
    'decoys-in-comments': 20,
    'edit-args-struct': 20,
    'edit-inline-exit': 20,
    'from-str-and-value-enum-attribute': 20,
    'from-str-imported': 20,
    'inline-modules': 20,
    'other-method-names': 20,
    'possible-values-parser': 20,
    'unit-tests': 20,
    'value-enum-attribute': 20,
    'value-enum-by-hand': 20,
    'value-parser-function': 20,
  },
  flaws: {
    'misses-value-enum': {
      loses: ['value-enum'],
      band: THREE_BUGS_AND_EDIT,
      mistake: 'Priority still has no ValueEnum',
    },
    'misses-next-id': { loses: ['next-id'], band: THREE_BUGS_AND_EDIT, mistake: 'next_id never grows' },
    'misses-mark-done': {
      loses: ['mark-done'],
      band: THREE_BUGS_AND_EDIT,
      mistake: 'mark_done still takes &self',
    },
    'misses-remove': {
      loses: ['remove'],
      band: THREE_BUGS_AND_EDIT,
      mistake: 'remove still keeps the wrong items',
    },
    'misses-value-enum-and-next-id': {
      loses: ['value-enum', 'next-id'],
      band: TWO_BUGS_AND_EDIT,
      mistake: 'two bugs are left',
    },
    'misses-value-enum-and-mark-done': {
      loses: ['value-enum', 'mark-done'],
      band: TWO_BUGS_AND_EDIT,
      mistake: 'both compile errors are left',
    },
    'misses-value-enum-and-remove': {
      loses: ['value-enum', 'remove'],
      band: TWO_BUGS_AND_EDIT,
      mistake: 'two bugs are left',
    },
    'misses-next-id-and-remove': {
      loses: ['next-id', 'remove'],
      band: TWO_BUGS_AND_EDIT,
      mistake: 'it compiles, but both other bugs are left',
    },
    'misses-edit': { loses: ['edit'], band: [16, 16], mistake: 'all bugs are fixed, there is no edit' },
    'misses-value-enum-and-edit': {
      loses: ['value-enum', 'edit'],
      band: [12, 13],
      mistake: 'a bug is left and there is no edit',
    },
    'only-edit': {
      loses: ['value-enum', 'next-id', 'mark-done', 'remove', ...POLISH],
      band: BROKEN,
      mistake: 'edit was added, no bug is fixed',
    },
    'only-mark-done': {
      loses: ['value-enum', 'next-id', 'remove', 'edit'],
      band: SIGNIFICANT,
      mistake: 'one bug is fixed',
    },
    'derive-without-import': {
      loses: ['value-enum'],
      band: THREE_BUGS_AND_EDIT,
      mistake: 'derives ValueEnum without a use of it',
    },
    'arg-enum-of-clap-3': {
      loses: ['value-enum'],
      band: THREE_BUGS_AND_EDIT,
      mistake: 'derives ArgEnum, which clap 4 does not have',
    },
    'value-enum-attribute-alone': {
      loses: ['value-enum'],
      band: THREE_BUGS_AND_EDIT,
      mistake: 'the attribute value_enum without the derive',
    },
    'from-str-with-unit-error': {
      loses: ['value-enum'],
      band: THREE_BUGS_AND_EDIT,
      mistake: 'FromStr with an error that clap cannot take',
    },
    'from-str-not-imported': {
      loses: ['value-enum'],
      band: THREE_BUGS_AND_EDIT,
      mistake: 'impl FromStr without a use of it',
    },
    'from-str-not-imported-and-misses-remove': {
      loses: ['value-enum', 'remove'],
      band: TWO_BUGS_AND_EDIT,
      mistake: 'impl FromStr without a use of it, and remove is left',
    },
    'priority-as-text': {
      loses: ['value-enum'],
      band: GOOD,
      mistake: 'an unknown priority is no usage error: exit code 1',
    },
    'first-id-is-two': {
      loses: ['next-id'],
      band: THREE_BUGS_AND_EDIT,
      mistake: 'next_id grows before it is used',
    },
    'next-id-does-not-compile': {
      loses: ['next-id'],
      band: THREE_BUGS_AND_EDIT,
      mistake: 'borrows next_id twice in one expression',
    },
    'mark-done-by-immutable-helper': {
      loses: ['mark-done'],
      band: THREE_BUGS_AND_EDIT,
      mistake: 'mark_done takes &mut self, the helper that it calls does not',
    },
    'value-enum-by-hand-incomplete': {
      loses: ['value-enum'],
      band: THREE_BUGS_AND_EDIT,
      mistake: 'impl ValueEnum without to_possible_value',
    },
    'marks-all-done': {
      loses: ['mark-done'],
      band: THREE_BUGS_AND_EDIT,
      mistake: 'marks every task as done',
    },
    'done-never-ends': {
      loses: ['mark-done'],
      band: THREE_BUGS_AND_EDIT,
      mistake: 'done loops for ever',
    },
    'remove-clears-all': {
      loses: ['remove', 'warnings'],
      band: THREE_BUGS_AND_EDIT,
      mistake: 'removes every task',
    },
    'remove-panics': {
      loses: ['remove'],
      band: THREE_BUGS_AND_EDIT,
      mistake: 'panics for the last task',
    },
    'edit-does-not-compile': {
      loses: ['edit', ...POLISH],
      band: NOTABLE_GAPS,
      mistake: 'a type error in edit',
    },
    'edit-does-not-compile-and-misses-value-enum': {
      loses: ['value-enum', 'edit', ...POLISH],
      band: SIGNIFICANT,
      mistake: 'a type error in edit, and a bug is left',
    },
    'edit-not-matched': {
      loses: ['edit', ...POLISH],
      band: NOTABLE_GAPS,
      mistake: 'the match over the commands lacks Edit',
    },
    'edit-borrows-while-saving': {
      loses: ['edit', ...POLISH],
      band: NOTABLE_GAPS,
      mistake: 'saves while the edited task is borrowed',
    },
    'done-borrows-while-saving': {
      loses: POLISH,
      band: [12, 12],
      mistake: 'saves while the task that is done is borrowed',
    },
    'import-removed': { loses: POLISH, band: NOTABLE_GAPS, mistake: 'a use is lost, so it does not compile' },
    'cut-off': {
      loses: ['program', 'edit', ...POLISH],
      band: SIGNIFICANT,
      mistake: 'the answer ends in the middle of run',
    },
    'edit-needs-both': {
      loses: ['edit'],
      band: GOOD,
      mistake: 'edit changes the title and the priority only together',
    },
    'prints-other-words': {
      loses: ['unharmed'],
      band: GOOD,
      mistake: 'add prints other words than before',
    },
    'changes-list-stats-and-errors': {
      loses: ['edit', 'unharmed'],
      band: NOTABLE_GAPS,
      mistake: 'list, stats and all errors look different',
    },
    'adds-tasks-as-done': {
      loses: ['unharmed'],
      band: [16, 16],
      mistake: 'a new task is done already; neither bug of add is to blame',
    },
    'adds-a-data-field': {
      loses: ['unharmed'],
      band: GOOD,
      mistake: 'another field in the data file',
    },
    'dead-code-silenced': {
      loses: ['warnings'],
      band: EXCELLENT_BUT,
      mistake: 'an idle function under allow(dead_code)',
    },
    'clippy-complains': { loses: ['lints'], band: EXCELLENT_BUT, mistake: 'compares a bool with true' },
    'messy-from-str': {
      loses: ['warnings', 'lints'],
      band: [16, 16],
      mistake: 'FromStr, idle helpers, an idle import, a long edit',
    },
    'hello-world': {
      loses: ['program', 'value-enum', 'next-id', 'mark-done', 'remove', 'edit', ...POLISH],
      band: BROKEN,
      mistake: 'another program',
    },
    'writes-results-itself': {
      loses: ['next-id', 'remove'],
      band: TWO_BUGS_AND_EDIT,
      mistake: 'two bugs are left, and it writes to the result pipe of the driver',
    },
    'blind-debug-leftovers': {
      loses: ['unharmed', 'warnings'],
      band: GOOD,
      mistake: 'DEBUG lines on stderr, an idle function',
    },
    'blind-edit-default-priority': {
      loses: ['edit'],
      band: GOOD,
      mistake: 'edit sets the priority to medium when none is given',
    },
    'blind-edit-moves-to-end-and-reopens': {
      loses: ['edit'],
      band: GOOD,
      mistake: 'edit moves the task to the end and marks it as not done',
    },
    'blind-edit-title-unchecked': {
      loses: ['edit'],
      band: [17, 17],
      mistake: 'edit takes an empty title',
    },
    'blind-middling-model': {
      loses: ['edit'],
      band: [17, 17],
      mistake: 'edit takes an empty title',
    },
    'blind-next-id-from-max': {
      loses: ['next-id'],
      band: GOOD,
      mistake: 'the highest ID + 1, so the ID of a removed task is given again',
    },
    'blind-nothing-to-change-by-clap': {
      loses: ['edit'],
      band: [17, 17],
      mistake: 'edit without options is a usage error of clap',
    },
    'blind-over-engineered': {
      loses: ['concise'],
      band: EXCELLENT_BUT,
      mistake: 'traits, builders and services for a small change',
    },
    'blind-save-while-borrowed': {
      loses: ['program', 'edit', ...POLISH],
      band: SIGNIFICANT,
      mistake: 'saves while a task is borrowed, in three commands',
    },
    'blind-weak-model': {
      loses: ['next-id', 'edit'],
      band: [15, 15],
      mistake: 'IDs of removed tasks are given again, edit resets the priority',
    },
    'blind-swap-remove': {
      loses: ['remove'],
      band: GOOD,
      mistake: 'swap_remove changes the order',
    },
    'blind-priority-any-case': {
      loses: ['value-enum'],
      band: [16, 16],
      mistake: 'takes HIGH and Medium for priorities, too',
    },
    'blind-same-value-rejected': {
      loses: ['edit'],
      band: [17, 17],
      mistake: 'edit with the values that the task already has is refused',
    },
    'blind-title-checked-only-alone': {
      loses: ['edit'],
      band: [17, 17],
      mistake: 'edit takes a blank title when a priority stands beside it',
    },
    'blind-titles-trimmed': {
      loses: ['edit', 'unharmed'],
      band: [15, 15],
      mistake: 'add and edit store the title without the white space around it',
    },
    'blind-unpadded-priority': {
      loses: ['unharmed'],
      band: [16, 16],
      mistake: 'list no longer pads the priority to 6',
    },
    'blind-clippy-option-map': {
      loses: ['lints'],
      band: EXCELLENT_BUT,
      mistake: 'calls map on an Option for its side effect',
    },
    'blind-swap-remove-and-prints-before-saving': {
      loses: ['remove'],
      band: GOOD,
      mistake: 'swap_remove changes the order',
    },
  },
});
