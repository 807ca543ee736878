/** Effective arguments as a person reads them: an option with its values is one word, what all models share is said once. Pure. */
import type { Trial } from '../../benchmarks/trial.ts';
import { groupByModel } from './score-matrix.ts';

/** A negative number is a value. */
const FLAG = /^--?[A-Za-z]/;

export interface GivenOption {
  flag: string;
  /** [] of a switch; [''] where an empty value was given. */
  values: string[];
}

/** `--a b` and `--a=b`, each value by itself. */
export function optionsOf(args: string[]): GivenOption[] {
  return wordsOf(args).map(([flag = '', ...values]) => {
    const joined = /^(--?[A-Za-z][\w-]*)=([\s\S]*)$/.exec(flag);
    return joined ? { flag: joined[1]!, values: [joined[2]!, ...values] } : { flag, values };
  });
}

/** Each option as its own words, the flag first. */
function wordsOf(args: string[]): string[][] {
  const options: string[][] = [];
  for (const arg of args)
    if (FLAG.test(arg) || options.length === 0) options.push([arg]);
    else options.at(-1)!.push(arg);
  return options;
}

/** A flag without a value has ''. */
export function pairsOf(args: string[]): { flag: string; value: string }[] {
  return optionsOf(args).map(({ flag, values }) => ({ flag, value: values.join(' ') }));
}

/** ['--temp', '0.2', '--jinja'] -> ['--temp 0.2', '--jinja'], as written. */
export function pairArguments(args: string[]): string[] {
  return wordsOf(args).map((words) => words.map(quoteArgument).join(' '));
}

function quoteArgument(arg: string): string {
  return /^[^\s"']+$/.test(arg) ? arg : JSON.stringify(arg);
}

export interface ModelArguments {
  /** Of every model that has arguments; [] when only one has. */
  shared: string[];
  /** The rest, by model; models without arguments are not in it. */
  own: Map<string, string[]>;
}

export function modelArguments(trials: Trial[]): ModelArguments {
  const models = groupByModel(trials)
    .map(({ model, facts }) => ({ model, args: pairArguments(facts?.effectiveArgs ?? []) }))
    .filter(({ args }) => args.length > 0);
  const counts = Map.groupBy(
    models.flatMap(({ args }) => [...new Set(args)]),
    (arg) => arg,
  );
  const isShared = (arg: string) => models.length > 1 && counts.get(arg)!.length === models.length;
  return {
    shared: models[0]?.args.filter(isShared) ?? [],
    own: new Map(models.map(({ model, args }) => [model, args.filter((arg) => !isShared(arg))])),
  };
}
