/** What can keep a llama-server from starting, each with its remedy. None of them is a model's fault. */

/** No program to start. */
export class ServerNotFoundError extends Error {
  override name = 'ServerNotFoundError';

  constructor(looked: string) {
    super(
      `${looked}\n` +
        'Do one of these: set CODEBENCH_SERVER_BIN to your llama-server; install llama.cpp so that llama-server is on ' +
        'PATH (https://github.com/ggml-org/llama.cpp/releases); or set CODEBENCH_SERVER_URL to a llama-server that ' +
        'already runs in router mode.',
    );
  }
}

/** The port is another program's. */
export class PortTakenError extends Error {
  override name = 'PortTakenError';
  readonly port: number;

  constructor(port: number, whoListens: string) {
    super(`Port ${port} of 127.0.0.1 is taken: ${whoListens}`);
    this.port = port;
  }
}

/** llama-server was started and did not become a ready router. */
export class ServerStartError extends Error {
  override name = 'ServerStartError';
  readonly command: string;
  readonly lastWords: string;

  constructor(failure: { what: string; command: string; lastWords: string; logPath: string }) {
    const words = failure.lastWords === '' ? '(it printed nothing)' : failure.lastWords;
    super(
      `${failure.what}\n  command: ${failure.command}\n  its last words:\n${indent(words)}\n` +
        `  what to do: ${findRemedy(failure.what, failure.lastWords)}\n  whole log: ${failure.logPath}`,
    );
    this.command = failure.command;
    this.lastWords = failure.lastWords;
  }
}

/** Causes that llama-server and the loader state in words of their own, and what a person does about them. */
const REMEDIES: [RegExp, string][] = [
  [
    /invalid argument: --models-(preset|max)/,
    'this llama-server is older than router mode; update llama.cpp to a build that knows --models-preset',
  ],
  [
    /not recognized in preset/,
    'correct or remove that option in the preset; option names change between llama.cpp builds (llama-server --help lists them)',
  ],
  [
    /failed to parse server config file/,
    'correct the preset: every line must be [section], key = value, or a comment, beginning in column 1',
  ],
  [
    /load-on-startup|exceeds? models.max/i,
    'remove load-on-startup from the preset: the benchmark loads each model itself, one at a time',
  ],
  [
    /error while loading shared libraries|Library not loaded|version `GLIBC/,
    'a library that this llama-server needs is missing; install it, or use a build made for this system',
  ],
  [
    /signal SIGILL/,
    'this llama-server was built for another processor; use a build made for this machine (CODEBENCH_SERVER_BIN)',
  ],
  [
    /Permission denied|cannot execute|Exec format error|: not found$/m,
    'CODEBENCH_SERVER_BIN, or the llama-server on PATH, is not a program for this system',
  ],
  [
    /not in router mode/,
    'the program started is not a llama-server with router mode; update llama.cpp, or set CODEBENCH_SERVER_BIN to one that has it',
  ],
  [
    /HTTP 401/,
    'an api-key is set in a llama.cpp config.ini; set the same key as LLAMA_API_KEY, or remove it there',
  ],
  [
    /not ready within/,
    'see whether the machine is overloaded, then start again; the log says how far it got',
  ],
];

function findRemedy(what: string, lastWords: string): string {
  const text = `${what}\n${lastWords}`;
  const found = REMEDIES.find(([cause]) => cause.test(text));
  return (
    found?.[1] ??
    'run the command by hand in the project root; the words above are all that llama-server said'
  );
}

function indent(text: string): string {
  return text.replace(/^/gm, '    ');
}
