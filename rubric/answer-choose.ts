/** Which blocks make which file, as a careful reader would decide, and why. */
import type { ExpectedFile } from './answer-block.ts';
import { declaredNames, isDeclarationsOnly, mentionedNames } from './answer-code.ts';
import { type Candidate, isRecommended, type Judged, judgeBlock, readCue } from './answer-judge.ts';
import { trimCode } from './answer-lines.ts';
import { meansPath } from './answer-names.ts';

/** A block that went into a file. `block` null: none was found for it. */
export interface Choice {
  path: string;
  block: number | null;
  reason: string;
}

export interface ChosenFile {
  code: string | null;
  choices: Choice[];
}

/** Chooses for every expected file. A block named for one file, or taken for one, is not another's. */
export function chooseFiles(candidates: Candidate[], expected: ExpectedFile[]): Map<string, ChosenFile> {
  const taken = new Set<number>();
  const chosen = new Map<string, ChosenFile>();
  const isNamedFor = (file: ExpectedFile) => candidates.some((c) => namedPath(c, expected) === file.path);
  // Files with a block of their name go first, so that the others choose from what is left.
  const order = [...expected.filter(isNamedFor), ...expected.filter((file) => !isNamedFor(file))];
  for (const file of order) {
    const pool = candidates.filter(
      (c) => !taken.has(c.index) && [file.path, null].includes(namedPath(c, expected)),
    );
    const found = chooseFile(pool, file, { alone: isAlone(file, expected), many: expected.length > 1 });
    for (const choice of found.choices) if (choice.block !== null) taken.add(choice.block);
    chosen.set(file.path, found);
  }
  return chosen;
}

/** Which expected file a block is named for. */
function namedPath(block: Candidate, expected: ExpectedFile[]): string | null {
  const name = block.name ?? (expected.length > 1 ? block.mention : null);
  return name === null ? null : (expected.find((file) => meansPath(name, file.path))?.path ?? null);
}

/** No other expected file has its language, so a block in it can be no other's. */
function isAlone(file: ExpectedFile, expected: ExpectedFile[]): boolean {
  return expected.every(
    (other) => other === file || !other.languages.some((l) => file.languages.includes(l)),
  );
}

function chooseFile(
  pool: Candidate[],
  file: ExpectedFile,
  among: { alone: boolean; many: boolean },
): ChosenFile {
  const judged = pool.map((block) => judgeBlock(block, file)).filter((j) => j.isCode);
  const named = among.many ? judged.filter((j) => isNamed(j, file)) : [];
  const usable = named.length > 0 ? named : judged;
  const whole =
    file.defines.length === 0 ? [] : usable.filter((j) => j.defines.length === file.defines.length);
  if (whole.length > 0) return withHelpers(pickWhole(whole, file), judged, file);
  const parts = pickParts(usable, file);
  if (parts.length > 0) return withHelpers(parts, judged, file);
  const longest = named.length > 0 || among.alone ? pickLongest(usable, file) : [];
  if (longest.length > 0) return build(longest, file);
  return {
    code: null,
    choices: [{ path: file.path, block: null, reason: `no block of the answer makes ${file.path}` }],
  };
}

interface Pick {
  judged: Judged;
  reason: string;
}

function isNamed(judged: Judged, file: ExpectedFile): boolean {
  const { name, mention } = judged.block;
  return (name !== null && meansPath(name, file.path)) || (mention !== null && meansPath(mention, file.path));
}

/** The best; of equals the last, since a model that writes its answer anew means the later one. */
function pickWhole(whole: Judged[], file: ExpectedFile): Pick[] {
  const longest = whole.reduce((most, j) => Math.max(most, j.block.code.length), 0);
  const recommended = whole.filter((j) => isRecommended(j.block));
  const rated = (recommended.length > 0 ? recommended : whole).map((judged) => ({
    judged,
    doubts: doubtsOf(judged, file, longest),
  }));
  const best = rated.reduce((a, b) => (cost(b.doubts) <= cost(a.doubts) ? b : a));
  return [{ judged: best.judged, reason: reasonFor(best.judged, whole.length, file, best.doubts) }];
}

interface Doubt {
  cost: number;
  what: string;
}

function cost(doubts: Doubt[]): number {
  return doubts.reduce((sum, doubt) => sum + doubt.cost, 0);
}

/** What speaks against a block that defines everything. Only the order of the sums matters. */
function doubtsOf(judged: Judged, file: ExpectedFile, longest: number): Doubt[] {
  const { block } = judged;
  const cue = readCue(block);
  const doubts: Doubt[] = [];
  const doubt = (cost: number, what: string) => doubts.push({ cost, what });
  if (block.form === 'diff' || block.form === 'transcript') doubt(4, `is a ${block.form}`);
  if (block.form === 'indented' || block.form === 'unfenced') doubt(1, 'stands in no fence');
  if (block.name !== null && !meansPath(block.name, file.path)) doubt(3, `is named ${block.name}`);
  else if (block.name === null && block.mention !== null && !meansPath(block.mention, file.path))
    doubt(2, `is introduced as ${block.mention}`);
  if (!judged.isComplete) doubt(3, 'is not complete');
  if (judged.language === 'foreign') doubt(2, `is tagged ${block.language}`);
  if (judged.isNested) doubt(1, 'defines a name only inside another definition');
  if (cue === 'aside') doubt(2, 'is introduced as an example, an alternative or an earlier version');
  if (cue !== 'supersedes' && block.code.length * 3 < longest) doubt(2, 'is much shorter than another');
  return doubts;
}

