/**
 * Nasty presets, each with what our reader makes of it and what llama-server makes of it. preset.test.ts proves the
 * first half without a server, preset.server.test.ts the second against the real one.
 */

/** `null`: the model has no such option. */
type Listed = Record<string, Record<string, string | null>>;

export interface PresetCase {
  title: string;
  text: string;
  /** The line at which our reader refuses the file; null: it reads it. */
  refusedAt: number | null;
  /** Part of what the refusal says. */
  says?: string;
  /**
   * - `as-read`: starts, and lists the models and options that our reader reads.
   * - `refuses`: does not start.
   * - `hangs-or-fails`: starts, but the model's process could not; nothing is loaded here, so only the start is proven.
   * - models and options: starts, and lists exactly these models, with these options: not what the file seems to say.
   */
  server: 'as-read' | 'refuses' | 'hangs-or-fails' | Listed;
}

const M = 'model = /x/a.gguf\n';

function reads(title: string, text: string): PresetCase {
  return { title, text, refusedAt: null, server: 'as-read' };
}

function refused(title: string, text: string, refusedAt: number, says?: string): PresetCase {
  return { title, text, refusedAt, ...(says === undefined ? {} : { says }), server: 'refuses' };
}

function misread(title: string, text: string, refusedAt: number, says: string, listed: Listed): PresetCase {
  return { title, text, refusedAt, says, server: listed };
}

