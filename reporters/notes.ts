/** models/notes.md -> notes: a person's words on models, and the scores that they would give. Pure. */

import type { ModelNote } from './tables/context.ts';
import { formatPoints } from './tables/numbers.ts';

export interface KnownNames {
  models: string[];
  tasks: { slug: string; maxPoints: number }[];
}

export interface ParsedNotes {
  notes: ModelNote[];
  /** A sentence each, with the line. They quote the file, so whoever prints them escapes them. */
  warnings: string[];
}

interface Line {
  text: string;
  /** From 1. */
  number: number;
  inFence: boolean;
  /** Where the code block begins that is open behind this line. */
  openFence: number | null;
}

interface Section {
  heading: Line;
  lines: Line[];
}

/**
 * A heading `# model name` begins a model; what follows is free text, except lines like
 * `- score js-sse = 12: reason`. An indented line after one goes on with its reason. HTML comments are left out.
 * What cannot be used is left out with a warning, and the rest is kept; nothing throws.
 */
export function parseNotes(text: string, known: KnownNames): ParsedNotes {
  const lines = readLines(text);
  const { preface, sections } = splitSections(lines);
  const warnings: string[] = [];
  const open = lines.at(-1)?.openFence ?? null;
  if (open !== null)
    warnings.push(`the code block that begins in line ${open} is not closed: all that follows is its text.`);
  const lost = preface.find((line) => line.text.trim() !== '');
  if (lost)
    warnings.push(`line ${lost.number} stands before the first heading '# model name' and is left out.`);
  const notes = new Map<string, ModelNote>();
  for (const section of sections) {
    const model = modelOf(section.heading);
    if (!known.models.includes(model)) {
      warnings.push(unknownModel(section.heading.number, model, known.models));
      continue;
    }
    const note = notes.get(model) ?? { model, text: '', overrides: [] };
    notes.set(model, addLines(note, section.lines, known.tasks, warnings));
  }
  return { notes: [...notes.values()], warnings: warnings.map((words) => `models/notes.md: ${words}`) };
}

function readLines(text: string): Line[] {
  let openFence: number | null = null;
  return withoutComments(text.replace(/^\ufeff/, ''))
    .split(/\r\n|\n|\r/)
    .map((line, i) => {
      const isMark = /^ {0,3}(```|~~~)/.test(line);
      if (isMark) openFence = openFence === null ? i + 1 : null;
      return { text: line, number: i + 1, inFence: openFence !== null || isMark, openFence };
    });
}

/** Comments leave their line ends, so that warnings name the right line. */
function withoutComments(text: string): string {
  let rest = '';
  let at = 0;
  for (let start = text.indexOf('<!--'); start !== -1; start = text.indexOf('<!--', at)) {
    const end = text.indexOf('-->', start + 4);
    if (end === -1) break;
    rest += text.slice(at, start) + text.slice(start, end).replace(/[^\r\n]+/g, '');
    at = end + 3;
  }
  return rest + text.slice(at);
}

function splitSections(lines: Line[]): { preface: Line[]; sections: Section[] } {
  const preface: Line[] = [];
  const sections: Section[] = [];
  for (const line of lines) {
    if (!line.inFence && /^#[ \t]/.test(line.text)) sections.push({ heading: line, lines: [] });
    else (sections.at(-1)?.lines ?? preface).push(line);
  }
  return { preface, sections };
}

function modelOf({ text }: Line): string {
  const name = text.slice(1).trim();
  const isQuoted = name.length > 2 && name.startsWith('`') && name.endsWith('`');
  return isQuoted ? name.slice(1, -1) : name;
}

function addLines(note: ModelNote, lines: Line[], tasks: KnownNames['tasks'], warnings: string[]): ModelNote {
  const text: string[] = note.text === '' ? [] : [note.text];
  const overrides = new Map(note.overrides.map((one) => [one.task, one]));
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i]!;
    const words = overrideWords(line, tasks);
    if (words === null) {
      text.push(line.text);
      continue;
    }
    let whole = words;
    while (/^[ \t]+\S/.test(lines[i + 1]?.text ?? '')) whole += ` ${lines[++i]!.text.trim()}`;
    const override = parseOverride(whole, tasks);
    if (typeof override === 'string') {
      warnings.push(`line ${line.number} is left out: ${override}`);
      continue;
    }
    if (overrides.has(override.task))
      warnings.push(`line ${line.number} replaces an earlier score for ${override.task} of ${note.model}.`);
    overrides.set(override.task, override);
  }
  return { model: note.model, text: text.join('\n').trim(), overrides: [...overrides.values()] };
}

/** What stands after `- score`; null for free text, also for a point such as '- score of SSE looks low'. */
function overrideWords({ text, inFence }: Line, tasks: KnownNames['tasks']): string | null {
  const start = /^[-*+][ \t]+score[ \t]+/i.exec(text);
  if (inFence || !start) return null;
  const words = text.slice(start[0].length).trim();
  const first = words.split(/[\s=:]/, 1)[0]!;
  return words.includes('=') || tasks.some((task) => task.slug === first) ? words : null;
}

const FORM = "Write '- score js-sse = 12: reason'.";

/** The override, or what is wrong with it. */
function parseOverride(words: string, tasks: KnownNames['tasks']): ModelNote['overrides'][number] | string {
  const equals = words.indexOf('=');
  if (equals === -1) return `'${words}' has no '='. ${FORM}`;
  const slug = words.slice(0, equals).trim();
  const right = words.slice(equals + 1);
  const colon = right.indexOf(':');
  const number = (colon === -1 ? right : right.slice(0, colon)).trim();
  const reason = colon === -1 ? '' : right.slice(colon + 1).trim();
  const task = tasks.find((one) => one.slug === slug);
  if (!task) return `there is no task '${slug}'; there are ${tasks.map((one) => one.slug).join(', ')}.`;
  if (!/^-?\d+(\.\d+)?$/.test(number)) return `'${number}' is not a number. ${FORM}`;
  const points = Number(number);
  if (points < 0 || points > task.maxPoints)
    return `${slug} has 0 to ${formatPoints(task.maxPoints)} points, not ${number}.`;
  if (reason === '') return `the score for ${slug} has no reason. ${FORM}`;
  return { task: slug, points, reason };
}

const MOST_NAMES = 10;

function unknownModel(line: number, name: string, known: string[]): string {
  const alike = known.find((one) => one.toLowerCase() === name.toLowerCase());
  const names =
    known.length > MOST_NAMES ? `${known.slice(0, MOST_NAMES).join(', ')}, …` : known.join(', ') || 'none';
  const hint = alike === undefined ? `Its models: ${names}.` : `Did you mean '${alike}'?`;
  return `line ${line}: this run has no model '${name}', so its notes are left out. ${hint}`;
}
