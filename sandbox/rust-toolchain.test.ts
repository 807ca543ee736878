import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { sandboxOfTests, toText } from './programs.ts';
import { findRust } from './rust-toolchain.ts';

const HELLO = 'fn main() { println!("hello from {}", std::env::args().count()); }';
const MIB = 1024 * 1024;

const isHere = await findRust().then(
  () => true,
  () => false,
);

describe.runIf(isHere)('Rust in the sandbox', () => {
  test('compiles, links and runs a program', async () => {
    const result = await runShell('rustc -o /tmp/hello /box/hello.rs && /tmp/hello');
    expect(toText(result.stdout), toText(result.stderr)).toBe('hello from 1\n');
    expect(result.status).toBe('ok');
  });

  test('is the toolchain itself, not a shim', async () => {
    const result = await runShell('rustc --version && cargo --version');
    expect(toText(result.stdout), toText(result.stderr)).toContain(`rustc ${(await findRust()).version}`);
  });

  test('shows nothing of the home of cargo', async () => {
    const homes = [process.env.CARGO_HOME ?? path.join(os.homedir(), '.cargo'), '/tmp/.cargo', '~/.cargo'];
    const result = await runShell(`for home in ${homes.join(' ')}; do ls -d $home; done; env; true`);
    expect(toText(result.stdout)).not.toContain('.cargo');
    expect(existsSync('/tmp/.cargo')).toBe(false);
  });

  test('cannot be written to', async () => {
    const result = await runShell(
      'touch /toolchain/bin/x /toolchain/rust/lib/x 2>&1 | grep -c -v "cannot touch"; true',
    );
    expect(toText(result.stdout).trim()).toBe('0');
  });
});

test('says what to install when there is no cargo', async () => {
  const known = process.env.PATH;
  process.env.PATH = '/nowhere';
  try {
    await expect(findRust()).rejects.toThrow(/^cargo not found \(install Rust/);
  } finally {
    process.env.PATH = known;
  }
});

async function runShell(script: string) {
  return (await sandboxOfTests()).run({
    toolchains: ['rust'],
    cmd: ['/bin/sh', '-c', script],
    files: { 'hello.rs': HELLO },
    limits: { wallMs: 30_000, cpuMs: 30_000, memoryBytes: 1024 * MIB },
  });
}
