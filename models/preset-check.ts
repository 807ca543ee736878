/** What in a preset llama-server would refuse, drop, merge or read otherwise than it looks. */

import { maskIni } from './mask-secrets.ts';
import { checkOption } from './preset-check-option.ts';
import type { PairLine, PresetLine } from './preset-lines.ts';
import type { ServerOptions } from './preset-options.ts';
import type { CheckOptions, Finding, PresetProblem } from './preset-problem.ts';
import {
  GLOBAL_NAME,
  gatherSections,
  isVersion,
  listedName,
  type PresetSection,
  type PresetSections,
  readOptions,
} from './preset-sections.ts';

/** Every problem of a preset, in line order. */
export function checkPreset(lines: readonly PresetLine[], options: CheckOptions): PresetProblem[] {
  const preset = gatherSections(lines);
  const globals = preset.sections.filter((section) => section.header.name === GLOBAL_NAME).at(-1);
  const found = [
    ...preset.broken.map((broken) =>
      report(broken, { problem: broken.problem, remedy: broken.remedy, severity: 'error' }),
    ),
    ...checkStrays(preset.stray),
    ...checkAnyModel(preset),
    ...preset.sections.flatMap(checkName),
    ...checkDuplicates(preset.sections),
    ...[preset.stray, ...preset.sections.map((section) => section.pairs)].flatMap((pairs) =>
      checkPairs(pairs, options),
    ),
    // A line that cannot be read may be the one that names the model.
    ...(preset.broken.length > 0
      ? []
      : preset.sections.flatMap((section) => checkSource(section, globals, options.known))),
    ...checkAliases(preset.sections, globals, options.known),
    ...checkLoadOnStartup(preset.sections, globals, options.known),
  ];
  return found.sort((a, b) => a.line - b.line);
}

type Place = { line: number; text: string };

function report(place: Place, finding: Finding): PresetProblem {
  return { line: place.line, text: maskIni(place.text), ...finding };
}

function refuse(place: Place, problem: string, remedy: string): PresetProblem {
  return report(place, { problem, remedy, severity: 'error' });
}

function checkStrays(stray: readonly PairLine[]): PresetProblem[] {
  const [first] = stray.filter((pair) => !isVersion(pair));
  if (!first) return [];
  return [
    refuse(
      first,
      'it stands before the first section, and llama-server makes a model named "default" of such lines',
      'put it below [*] to set it for every model, or below the section it is meant for',
    ),
  ];
}

function checkAnyModel({ sections, broken }: PresetSections): PresetProblem[] {
  if (broken.length > 0 || sections.some((section) => section.header.name !== GLOBAL_NAME)) return [];
  return [
    refuse(
      sections[0]?.header ?? { line: 1, text: '' },
      'the preset names no model',
      'add a section: [my-model], below it model = /path/to/file.gguf (or hf-repo = user/model:QUANT)',
    ),
  ];
}

function checkName({ header }: PresetSection): PresetProblem[] {
  const { name } = header;
  if (name === GLOBAL_NAME) return [];
  if (/[ \t]$/.test(name)) return [refuse(header, ...explainTrailingBlank(name))];
  if (name.includes('\\') || name === '__proto__')
    return [
      refuse(
        header,
        'llama-server and the benchmark do not read this name alike',
        name.includes('\\') ? 'write the name without backslashes; a dot needs none' : 'give it another name',
      ),
    ];
  if (listedName(name) !== name)
    return [
      refuse(
        header,
        `llama-server takes what follows the ":" for a quantisation and lists this model as "${listedName(name)}"; a request for "${name}" is refused`,
        `write [${listedName(name)}], or a name without ":", e.g. [${name.replaceAll(':', '-')}]`,
      ),
    ];
  return [];
}

function explainTrailingBlank(name: string): [string, string] {
  const trimmed = name.trimEnd();
  return trimmed === GLOBAL_NAME
    ? ['llama-server makes a model named "* " of it; nothing in it applies to the others', 'write [*]']
    : [`llama-server keeps the blank before ] and lists the model as "${name}"`, `write [${trimmed}]`];
}

function checkDuplicates(sections: readonly PresetSection[]): PresetProblem[] {
  return sections.flatMap(({ header }, i) => {
    const name = listedName(header.name);
    const earlier = sections.slice(0, i).find((other) => listedName(other.header.name) === name);
    if (!earlier) return [];
    const where = `line ${earlier.header.line} [${earlier.header.name}]`;
    return [
      refuse(
        header,
        `llama-server lists both this section and ${where} as "${name}" and drops everything in one of them`,
        'join the two sections, or give one of them another name',
      ),
    ];
  });
}

