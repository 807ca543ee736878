/**
 * Where foreign code runs. Knows no model, no task and no point.
 *
 * `openSandbox` probes once and fails closed; `Sandbox.run` never throws because of what the
 * program inside did: that is the `status` of its result. `infra-error` alone means that we, not the
 * program, are at fault.
 */

/** Names of the tool sets that a run may see, read-only. */
export type Toolchain = 'python' | 'node' | 'typescript' | 'rust' | 'go';

/** Every limit has a unit in its name. Bytes are bytes, not KiB. */
export interface Limits {
  wallMs: number;
  /** Sum over all processes of the run. */
  cpuMs: number;
  /** Sum of resident memory over all processes of the run. */
  memoryBytes: number;
  processes: number;
  /** Largest single file that may be written. */
  fileBytes: number;
  /** Size of the writable /tmp. */
  tmpBytes: number;
  stdoutBytes: number;
  stderrBytes: number;
  /** Bytes accepted on the result pipe (fd 3). */
  resultBytes: number;
}

export interface Mount {
  /** On this machine. */
  source: string;
  /** Absolute, inside. */
  target: string;
}

export interface SandboxRun {
  /** None for a program of the system's own. */
  toolchains: readonly Toolchain[];
  /** argv; cmd[0] is 'python3', 'node' or an absolute path inside. */
  cmd: string[];
  /** Read-only files placed under /box, by relative path ('../' and absolute names are refused). */
  files: Record<string, string | Uint8Array>;
  /** The same, executable. */
  programs?: Record<string, Uint8Array>;
  /** Folders of ours, read-only inside: what `prepareOnce` made. */
  mounts?: readonly Mount[];
  stdin?: string | Uint8Array;
  env?: Record<string, string>;
  limits?: Partial<Limits>;
  signal?: AbortSignal;
}

/**
 * ok: exited 0. exit: exited non-zero. signal: killed by a signal of its own doing (139 = SIGSEGV is inferred).
 * timeout, cpu, memory, output: we killed it for that limit. infra-error: the sandbox itself failed.
 */
export type ExecStatus = 'ok' | 'exit' | 'signal' | 'timeout' | 'cpu' | 'memory' | 'output' | 'infra-error';

export interface ExecResult {
  status: ExecStatus;
  exitCode: number | null;
  stdout: Uint8Array;
  stderr: Uint8Array;
  /** What came over the result pipe (fd 3 inside). */
  result: Uint8Array;
  wallMs: number;
  /** null: the run was too short to be sampled. Absent is not zero. */
  cpuMs: number | null;
  peakMemoryBytes: number | null;
  /** One sentence for a person; names the limit and its value when one was hit. */
  detail: string;
}

export interface Sandbox {
  /** 'bubblewrap 0.11.0' or 'none (unsafe)': printed and stored with every trial. */
  readonly provider: string;
  /** Where `prepareOnce` keeps what runs need and is made only once. */
  readonly cacheDir: string;
  run(run: SandboxRun): Promise<ExecResult>;
}
