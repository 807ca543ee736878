/** What is wrong with one option of a preset, whatever stands around it. */
import { distance } from 'fastest-levenshtein';
import { isSecretName } from './mask-secrets.ts';
import type { PairLine } from './preset-lines.ts';
import { type FoundOption, LISTED_BUILD, type ServerOptions } from './preset-options.ts';
import type { CheckOptions, Finding } from './preset-problem.ts';
import { readSwitch } from './preset-sections.ts';

export function checkOption(pair: PairLine, options: CheckOptions): Finding[] {
  const found = options.known.get(pair.key);
  if (!found) return [explainUnknown(pair.key, options)];
  const refused = findReserved(found) ?? findUnusable(found) ?? findSwitchTrap(pair, found);
  if (refused) return [refused];
  const inValue = found.option.values === 1 ? findValueTrap(pair, found.option.name) : findCut(pair);
  return inValue ? [inValue] : [];
}

function refuse(problem: string, remedy: string): Finding {
  return { problem, remedy, severity: 'error' };
}

function warn(problem: string, remedy: string): Finding {
  return { problem, remedy, severity: 'warning' };
}

function explainUnknown(key: string, { known, unknownOptions }: CheckOptions): Finding {
  const nearest = findNearest(key, known);
  const remedy = nearest ? `write ${nearest} = …` : 'remove it; `llama-server --help` lists the options';
  return {
    problem: `llama-server has no option "${key}" (as of ${LISTED_BUILD}) and does not start with an unknown one`,
    remedy,
    severity: unknownOptions === 'refuse' ? 'error' : 'warning',
  };
}

/** The spelling that was probably meant: dashes for underscores, small letters, or a few letters away. */
function findNearest(key: string, known: ServerOptions): string | null {
  const replaced = REPLACED[key];
  if (replaced) return replaced;
  const dashed = key.toLowerCase().replaceAll('_', '-');
  if (known.has(dashed)) return dashed;
  const [best] = [...known.keys()]
    .filter((name) => name.length > 3)
    .map((name) => ({ name, edits: distance(dashed, name) }))
    .sort((a, b) => a.edits - b.edits);
  return best && best.edits <= Math.max(1, dashed.length / 4) ? best.name : null;
}

/** Options of earlier builds that stand in many presets; `load-mode` took their place. */
const REPLACED: Record<string, string | undefined> = {
  mmap: 'load-mode',
  'no-mmap': 'load-mode',
  mlock: 'load-mode',
};

const ROUTER_ONLY = /^(models-(max|preset|dir|autoload)|ssl-.*|api-key(-file)?)$/;
const SET_BY_ROUTER = /^(host|port|log-colors)$/;

function findReserved({ option: { name } }: FoundOption): Finding | null {
  if (ROUTER_ONLY.test(name))
    return refuse(
      `llama-server silently drops "${name}" from a preset; it counts on its command line alone`,
      'remove it; the benchmark itself starts the server with one model at a time',
    );
  if (SET_BY_ROUTER.test(name))
    return refuse(`llama-server replaces "${name}" in every preset by its own value`, 'remove it');
  return null;
}

const PRINTS_AND_EXITS = /^(usage|cache-list|completion-bash|list-devices)$/;

function findUnusable({ option }: FoundOption): Finding | null {
  if (option.values === 2)
    return refuse(
      `"${option.name}" takes two values, which llama-server does not support in a preset; it does not start`,
      'remove it; it works on the command line of a server for one model only',
    );
  if (option.removed)
    return refuse(
      `"${option.name}" was removed from llama.cpp; the model's process does not start with it`,
      'remove it; `llama-server --help` names what took its place',
    );
  if (PRINTS_AND_EXITS.test(option.name))
    return refuse(`with "${option.name}" the model's process prints something and ends`, 'remove it');
  return null;
}

function findSwitchTrap(pair: PairLine, { option, spelled }: FoundOption): Finding | null {
  if (option.values !== 0) return null;
  if (spelled === 'env-negated')
    return refuse(
      `in a preset llama-server takes ${pair.key} for ${option.env}: true turns "${option.name}" ON`,
      `write ${option.name} = true or ${option.name} = false`,
    );
  if (readSwitch(pair.value) !== null) return null;
  const said = pair.value === '' ? 'no value' : `"${pair.value}"`;
  return refuse(
    `${said} is neither on nor off to llama-server, which turns "${option.name}" ${isOnAnyway(option.name) ? 'ON' : 'off'} with it`,
    `write ${pair.key} = true or ${pair.key} = false`,
  );
}

/** What llama-server makes of a word that it does not know: of the preset's own switches only a known word counts. */
function isOnAnyway(name: string): boolean {
  return name !== 'load-on-startup' && name !== 'dedup-cache-models';
}

function findCut(pair: PairLine): Finding | null {
  if (pair.cutOff === null) return null;
  return refuse(
    `llama-server ends the value at the first ; or # wherever it stands: ${describeCut(pair, pair.cutOff)}`,
    'put a blank before a comment; a path with ; or # in it must be renamed',
  );
}

function describeCut({ key, value }: PairLine, cutOff: string): string {
  return isSecretName(key) ? 'it drops what follows' : `it reads "${value}" and drops "${cutOff}"`;
}

function findValueTrap(pair: PairLine, name: string): Finding | null {
  return findCut(pair) ?? findEmpty(pair, name) ?? findBadJson(pair, name) ?? findUnexpanded(pair, name);
}

const MODEL_SOURCES = /^(model|hf-repo|docker-repo)$/;

function findEmpty(pair: PairLine, name: string): Finding | null {
  if (pair.value !== '') return null;
  if (MODEL_SOURCES.test(name))
    return refuse(`"${pair.key}" has no value`, `write ${pair.key} = … or remove the line`);
  return warn(
    `"${pair.key}" has no value, and llama-server hands an empty one to the model`,
    'write a value, or remove the line to get the default',
  );
}

function findBadJson(pair: PairLine, name: string): Finding | null {
  if (!/^(chat-template-kwargs|json-schema)$/.test(name) || isJson(pair.value)) return null;
  return refuse(
    "the value is not JSON, and the model's process does not start with it",
    'write it as {"enable_thinking": false}: double quotes inside, none around, and no ; or #',
  );
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function findUnexpanded(pair: PairLine, name: string): Finding | null {
  if (name === 'model' && /^[\w.-]+\/[\w.-]+:[\w.-]+$/.test(pair.value))
    return warn(
      'llama-server takes the value of "model" for a file',
      `for a Hugging Face repository write hf-repo = ${pair.value}`,
    );
  if (!/^(~[/\\]|\$\{?\w+\}?[/\\]|%\w+%)/.test(pair.value)) return null;
  return warn('llama-server replaces neither ~ nor variables in a preset', 'write the whole path');
}