function reasonFor(judged: Judged, count: number, file: ExpectedFile, doubts: Doubt[]): string {
  const names = file.defines.join(', ');
  const verb =
    count === 1 ? `the only block that defines ${names}` : `the best of ${count} blocks that define ${names}`;
  const named = isNamed(judged, file) ? `, named ${file.path}` : '';
  const cue = count > 1 && readCue(judged.block) === 'supersedes' ? ', introduced as the newer version' : '';
  const last = count > 1 && cue === '' ? ' (of equals the last)' : '';
  const but = doubts.length > 0 ? `; it ${doubts.map((d) => d.what).join(' and ')}` : '';
  return `${verb}${named}${cue}${last}${but}`;
}

/** No block defines everything: blocks that define something each and repeat nothing, the fullest first. */
function pickParts(judged: Judged[], file: ExpectedFile): Pick[] {
  const longest = judged.reduce((most, j) => Math.max(most, j.block.code.length), 0);
  const ranked = judged
    .filter((j) => j.defines.length > 0)
    .map((j) => ({ j, doubt: cost(doubtsOf(j, file, longest)) }))
    .sort(
      (a, b) =>
        a.doubt - b.doubt || b.j.defines.length - a.j.defines.length || b.j.block.index - a.j.block.index,
    )
    .map(({ j }) => j);
  const covered = new Set<string>();
  const picks: Pick[] = [];
  for (const part of ranked) {
    if (part.defines.some((name) => covered.has(name))) continue;
    for (const name of part.defines) covered.add(name);
    picks.push({
      judged: part,
      reason: `no block defines everything; this one defines ${part.defines.join(', ')}`,
    });
  }
  return picks;
}

/** Nothing defines an expected name: the longest program there is, an example of use only if there is no other. */
function pickLongest(judged: Judged[], file: ExpectedFile): Pick[] {
  const rank = (j: Judged) =>
    (j.language === 'foreign' ? 0 : 1) + (j.isUsage ? 0 : 2) + (readCue(j.block) === 'aside' ? 0 : 1);
  const best = judged.toSorted((a, b) => rank(b) - rank(a) || b.block.code.length - a.block.code.length)[0];
  if (!best) return [];
  const names = file.defines.length > 0 ? `no block defines ${file.defines.join(', ')}; ` : '';
  return [{ judged: best, reason: `${names}the longest program of the answer` }];
}

/** More rounds than a chain of helpers in separate blocks ever has. */
const maxRounds = 3;

/** Adds blocks that only define what the chosen ones use and lack: imports, helpers. */
function withHelpers(picks: Pick[], judged: Judged[], file: ExpectedFile): ChosenFile {
  let all = picks;
  for (let round = 0; round < maxRounds; round++) {
    const added = findHelpers(all, judged, file);
    if (added.length === 0) break;
    all = [...all, ...added];
  }
  return build(all, file);
}

function findHelpers(picks: Pick[], judged: Judged[], file: ExpectedFile): Pick[] {
  const lacking = new Set<string>();
  for (const { judged: pick } of picks)
    for (const name of mentionedNames(pick.masked.text)) lacking.add(name);
  for (const { judged: pick } of picks)
    for (const name of declaredNames(pick.masked.text, { top: false })) lacking.delete(name);
  const helpers: Pick[] = [];
  for (const helper of judged.toReversed()) {
    if (picks.some((p) => p.judged === helper) || !mayHelp(helper, file)) continue;
    const gives = [...declaredNames(helper.masked.text, { top: true })].filter((name) => lacking.has(name));
    if (gives.length === 0) continue;
    for (const name of gives) lacking.delete(name);
    helpers.push({ judged: helper, reason: `defines ${gives.slice(0, 5).join(', ')}, which the rest uses` });
  }
  return helpers;
}

function mayHelp(judged: Judged, file: ExpectedFile): boolean {
  const { block, language } = judged;
  if (judged.isUsage || judged.defines.length > 0 || !judged.isComplete) return false;
  if (language !== 'same' && language !== 'untagged') return false;
  if (block.name !== null && !meansPath(block.name, file.path)) return false;
  return readCue(block) !== 'aside' && isDeclarationsOnly(judged.masked.text);
}

function build(picks: Pick[], file: ExpectedFile): ChosenFile {
  const inOrder = picks.toSorted((a, b) => a.judged.block.index - b.judged.block.index);
  return {
    code: joinCode(inOrder.map((pick) => pick.judged.block.code)),
    choices: inOrder.map(({ judged, reason }) => ({ path: file.path, block: judged.block.index, reason })),
  };
}

/** A package clause or an import that an earlier part has already would be an error in Go or JavaScript. */
function joinCode(parts: string[]): string {
  const seen = new Set<string>();
  const fresh = parts.map((part) => {
    const own = part
      .split('\n')
      .filter((line) => /^(?:import|from|package|use)\b.*\S$/.test(line) && !/[({,]$/.test(line));
    const lines = part.split('\n').filter((line) => !seen.has(line));
    for (const line of own) seen.add(line);
    return trimCode(lines.join('\n'));
  });
  return `${fresh.join('\n\n')}\n`;
}