/** llama-server reads these as anyone would; so must we. */
const PLAIN: PresetCase[] = [
  reads(
    'an everyday preset',
    `; my models\nversion = 1\n\n[*]\nngl = 99\nc = 8192\n\n[qwen3.5-9b]\nmodel = /models/Qwen3.5-9B-Q4_K_M.gguf\nchat-template-kwargs = {"enable_thinking": false}\ntemp = 0.6 ; as its card says\n\n[gpt-oss-20b]\nhf-repo = ggml-org/gpt-oss-20b-GGUF:MXFP4\nc = 16384\n`,
  ),
  reads('dots that would nest', `[qwen3]\n${M}c = 1\n[qwen3.5-9b]\n${M}c = 2\n[a.b.c]\n${M}`),
  reads('a comment after a header', `[*]\nc = 1\n[m] ; mine\n${M}[n]#c ] x\n${M}[o];c\n${M}`),
  reads('comments and blank lines of every kind', `# a\n;b\n  ; indented\n \t \n[m]\n${M}\n#[n]\n;c = 1\n`),
  reads('CRLF line ends', '[m]\r\nmodel = /x/a.gguf\r\nc = 1\r\n'),
  reads('lone CR line ends', '[m]\rmodel = /x/a.gguf\rc = 1\r'),
  reads('no newline at the end', '[m]\nmodel = /x/a.gguf'),
  reads('names that JavaScript would sort as numbers', `[2]\n${M}[10]\n${M}[1]\n${M}`),
  reads(
    'names with blanks, slashes, brackets, comment signs and other scripts',
    `[my model]\n${M}[unsloth/Qwen]\n${M}[a[1]\n${M}[a;b]\n${M}[a#b]\n${M}[模型-é]\n${M}[a=b]\n${M}`,
  ),
  reads('names that differ in case only', `[m]\n${M}[M]\n${M}`),
  reads('blanks before a name', `[ m]\n${M}[\tn]\n${M}[ *]\nc = 7\n`),
  reads(
    'a tag that is written as llama-server writes it',
    `[gpt-oss:Q8_0]\n${M}[u/x:IQ4_XS]\n${M}[m:20B]\n${M}[m:]\n${M}[a:é]\n${M}[b:UD-]\n${M}`,
  ),
  reads('a section that is named default', `[default]\n${M}`),
  reads('the section for all at the end', `[m]\n${M}[n]\n${M}c = 2\n[*]\nc = 1\n`),
  reads('the model set for all', `[*]\n${M}[m]\nc = 1\n`),
  reads(
    'an option of all overridden under another spelling',
    `[*]\nctx-size = 1\nngl = 5\n[m]\n${M}c = 2\nLLAMA_ARG_N_GPU_LAYERS = 6\n`,
  ),
  reads(
    'a negated switch overridden by the plain one',
    `[*]\nno-jinja = true\n[m]\n${M}jinja = true\n[n]\n${M}`,
  ),
  reads(
    'switches in every word that counts',
    `[a]\n${M}jinja = on\nkvu = enabled\nwarmup = 1\nmmproj-auto = true\n[b]\n${M}jinja = off\nkvu = disabled\nwarmup = 0\nmmproj-auto = false\n`,
  ),
  reads(
    'negated switches',
    `[a]\n${M}no-jinja = true\nno-kvu = 1\nnkvo = on\nno-warmup = enabled\nno-mmproj = true\n[b]\n${M}no-jinja = false\nnkvo = 0\n`,
  ),
  reads(
    'a switch without a negation',
    `[a]\n${M}swa-full = true\nno-host = on\n[b]\n${M}swa-full = false\nno-host = off\n`,
  ),
  reads(
    'the environment names of options',
    `[m]\nLLAMA_ARG_MODEL = /x/a.gguf\nLLAMA_ARG_CTX_SIZE = 5\nLLAMA_ARG_JINJA = false\nLLAMA_ARG_NO_HOST = 1\n`,
  ),
  reads(
    'an equals sign in a value',
    `[m]\n${M}override-kv = tokenizer.ggml.add_bos_token=bool:false\nrpc == x\n`,
  ),
  reads('tabs and blanks around the equals sign', `[m]   \nmodel\t=\t/x/a b.gguf\t\nc=1\n`),
  reads('backslashes', `[m]\nmodel = C:\\\\models\\x\\a.gguf\\\n`),
  reads('quotes inside a value', `[m]\n${M}reasoning-budget-message = say "stop" now\n`),
  reads(
    'the words true, false and null as values',
    `[m]\nmodel = null\nchat-template = true\nflash-attn = false\n`,
  ),
  reads('negative numbers', `[m]\n${M}seed = -1\nreasoning-budget = -1\n`),
  reads('a comment right after the equals sign', `[m]\n${M}chat-template = ; none\n`),
  reads('aliases', `[m]\n${M}alias = a, b,,a\n[n]\n${M}alias = n\n[o]\n${M}alias = N\n`),
  reads(
    'options that only presets have',
    `[m]\n${M}stop-timeout = 5\ndedup-cache-models = false\nload-on-startup = off\n`,
  ),
  reads('version in a section', `[m]\nversion = 3\n${M}`),
  reads('a repository', `[m]\nhf = user/model:Q8_0\n[n]\ndocker-repo = ai/x\n[o]\nhfr = user/model\n`),
  reads(
    'options for a model that the server has downloaded',
    '[ggml-org/gemma-3-4b-it-GGUF:Q4_K_M]\nc = 1\n',
  ),
  reads('a switch that names a model', '[m]\ngpt-oss-20b-default = true\n'),
];

