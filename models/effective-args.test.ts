import { describe, expect, test } from 'vitest';
import { effectiveArgs, hashArgs, hfRepoOf, modelPathOf } from './effective-args.ts';
import { isSecretName, maskIni, maskSecrets } from './mask-secrets.ts';

/** As GET /models lists them. */
const ARGS = [
  '/opt/llama.cpp/llama-server',
  '--chat-template-kwargs',
  '{"enable_thinking": false}',
  '--host',
  '127.0.0.1',
  '--jinja',
  '--log-colors',
  'off',
  '--port',
  '41234',
  '--alias',
  'qwen3.5-9b',
  '--ctx-size',
  '4096',
  '--reasoning-budget',
  '-1',
  '--model',
  '/models/a.gguf',
];

describe('effectiveArgs', () => {
  test('keeps what makes the model answer as it does', () => {
    expect(effectiveArgs(ARGS)).toEqual([
      '--chat-template-kwargs',
      '{"enable_thinking": false}',
      '--jinja',
      '--ctx-size',
      '4096',
      '--reasoning-budget',
      '-1',
      '--model',
      '/models/a.gguf',
    ]);
  });

  test.each([
    ['an API key', ['--api-key', 'S3CRET'], ['--api-key', '***']],
    ['an API key with an equals sign', ['--api-key=S3CRET'], ['--api-key', '***']],
    ['a key that begins with dashes', ['--api-key', '--S3CRET'], ['--api-key', '***']],
    ['a Hugging Face token', ['-hft', 'S3CRET'], ['-hft', '***']],
    ['a Hugging Face token in full', ['--hf-token', '-S3CRET'], ['--hf-token', '***']],
    ['an unknown option named like a token', ['--my-auth-token', 'S3CRET'], ['--my-auth-token', '***']],
    ['an unknown option in camel case', ['--apiKey', '-S3CRET'], ['--apiKey', '***']],
    ['an unknown password', ['--proxy_password=S3CRET'], ['--proxy_password', '***']],
    [
      'a password in a URL',
      ['--model-url', 'https://me:S3CRET@h/x.gguf'],
      ['--model-url', 'https://***@h/x.gguf'],
    ],
    [
      'a signature in a URL',
      ['--model-url', 'https://h/x?a=1&X-Amz-Signature=S3CRET'],
      ['--model-url', 'https://h/x?a=1&X-Amz-Signature=***'],
    ],
    ['a header in JSON', ['--mcp-servers-json', '{"h":"S3CRET"}'], ['--mcp-servers-json', '***']],
    ['a member of JSON', ['--ui-config', '{"apiKey": "S3CRET"}'], ['--ui-config', '{"apiKey": "***"}']],
    ['a token known by its prefix', ['--foo', 'hf_S3CRETS3CRETS3CRETxx'], ['--foo', '***']],
    ['a bearer', ['--foo', 'Authorization: Bearer S3CRETx'], ['--foo', 'Authorization: Bearer ***']],
  ])('masks %s', (_, args, masked) => {
    const shown = effectiveArgs(['llama-server', ...args, '--ctx-size', '1']);
    // --ui-config is about the web page, not about answers, and left out as a whole.
    expect(shown).toEqual([
      ...(args[0] === '--ui-config' && shown.length === 2 ? [] : masked),
      '--ctx-size',
      '1',
    ]);
    expect(shown.join(' ')).not.toContain('S3CRET');
  });

  test('counts of tokens are no secrets', () => {
    const args = [
      '--image-max-tokens',
      '5',
      '--mtmd-batch-max-tokens',
      '6',
      '--cache-type-k',
      'q8_0',
      '--keep',
      '2',
    ];
    expect(effectiveArgs(args)).toEqual(args);
  });

  test('a secret without a value ends the line quietly', () => {
    expect(effectiveArgs(['--ctx-size', '1', '--api-key'])).toEqual(['--ctx-size', '1', '--api-key']);
  });
});

describe('hashArgs', () => {
  const hash = hashArgs(ARGS);
  test.each([
    ['port', ARGS.map((arg) => (arg === '41234' ? '1' : arg))],
    ['server binary', ['llama-server', ...ARGS.slice(1)]],
    ['alias', ARGS.map((arg) => (arg === 'qwen3.5-9b' ? 'x' : arg))],
    ['folder of the model', ARGS.map((arg) => arg.replace('/models/', 'C:\\models\\'))],
    ['token', [...ARGS, '--hf-token', 'a']],
    ['logging', [...ARGS, '--log-file', '/tmp/1', '-lv', '4', '--log-timestamps']],
    ['spelling', ARGS.map((arg) => (arg === '--ctx-size' ? '-c' : arg))],
    ['order', [...ARGS.slice(-2), ...ARGS.slice(1, -2)]],
  ])('does not depend on the %s', (_, args) => {
    expect(hashArgs(args)).toBe(hash);
  });

  test.each([
    ['a value', ARGS.map((arg) => (arg === '4096' ? '8192' : arg))],
    ['a switch', ARGS.map((arg) => (arg === '--jinja' ? '--no-jinja' : arg))],
    ['a switch less', ARGS.filter((arg) => arg !== '--jinja')],
    ['the file', ARGS.map((arg) => arg.replace('a.gguf', 'b.gguf'))],
    ['one more option', [...ARGS, '--temp', '0']],
  ])('depends on %s', (_, args) => {
    expect(hashArgs(args)).not.toBe(hash);
  });

  test('is the same for the masked and the plain arguments', () => {
    const args = [...ARGS, '--api-key', 'a', '--model-url', 'https://u:p@h/x'];
    expect(hashArgs(effectiveArgs(args))).toBe(hashArgs(args));
  });
});

test('the model’s file or repository is found in every spelling', () => {
  expect(modelPathOf(ARGS)).toBe('/models/a.gguf');
  expect(modelPathOf(['-m', 'x.gguf'])).toBe('x.gguf');
  expect(modelPathOf(['--model=x=y.gguf'])).toBe('x=y.gguf');
  expect(modelPathOf(['--hf-repo', 'u/m:Q8_0', '--alias', '--model'])).toBeNull();
  expect(hfRepoOf(['llama-server', '-hf', 'u/m:Q8_0'])).toBe('u/m:Q8_0');
  expect(hfRepoOf(ARGS)).toBeNull();
});

describe('masking', () => {
  test('names are told apart', () => {
    const secret = [
      'api-key',
      '--hf-token',
      'hft',
      'HF_TOKEN',
      'LLAMA_API_KEY',
      'openaiApiKey',
      'db_password',
      'X-Auth',
    ];
    const plain = [
      'max-tokens',
      'keep',
      'cache-type-k',
      'monkey',
      'override-kv',
      'author',
      'tokenizer',
      'model',
    ];
    expect(secret.filter((name) => !isSecretName(name))).toEqual([]);
    expect(plain.filter(isSecretName)).toEqual([]);
  });

  test('the preset text that a server reports loses its secrets', () => {
    expect(maskIni('[m]\nhf-token = abc\nmodel-url = https://u:p@h/x\nc = 1\n')).toBe(
      '[m]\nhf-token = ***\nmodel-url = https://***@h/x\nc = 1\n',
    );
  });

  test('text without secrets stays as it is', () => {
    const text = '[m] model = /x/a@b.gguf, see https://huggingface.co/u/m?download=true basic tasks';
    expect(maskSecrets(text)).toBe(text);
  });
});
