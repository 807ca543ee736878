/** Faults of the machine, never of the program that was to run. A person can mend them, so each says how. */

/** There is no sandbox that holds, so nothing may be run. */
export class SandboxUnavailable extends Error {
  override name = 'SandboxUnavailable';
  readonly remedy: string;

  constructor(what: string, remedy: string, options?: ErrorOptions) {
    super(`No sandbox, so model code is not run: ${what}\n${remedy}`, options);
    this.remedy = remedy;
  }
}

/** A language's tools are not on this machine, or do not start inside the sandbox. */
export class ToolchainMissing extends Error {
  override name = 'ToolchainMissing';
  readonly tool: string;
  readonly remedy: string;

  /** `what`: why the one that is there will not do, or null when there is none. */
  constructor(tool: string, what: string | null, remedy: string) {
    super(`${tool} not found${what === null ? '' : `: ${what}`} (${remedy})`);
    this.tool = tool;
    this.remedy = remedy;
  }
}