/** llama-server does not start with these. */
const REFUSED: PresetCase[] = [
  refused('an indented option', `[m]\n${M}  c = 1\n`, 3, 'indented'),
  refused('an indented header', ` [m]\n${M}`, 1, 'indented'),
  refused('an option without a value', `[m]\n${M}jinja\n`, 3, 'no "="'),
  refused('an array', `[m]\n${M}lora[] = a\n`, 3, 'no lists'),
  refused('leading dashes', `[m]\n${M}--ctx-size = 1\n`, 3, 'dashes'),
  refused('a leading dash', `[m]\n${M}-c = 1\n`, 3, 'dashes'),
  refused('a colon for the equals sign', `[m]\n${M}ctx-size: 1\n`, 3, 'no "="'),
  refused('a quoted key', `[m]\n${M}"c" = 1\n`, 3),
  refused('a key with a blank', `[m]\n${M}ctx size = 1\n`, 3),
  refused('a key that begins with a digit', `[m]\n${M}9x = 1\n`, 3),
  refused('no key', `[m]\n${M}= 1\n`, 3),
  refused('an underscore for a dash', `[m]\n${M}ctx_size = 1\n`, 3, 'no option "ctx_size"'),
  refused('capitals', `[m]\n${M}CTX-SIZE = 1\n`, 3),
  refused('a misspelled option', `[a]\n${M}[m]\n${M}ctx-sise = 1\n`, 5),
  refused('an option with a dot', `[m]\n${M}a.b = 1\n`, 3),
  refused('an option of an earlier build', `[m]\n${M}no-mmap = true\n`, 3),
  refused('the key __proto__', `[m]\n${M}__proto__ = 1\n`, 3),
  refused('the key constructor', `[m]\n${M}constructor = 1\n`, 3),
  refused('an option that takes two values', `[m]\n${M}control-vector-layer-range = 1 2\n`, 3, 'two values'),
  refused('an empty name', `[]\n${M}`, 1, 'no name'),
  refused('a blank name', `[ ]\n${M}`, 1, 'no name'),
  refused('a bracket that closes twice', `[a[1]]\n${M}`, 1, 'section header'),
  refused('words after a header', `[m] x\n${M}`, 1, 'section header'),
  refused('a header without its end', `[m\n${M}`, 1, 'section header'),
  refused('a byte order mark', `\ufeff[m]\n${M}`, 1, 'byte order mark'),
  refused('a form feed', `[m]\n${M}\f\nc = 1\n`, 3, 'U+000C'),
  refused('a no-break space in a key', `[m]\n${M}c\u00a0= 1\n`, 3, 'U+00A0'),
  refused('an alias that is another model’s name', `[m]\n${M}alias = n\n[n]\n${M}`, 3, '"n"'),
  refused('an alias twice', `[m]\n${M}alias = z\n[n]\n${M}alias = y,z\n`, 6, '"z"'),
  refused('an alias for all', `[*]\nalias = g\n[m]\n${M}[n]\n${M}`, 5, '"g"'),
  refused(
    'two models to load at the start',
    `[m]\n${M}load-on-startup = true\n[n]\n${M}load-on-startup = 1\n`,
    3,
    'more than one',
  ),
];

