import { describe, expect, it } from 'vitest';
import { createCases } from './cases.ts';
import { cutsOf, hazardsOf } from './cuts.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('cuts', () => {
  it('gives a tiny stream every way to be cut', () => {
    expect(cutsOf(bytes('data:x\n\n'), 1, 'all')).toHaveLength(2 ** 7);
  });

  it('gives a small stream each cut into two, the whole and single bytes', () => {
    const cuts = cutsOf(bytes('a\n\n'), 1, 'two');
    expect(cuts).toEqual([[], [1], [2], [1, 2]]);
  });

  it('names what lies around a cut', () => {
    expect(hazardsOf(bytes('a\r\nb'), [2])).toEqual(['crlf']);
    expect(hazardsOf(bytes('a\rb'), [2])).toEqual(['lone-cr']);
    expect(hazardsOf(bytes('aé'), [2])).toEqual(['utf-8']);
    expect(hazardsOf(bytes('a\nb'), [1, 2])).toEqual([]);
  });

  it('leaves out a cut that meets two kinds of hazards', () => {
    expect(cutsOf(bytes('a\r\nb\r\r'), 1, 'two')).not.toContainEqual([1, 2, 3, 4, 5]);
  });
});

describe('cases', () => {
  it('have other words for another answer, cut at the same places', () => {
    const [one, other] = [createCases('one answer'), createCases('another')];
    expect(one.map(({ cuts }) => cuts)).toEqual(other.map(({ cuts }) => cuts));
    expect(one[0]?.bytes).not.toEqual(other[0]?.bytes);
    expect(createCases('one answer')).toEqual(one);
  });
});
