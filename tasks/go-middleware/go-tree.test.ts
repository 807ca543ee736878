import { describe, expect, it } from 'vitest';
import { readGoFacts } from './go-tree.ts';
import { hastenSource } from './hasten.ts';

const withMain = (main: string, rest = '') => `package main\n\n${rest}\n\nfunc main() {\n${main}\n}\n`;
const forgets = async (main: string, rest = '') => (await readGoFacts(withMain(main, rest))).forgets;
const unused = async (rest: string, main = '') => (await readGoFacts(withMain(main, rest))).unusedNames;

describe('a limiter forgets', () => {
  it('when something that main reaches deletes', async () => {
    expect(await forgets('m := map[int]int{}\ndelete(m, 1)')).toBe(true);
    expect(await forgets('go sweep()', 'func sweep() { again() }\nfunc again() { delete(seen, 1) }')).toBe(
      true,
    );
    expect(await forgets('use(l{})', 'func (l) ServeHTTP() { seen.Delete(1) }')).toBe(true);
    expect(await forgets('maps.DeleteFunc(m, old)')).toBe(true);
  });

  it('when it begins a new map now and then, but not when it makes its first', async () => {
    expect(await forgets('for { seen = make(map[string]int) }')).toBe(true);
    expect(await forgets('if isOld { seen = map[string]int{} }')).toBe(true);
    expect(await forgets('seen = make(map[string]int)')).toBe(false);
    expect(await forgets('if seen == nil { seen = make(map[string]int) }')).toBe(false);
  });

  it('not by a word, by code that nothing reaches, or by shortening a slice', async () => {
    expect(await forgets('// delete(seen, 1)\nprint("delete(seen, 1)")')).toBe(false);
    expect(await forgets('', 'func sweep() { delete(seen, 1) }')).toBe(false);
    expect(await forgets('times = slices.Delete(times, 0, 1)')).toBe(false);
  });
});

describe('a number that may be how many clients it takes', () => {
  const isThere = async (main: string) => (await readGoFacts(withMain(main))).hasLargeNumber;

  it('is a large one, however it is written', async () => {
    for (const number of ['10_000', '0x400', '1e4', '1 << 6', '40 * 40', '50'])
      expect(await isThere(`if len(seen) > ${number} { sweep() }`)).toBe(true);
  });

  it('is no small one, no span of time, no status, and no word', async () => {
    const main = 'if len(times) >= 10 { wait(300 * time.Second); wait(time.Minute * 90); refuse(429) }';
    expect(await isThere(`${main}\n// 10_000\nprint("10000")`)).toBe(false);
  });
});

describe('names that are never used', () => {
  it('are functions, methods, constants, types and fields that nobody reads', async () => {
    const rest =
      'const most = 1\ntype idle int\ntype l struct {\n\thits int\n\tseen int\n}\nfunc (x *l) size() int { x.hits++; x.hits = 2; return x.seen }\nfunc f() {}';
    expect(await unused(rest, '_ = &l{hits: 1}')).toEqual(['most', 'idle', 'hits', 'size', 'f']);
  });

  it('are not what others call by an interface, what has a tag, or a key of a map', async () => {
    const rest =
      'type w struct {\n\tText string `json:"text"`\n}\nfunc (w) ServeHTTP() {}\nfunc (w) Unwrap() {}\nconst key = 1';
    expect(await unused(rest, '_ = map[int]w{key: {}}')).toEqual([]);
  });
});

describe('the copy for the race detector', () => {
  it('has short minutes and long counts of seconds, and the second of the limit', async () => {
    const main = 'a := time.Second\nb := 5 * time.Minute\nc := time.Second * 10\nd := 30 * time.Second';
    expect(await hastenSource(withMain(`${main} // time.Minute`))).toBe(
      withMain(
        'a := time.Second\nb := 5 * (50 * time.Millisecond)\nc := (100 * time.Millisecond) * 10\nd := 30 * (20 * time.Millisecond) // time.Minute',
      ),
    );
  });
});