/** llama-server starts with these, and makes of them something else than they seem to say. */
const MISREAD: PresetCase[] = [
  misread('the same section twice', `[m]\n${M}c = 1\n[m]\nmodel = /y.gguf\n`, 4, 'line 1', {
    m: { 'ctx-size': null, model: '/y.gguf' },
  }),
  misread('the section for all twice', `[*]\nc = 1\n[*]\nngl = 2\n[m]\n${M}`, 3, 'line 1', {
    m: { 'ctx-size': null, 'n-gpu-layers': '2' },
  }),
  misread('the same option twice', `[m]\n${M}c = 1\nc = 2\n`, 4, 'line 3', { m: { 'ctx-size': '2' } }),
  misread('two spellings of one option', `[m]\n${M}ctx-size = 1\nc = 2\n`, 4, 'same option', {
    m: { 'ctx-size': '1' },
  }),
  misread('a switch and its negation', `[m]\n${M}no-jinja = true\njinja = true\n`, 4, 'same option', {
    m: { jinja: 'false' },
  }),
  misread('an option before the first section', `c = 1\n[m]\n${M}`, 1, 'default', {
    default: { 'ctx-size': '1' },
    m: { 'ctx-size': null },
  }),
  misread('options before a section named default', `c = 1\n[default]\n${M}`, 1, 'default', {
    default: { 'ctx-size': null },
  }),
  misread('a tag in small letters', `[gpt-oss:20b]\n${M}`, 1, 'gpt-oss:20B', { 'gpt-oss:20B': {} }),
  misread('a tag with a prefix', `[unsloth/X-GGUF:UD-Q4_K_XL]\n${M}`, 1, 'unsloth/X-GGUF:Q4_K_XL', {
    'unsloth/X-GGUF:Q4_K_XL': {},
  }),
  misread('a tag with a dot', `[m:q4.k-x]\n${M}`, 1, 'm:X', { 'm:X': {} }),
  misread('a tag with a blank', `[m:a-thi nk]\n${M}`, 1, 'm:A-THI NK', { 'm:A-THI NK': {} }),
  misread('several colons', `[a:b:c]\n${M}`, 1, 'a:b:C', { 'a:b:C': {} }),
  misread('two names that become one', `[m:a-think]\n${M}[m:b-think]\nmodel = /y.gguf\n`, 1, 'm:THINK', {
    'm:THINK': { model: '/y.gguf' },
  }),
  misread('a name that becomes another’s', `[m:THINK]\n${M}[m:b-think]\nmodel = /y.gguf\n`, 3, 'm:THINK', {
    'm:THINK': { model: '/y.gguf' },
  }),
  misread('a blank before ]', `[ m ]\n${M}`, 1, '"m "', { 'm ': {} }),
  misread('a tab before ]', `[m\t]\n${M}`, 1, 'keeps the blank', { 'm\t': {} }),
  misread('blanks around the star', `[ * ]\n${M}c = 1\n[m]\n${M}`, 1, 'nothing in it applies', {
    '* ': { 'ctx-size': '1' },
    m: { 'ctx-size': null },
  }),
  misread('quotes around a name', `["m"]\n${M}`, 1, 'quotes', { '"m"': {} }),
  misread('a backslash in a name', `[a\\.b]\n${M}`, 1, 'not read this name alike', { 'a\\.b': {} }),
  misread('the name __proto__', `[__proto__]\n${M}`, 1, 'not read this name alike', { ['__proto__']: {} }),
  misread('a no-break space in a name', `[m\u00a0]\n${M}`, 1, 'U+00A0', { 'm\u00a0': {} }),
  misread('a no-break space in a value', `[m]\n${M}c =\u00a04096\n`, 3, 'U+00A0', {
    m: { 'ctx-size': '\u00a04096' },
  }),
  misread('a vertical tab in a value', `[m]\n${M}c = 1\u000b\n`, 3, 'U+000B', {
    m: { 'ctx-size': '1\u000b' },
  }),
  misread('a line separator in a value', `[m]\n${M}c = 1\u2028\n`, 3, 'U+2028', {
    m: { 'ctx-size': '1\u2028' },
  }),
  misread('a zero-width space in a value', `[m]\nmodel = /x/a\u200b.gguf\n`, 2, 'U+200B', {
    m: { model: '/x/a\u200b.gguf' },
  }),
  misread('double quotes around a value', '[m]\nmodel = "/x/my model.gguf"\n', 2, 'quotes', {
    m: { model: '"/x/my model.gguf"' },
  }),
  misread(
    'single quotes around JSON',
    `[m]\n${M}chat-template-kwargs = '{"enable_thinking": false}'\n`,
    3,
    'quotes',
    { m: { 'chat-template-kwargs': '\'{"enable_thinking": false}\'' } },
  ),
  misread('a quote alone', `[m]\n${M}chat-template = '\n`, 3, 'quotes', { m: { 'chat-template': "'" } }),
  misread('a hash in a path', '[m]\nmodel = /x/a#b.gguf\n', 2, '"/x/a"', { m: { model: '/x/a' } }),
  misread('a semicolon in a list', `[m]\n${M}samplers = top_k;top_p\n`, 3, 'top_k', {
    m: { samplers: 'top_k' },
  }),
  misread('an escaped semicolon', '[m]\nmodel = /x/a\\;b.gguf\n', 2, 'ends the value', {
    m: { model: '/x/a\\' },
  }),
  misread('a semicolon in quotes', '[m]\nmodel = "/x/a;b.gguf"\n', 2, 'ends the value', {
    m: { model: '"/x/a' },
  }),
  misread('a hash right after a switch', `[m]\n${M}jinja = false#c\n`, 3, 'ends the value', {
    m: { jinja: 'false' },
  }),
  misread('no for off', `[m]\n${M}jinja = no\n`, 3, 'ON', { m: { jinja: 'no' } }),
  misread('False for off', `[m]\n${M}jinja = False\n`, 3, 'ON', { m: { jinja: 'False' } }),
  misread('a switch with an empty value', `[m]\n${M}jinja =\n`, 3, 'ON', { m: { jinja: '' } }),
  misread('yes for a negated switch', `[m]\n${M}no-jinja = yes\n`, 3, 'ON', { m: { jinja: 'true' } }),
  misread('a negated switch with an empty value', `[m]\n${M}no-jinja =\n`, 3, 'ON', { m: { jinja: 'true' } }),
  misread('the negated environment name of a switch', `[m]\n${M}LLAMA_ARG_NO_JINJA = 1\n`, 3, 'ON', {
    m: { jinja: '1' },
  }),
  misread('yes for load-on-startup', `[m]\n${M}load-on-startup = yes\n`, 3, 'off', {
    m: { 'load-on-startup': 'yes' },
  }),
  misread('models-max in a preset', `[*]\nmodels-max = 1\n[m]\n${M}`, 2, 'drops', {
    m: { 'models-max': null },
  }),
  misread(
    'the other options of the router',
    `[m]\n${M}models-dir = /x\nmodels-autoload = true\nmodels-preset = /y\n`,
    3,
    'drops',
    { m: { 'models-dir': null, 'models-autoload': null, 'models-preset': null } },
  ),
  misread(
    'keys and certificates',
    `[m]\n${M}api-key = sk-1\napi-key-file = /x\nssl-key-file = /k\nssl-cert-file = /c\n`,
    3,
    'drops',
    { m: { 'api-key': null, 'api-key-file': null, 'ssl-key-file': null, 'ssl-cert-file': null } },
  ),
  misread('an API key by its environment name', `[m]\n${M}LLAMA_API_KEY = sk-1\n`, 3, 'drops', {
    m: { 'api-key': null },
  }),
  misread('host and port', `[m]\n${M}host = 0.0.0.0\nport = 1\n`, 3, 'replaces', {
    m: { host: null, port: null },
  }),
  misread('coloured logs', `[m]\n${M}log-colors = on\n`, 3, 'replaces', { m: { 'log-colors': 'off' } }),
];

