/** The page's section of preset.ini, read back by our own reader of presets, which reads as llama.cpp does. */
import { expect, test } from 'vitest';
import { type ModelPreset, parsePresets } from '../models/preset.ts';
import { makeModel } from '../reporters/fixtures.ts';
import { presetSection } from '../reporters/tables/preset-section.ts';

const FACTS = makeModel('m', [1])[0]!.modelFacts;
const sectionOf = (args: string[], model = 'm') => presetSection(model, { ...FACTS, effectiveArgs: args })!;

/** Whatever stands in it: the reader finds no fault, and one model. */
function readBack(section: string): ModelPreset {
  const reading = parsePresets(section);
  if (!reading.ok) throw new Error(`${JSON.stringify(reading.problems)} in\n${section}`);
  expect(reading.presets).toHaveLength(1);
  return reading.presets[0]!;
}

const MODEL = ['--model', '/x/a.gguf'];

test('options and switches come back, what the router sets does not', () => {
  const section = sectionOf([
    ...MODEL,
    '--port',
    '1',
    '--temp',
    '-0.5',
    '--jinja',
    '-ngl',
    '99',
    '--log-colors',
    'on',
  ]);
  expect(section).toBe('[m]\nmodel = /x/a.gguf\ntemp = -0.5\njinja = true\nngl = 99');
  expect(readBack(section).options).toEqual({
    model: '/x/a.gguf',
    temperature: '-0.5',
    jinja: 'true',
    'n-gpu-layers': '99',
  });
  expect(presetSection('m', { ...FACTS, effectiveArgs: [] })).toBeNull();
});

test.for([
  ['JSON', '{"enable_thinking": false}'],
  ['inner quotes', 'say "stop" now, don\'t wait'],
  ['inner blanks', 'a  b\tc'],
  ['an equals sign', 'a=b == c'],
  ['backslashes', 'C:\\\\models\\x\\'],
  ['brackets and percent signs', '[a] {b} %c% $d ~e'],
  ['other scripts', '模型-é 😀'],
  ['words with a meaning elsewhere', 'null'],
  ['nothing', ''],
  ['one quote at the start', '"a'],
  ['quotes of two kinds', '"a\''],
] as const)('a value with %s comes back as it was', ([, value]) => {
  const section = sectionOf([...MODEL, '--reasoning-budget-message', value]);
  expect(readBack(section).options).toEqual({ model: '/x/a.gguf', 'reasoning-budget-message': value });
});

test.for([
  ['a line break', 'a\nb', /line break: "a\\nb"$/m],
  ['a line break that would begin a section', 'x\r[evil]\rmodel = /etc/passwd', /line break: "x\\r\[evil\]/],
  ['a semicolon', 'top_k ; top_p', /ends at the first ; or #: "top_k ; top_p"$/m],
  ['a hash', '/x/a#b.gguf', /ends at the first ; or #/],
  ['a blank before it', ' a', /blanks around.*: " a"$/m],
  ['a tab behind it', 'a\t', /blanks around.*: "a\\t"$/m],
  ['double quotes around it', '"a b"', /quotes around.*: "\\"a b\\""$/m],
  ['single quotes around it', "'a'", /quotes around/],
  ['a quote alone', "'", /quotes around/],
  ['a no-break space', 'a\u00a0b', /nobody sees: "a\\u\{a0\}b"$/m],
  ['a direction mark', '\u202eabc', /nobody sees: "\\u\{202e\}abc"$/m],
  ['a null character', 'a\0b', /nobody sees/],
] as const)('a value with %s is left out, and a comment says so', ([, value, words]) => {
  const section = sectionOf([...MODEL, '--reasoning-budget-message', value, '--temp', '1']);
  expect(section).toMatch(words);
  expect(section).toContain('; reasoning-budget-message is left out, since ');
  expect(readBack(section).options).toEqual({ model: '/x/a.gguf', temperature: '1' });
});

test('a long value that is left out is cut in its comment', () => {
  const section = sectionOf([...MODEL, '--chat-template', '{% if a %}\n'.repeat(1000)]);
  expect(section.length).toBeLessThan(400);
  expect(readBack(section).options).toEqual({ model: '/x/a.gguf' });
});

test('what a preset can hold once and with one value is not made up of more', () => {
  const section = sectionOf([
    ...MODEL,
    '--lora',
    '/a',
    '--lora',
    '/b',
    '--control-vector-layer-range',
    '1',
    '2',
  ]);
  expect(section).toContain('; lora is left out, since it is given more than once: "/a", "/b"');
  expect(section).toContain(
    '; control-vector-layer-range is left out, since a preset takes one value an option: "1 2"',
  );
  expect(readBack(section).options).toEqual({ model: '/x/a.gguf' });
});

test.for(['qwen3.5-9b', 'unsloth/Qwen3-GGUF:Q4_K_XL', 'my model', 'a;b#c=d', '模型-é'])(
  'the name %s is the section’s',
  (name) => {
    expect(readBack(sectionOf(MODEL, name)).name).toBe(name);
  },
);

test.for([
  'a]b',
  '[x',
  'gpt-oss:20b',
  'm:a-thi nk',
  '*',
  '"m"',
  ' m ',
  'a\nb',
  'a\\.b',
  '__proto__',
  '\u202egnp.exe',
  '',
  '模型 ',
])(
  'the name %j, which a section cannot have, is replaced or kept whole, and nothing else comes of it',
  (name) => {
    const section = sectionOf(MODEL, name);
    const read = readBack(section);
    expect(read.options).toEqual({ model: '/x/a.gguf' });
    if (read.name !== name) expect(section).toMatch(/^; a section cannot be called "/);
  },
);