function checkPairs(pairs: readonly PairLine[], options: CheckOptions): PresetProblem[] {
  return pairs
    .filter((pair) => !isVersion(pair))
    .flatMap((pair, i, all) => {
      const findings = [
        ...checkOption(pair, options),
        ...checkSpellings(pair, all.slice(0, i), options.known),
      ];
      return findings.map((finding) => report(pair, finding));
    });
}

function checkSpellings(pair: PairLine, before: readonly PairLine[], known: ServerOptions): Finding[] {
  const option = known.get(pair.key)?.option;
  const earlier = before.find(
    (other) => other.key === pair.key || (option !== undefined && known.get(other.key)?.option === option),
  );
  if (!earlier) return [];
  const problem =
    earlier.key === pair.key
      ? `the option was set on line ${earlier.line}; llama-server drops one of the two values`
      : `it is the same option as "${earlier.key}" on line ${earlier.line}; llama-server takes one of them by alphabet, not by order`;
  return [{ problem, remedy: 'keep one of the two lines', severity: 'error' }];
}

/** Switches that name a whole model: gpt-oss-20b-default, fim-qwen-7b-spec. */
const MODEL_SWITCH = /^(embd-gemma|fim-qwen|gpt-oss|vision-gemma)-.*(default|spec)$/;

function checkSource(
  section: PresetSection,
  globals: PresetSection | undefined,
  known: ServerOptions,
): PresetProblem[] {
  if (section.header.name === GLOBAL_NAME) return [];
  const set = { ...readOptions(globals?.pairs ?? [], known), ...readOptions(section.pairs, known) };
  if (Object.keys(set).some((name) => MODEL_SWITCH.test(name) && set[name] === 'true')) return [];
  if (set.model || set['hf-repo'] || set['docker-repo']) return [];
  if (CACHED_NAME.test(section.header.name)) return [warnOfCache(section)];
  const problem = set['model-url']
    ? 'model-url alone gives llama-server no model: the model’s process starts without one and is never ready'
    : 'the section names no model: its process starts without one and is never ready';
  const remedy = 'add model = /path/to/file.gguf (or hf-repo = user/model:QUANT) to this section';
  return [refuse(section.header, problem, remedy)];
}

/** user/repo:TAG, as llama-server lists what it has downloaded: such a section only adds options to that model. */
const CACHED_NAME = /^[^/\s]+\/[^/\s:]+:[A-Z0-9_]+$/;

function warnOfCache({ header }: PresetSection): PresetProblem {
  return report(header, {
    problem:
      'the section names no model, and works only where llama-server has downloaded one of this name before',
    remedy: `add hf-repo = ${header.name} to this section`,
    severity: 'warning',
  });
}

function checkAliases(
  sections: readonly PresetSection[],
  globals: PresetSection | undefined,
  known: ServerOptions,
): PresetProblem[] {
  const models = sections.filter((section) => section.header.name !== GLOBAL_NAME);
  const owners = new Map(models.map(({ header }) => [listedName(header.name), header.name]));
  return models.flatMap((section) => {
    const set = { ...readOptions(globals?.pairs ?? [], known), ...readOptions(section.pairs, known) };
    const clashes = readAliases(set.alias).filter(
      (alias) => (owners.get(alias) ?? section.header.name) !== section.header.name,
    );
    for (const alias of readAliases(set.alias)) owners.set(alias, section.header.name);
    const place = findAliasLine(section, known) ?? section.header;
    return clashes.map((alias) =>
      refuse(
        place,
        `the alias "${alias}" of [${section.header.name}] already names another model, and llama-server does not start`,
        'give each model an alias of its own, or none',
      ),
    );
  });
}

function findAliasLine(section: PresetSection, known: ServerOptions): PairLine | undefined {
  return section.pairs.find((pair) => known.get(pair.key)?.option.name === 'alias');
}

/** Comma-separated, blanks around each dropped, as llama-server does. */
export function readAliases(alias: string | undefined): string[] {
  return [...new Set((alias ?? '').split(',').map((name) => name.trim()))].filter((name) => name !== '');
}

function checkLoadOnStartup(
  sections: readonly PresetSection[],
  globals: PresetSection | undefined,
  known: ServerOptions,
): PresetProblem[] {
  const loaded = sections.filter(({ header, pairs }) => {
    const set = { ...readOptions(globals?.pairs ?? [], known), ...readOptions(pairs, known) };
    return header.name !== GLOBAL_NAME && set['load-on-startup'] === 'true';
  });
  const isTooMany = loaded.length > 1;
  return loaded.map(({ header, pairs }) =>
    report(pairs.find((pair) => pair.key === 'load-on-startup') ?? header, {
      problem: isTooMany
        ? 'more than one model is to be loaded at the start; with one model at a time llama-server does not start'
        : 'the server loads this model before the benchmark asks for it',
      remedy: 'remove load-on-startup: the benchmark loads each model itself',
      severity: isTooMany ? 'error' : 'warning',
    }),
  );
}