/** llama-server starts and lists these, and the model could never be loaded. */
const UNLOADABLE: PresetCase[] = [
  {
    title: 'a section without a model',
    text: `[m]\nc = 1\n[n]\n${M}`,
    refusedAt: 1,
    says: 'names no model',
    server: 'hangs-or-fails',
  },
  {
    title: 'an empty section',
    text: `[n]\n${M}[m]\n`,
    refusedAt: 3,
    says: 'names no model',
    server: 'hangs-or-fails',
  },
  {
    title: 'a model of no name',
    text: '[m]\nmodel =\n',
    refusedAt: 1,
    says: 'names no model',
    server: 'hangs-or-fails',
  },
  {
    title: 'a model by URL only',
    text: '[m]\nmodel-url = http://127.0.0.1/x.gguf\n',
    refusedAt: 1,
    says: 'model-url',
    server: 'hangs-or-fails',
  },
  {
    title: 'a removed option',
    text: `[m]\n${M}draft-max = 3\n`,
    refusedAt: 3,
    says: 'removed',
    server: 'hangs-or-fails',
  },
  {
    title: 'help as an option',
    text: `[m]\n${M}help = true\n`,
    refusedAt: 3,
    says: 'ends',
    server: 'hangs-or-fails',
  },
  {
    title: 'JSON that is none',
    text: `[m]\n${M}chat-template-kwargs = {enable_thinking: false}\n`,
    refusedAt: 3,
    says: 'not JSON',
    server: 'hangs-or-fails',
  },
  {
    title: 'no section at all',
    text: '; nothing yet\n',
    refusedAt: 1,
    says: 'names no model',
    server: 'hangs-or-fails',
  },
  {
    title: 'nothing but the section for all',
    text: '[*]\nc = 1\n',
    refusedAt: 1,
    says: 'names no model',
    server: 'hangs-or-fails',
  },
  { title: 'an empty file', text: '', refusedAt: 1, says: 'names no model', server: 'hangs-or-fails' },
];

export const PRESET_CASES: PresetCase[] = [...PLAIN, ...REFUSED, ...MISREAD, ...UNLOADABLE];
