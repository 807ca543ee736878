import { describe, expect, test, vi } from 'vitest';
import { GO_PLAIN, GO_RACE, prepareGoCache } from './go-cache.ts';
import { findGo } from './go-toolchain.ts';
import { sandboxOfTests, toText } from './programs.ts';
import { ToolchainMissing } from './unavailable.ts';

const HELLO = 'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println("hello") }\n';
const RACY = `package main

import "fmt"

func main() {
	n, done := 0, make(chan bool)
	go func() { n++; done <- true }()
	n++
	<-done
	fmt.Println(n)
}
`;
const MIB = 1024 * 1024;

const isHere = await findGo().then(
  () => true,
  () => false,
);

describe.runIf(isHere)('Go in the sandbox', () => {
  test('builds and runs a program, with nothing to compile but it', { timeout: 300_000 }, async () => {
    const result = await buildAndRun(HELLO, GO_PLAIN, '-x');
    expect(toText(result.stdout), toText(result.stderr)).toBe('hello\n');
    expect(toText(result.stderr).match(/\/compile /g)).toHaveLength(1);
  });

  test('builds what the cache lacks, also from old files', { timeout: 300_000 }, async () => {
    const source = HELLO.replace('"fmt"', '(\n\t_ "archive/tar"\n\t"fmt"\n)');
    const script =
      'mkdir /tmp/old && cp /box/* /tmp/old && cd /tmp/old && touch -d 2020-01-01 * . && go vet . && go build -o /tmp/hello . && /tmp/hello';
    const result = await runShell(script, source);
    expect(toText(result.stdout), toText(result.stderr)).toBe('hello\n');
  });

  test('has the race detector', { timeout: 300_000 }, async () => {
    const result = await buildAndRun(RACY, GO_RACE);
    expect(toText(result.stderr)).toContain('WARNING: DATA RACE');
    expect(result.exitCode).toBe(66);
  });

  test('cannot change its cache', { timeout: 300_000 }, async () => {
    const result = await runShell('touch /go-cache/x /go-cache/00/x 2>&1 | grep -c "cannot touch"', HELLO);
    expect(toText(result.stdout).trim()).toBe('2');
  });
});

test('a missing Go is named, with what to do', async () => {
  vi.stubEnv('PATH', '/nonexistent');
  const error = await findGo().catch((reason) => reason);
  vi.unstubAllEnvs();
  expect(error).toBeInstanceOf(ToolchainMissing);
  expect(error.message).toMatch(/^go not found \(install Go 1\.22 or newer/);
});

function buildAndRun(source: string, kind: typeof GO_PLAIN, ...more: string[]) {
  const variables = Object.entries(kind.env).map(([name, value]) => `${name}=${value}`);
  const command = ['env', ...variables, 'go', 'build', ...kind.flags, ...more, '-o', '/tmp/hello', '.'];
  return runShell(`${command.join(' ')} && /tmp/hello`, source);
}

async function runShell(script: string, source: string) {
  const sandbox = await sandboxOfTests();
  const cache = await prepareGoCache(sandbox);
  return sandbox.run({
    toolchains: ['go'],
    cmd: ['/bin/sh', '-c', script],
    files: { 'main.go': source, 'go.mod': 'module hello\n\ngo 1.22\n' },
    mounts: [cache.mount],
    env: cache.env,
    limits: {
      wallMs: 60_000,
      cpuMs: 60_000,
      memoryBytes: 1024 * MIB,
      processes: 256,
      tmpBytes: 256 * MIB,
      fileBytes: 64 * MIB,
    },
  });
}
