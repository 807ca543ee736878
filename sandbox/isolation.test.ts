/** Programs that reach for what is not theirs: this machine's files, secrets, network, processes and kernel. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findCacheDir } from './install-bubblewrap.ts';
import { type Language, readJson, runProgram, sandboxOfTests, toText } from './programs.ts';

const SECRET = 'planted-secret';
const NAME = 'CODEBENCH_TEST_SECRET';
const LANGUAGES: Language[] = ['Python', 'JavaScript'];
let folder: string;
let secretFile: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'codebench-isolation-'));
  await mkdir(path.join(folder, '.ssh'));
  secretFile = path.join(folder, '.ssh', 'id_test');
  await writeFile(secretFile, SECRET, { mode: 0o644 });
  process.env[NAME] = SECRET;
});

afterAll(async () => {
  delete process.env[NAME];
  await rm(folder, { recursive: true, force: true });
});

/** Tries each path; prints what went wrong, or 'OPEN'. */
const READERS: Record<Language, string> = {
  Python: `
import errno, json, os, sys
def read(path):
    try:
        if os.path.isdir(path): return "OPEN" if os.listdir(path) else "EMPTY"
        return "OPEN" if open(path, "rb").read(64) is not None else "?"
    except OSError as error: return errno.errorcode[error.errno]
os.symlink(sys.argv[1], "/tmp/link")
print(json.dumps([read(path) for path in sys.argv[1:] + ["/tmp/link"]]))`,
  JavaScript: `
import fs from 'node:fs';
const read = (path) => {
  try {
    if (fs.statSync(path).isDirectory()) return fs.readdirSync(path).length > 0 ? 'OPEN' : 'EMPTY';
    return fs.readFileSync(path) ? 'OPEN' : '?';
  } catch (error) { return error.code; }
};
fs.symlinkSync(process.argv[2], '/tmp/link');
console.log(JSON.stringify([...process.argv.slice(2), '/tmp/link'].map(read)));`,
};

describe.for(LANGUAGES)('files, from %s', (language) => {
  test('a file of this machine is not there, by path, by link, through another root or upwards', async () => {
    const ways = [
      secretFile,
      `/proc/1/root${secretFile}`,
      `../../..${secretFile}`,
      `/proc/self/cwd/..${secretFile}`,
    ];
    const result = await runProgram(language, READERS[language], { args: ways });
    expect(readJson(result)).toEqual(Array(5).fill('ENOENT'));
  });

  test('the home, the project, the cache and the password files are not there', async () => {
    const places = [
      os.homedir(),
      process.cwd(),
      findCacheDir(),
      '/etc/shadow',
      '/var',
      '/sys',
      '/run',
      '/mnt',
    ];
    const result = await runProgram(language, READERS[language], { args: places });
    expect(readJson(result)).toEqual(Array(9).fill('ENOENT'));
  });

  test('what it was given can be read: the reader itself works', async () => {
    const result = await runProgram(language, READERS[language], { args: ['/box', '/usr/bin'] });
    expect(readJson(result)).toEqual(['OPEN', 'OPEN', 'OPEN']);
  });

  test('nothing outside /tmp can be written, not its own files nor /dev', async () => {
    const places = [
      '/x',
      '/usr/x',
      '/etc/x',
      '/dev/x',
      '/box/x',
      '/proc/sys/kernel/hostname',
      '/toolchain/x',
    ];
    const own = language === 'Python' ? '/box/main.py' : '/box/main.mjs';
    const source: Record<Language, string> = {
      Python: `
import errno, json, os, sys
def write(path):
    try: os.open(path, os.O_WRONLY | os.O_CREAT); return "WRITTEN"
    except OSError as error: return errno.errorcode[error.errno]
print(json.dumps([write(path) for path in sys.argv[1:]]))`,
      JavaScript: `
import fs from 'node:fs';
const write = (path) => { try { fs.openSync(path, fs.constants.O_WRONLY | fs.constants.O_CREAT); return 'WRITTEN'; } catch (error) { return error.code; } };
console.log(JSON.stringify(process.argv.slice(2).map(write)));`,
    };
    const result = await runProgram(language, source[language], { args: [...places, own, '/tmp/x'] });
    const seen = readJson(result) as string[];
    expect(seen.at(-1)).toBe('WRITTEN');
    for (const word of seen.slice(0, -1)) expect(word).toMatch(/^(EROFS|EACCES|EPERM)$/);
  });
});

describe.for(LANGUAGES)('environment, from %s', (language) => {
  test('no variable of the harness is seen, not even in init', async () => {
    const source: Record<Language, string> = {
      Python: `
import json, os
print(json.dumps([sorted(os.environ), open("/proc/1/environ").read(), open("/proc/1/cmdline").read()]))`,
      JavaScript: `
import fs from 'node:fs';
console.log(JSON.stringify([Object.keys(process.env).sort(), fs.readFileSync('/proc/1/environ', 'utf8'), fs.readFileSync('/proc/1/cmdline', 'utf8')]));`,
    };
    const [names, environ, commandLine] = readJson(await runProgram(language, source[language])) as [
      string[],
      string,
      string,
    ];
    expect(names.filter((name) => name !== 'LD_LIBRARY_PATH')).toEqual([
      'HOME',
      'LANG',
      'PATH',
      'PWD',
      'TMPDIR',
    ]);
    expect(environ).not.toContain(SECRET);
    for (const word of ['--ro-bind', '--setenv', os.homedir(), process.cwd(), findCacheDir()])
      expect(commandLine).not.toContain(word);
  });
});

/** The connections that a listener of this machine counts. */
async function listen(at: { port: number; host: string } | { path: string }) {
  let hits = 0;
  const server = createServer((socket) => {
    hits += 1;
    socket.end(SECRET);
  });
  await new Promise<void>((resolve) => server.listen(at, resolve));
  return { server, hits: () => hits, close: () => closeServer(server) };
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

/** Arguments: 'host:port' or a path of a unix socket ('@name' for an abstract one). */
const CONNECTORS: Record<Language, string> = {
  Python: `
import errno, json, socket, sys
def connect(to):
    try:
        if ":" in to:
            host, port = to.rsplit(":", 1)
            socket.create_connection((host, int(port)), 2)
        else:
            socket.socket(socket.AF_UNIX).connect(to.replace("@", "\\0"))
        return "CONNECTED"
    except OSError as error: return errno.errorcode.get(error.errno, str(error))
print(json.dumps([connect(to) for to in sys.argv[1:]]))`,
  JavaScript: `
import net from 'node:net';
const connect = (to) => new Promise((resolve) => {
  const [host, port] = to.split(':');
  const socket = port ? net.connect({ host, port: Number(port) }) : net.connect({ path: to.replace('@', '\\0') });
  socket.on('connect', () => resolve('CONNECTED')).on('error', (error) => resolve(error.code));
});
const seen = [];
for (const to of process.argv.slice(2)) seen.push(await connect(to));
console.log(JSON.stringify(seen));
process.exit(0);`,
};

describe.for(LANGUAGES)('network, from %s', (language) => {
  test('no listener of this machine is reached: TCP, a unix socket, an abstract one', async () => {
    const tcp = await listen({ port: 0, host: '127.0.0.1' });
    const unix = await listen({ path: path.join(folder, `${language}.sock`) });
    const abstractName = `codebench-${process.pid}-${language}`;
    const abstract = await listen({ path: `\0${abstractName}` });
    const { port } = tcp.server.address() as { port: number };
    const to = [`127.0.0.1:${port}`, path.join(folder, `${language}.sock`), `@${abstractName}`];
    const result = await runProgram(language, CONNECTORS[language], { args: to });
    const hits = [tcp.hits(), unix.hits(), abstract.hits()];
    await Promise.all([tcp.close(), unix.close(), abstract.close()]);
    expect(readJson(result)).toEqual(['ECONNREFUSED', 'ENOENT', 'ECONNREFUSED']);
    expect(hits).toEqual([0, 0, 0]);
  });

  test('there is no way to any other machine', async () => {
    // 192.0.2.1 is kept for documentation, so that a hole here disturbs nobody.
    const result = await runProgram(language, CONNECTORS[language], { args: ['192.0.2.1:80'] });
    expect(readJson(result)).toEqual(['ENETUNREACH']);
  });

  test('its own loopback works, by number and by name', async () => {
    const source: Record<Language, string> = {
      Python: `
import json, socket
server = socket.create_server(("127.0.0.1", 0))
print(json.dumps([bool(socket.create_connection((host, server.getsockname()[1]))) for host in ("127.0.0.1", "localhost")]))`,
      JavaScript: `
import http from 'node:http';
const server = http.createServer((_, response) => response.end('{"a":1}')).listen(0, '127.0.0.1', async () => {
  const { port } = server.address();
  const seen = [];
  for (const host of ['127.0.0.1', 'localhost']) seen.push((await fetch('http://' + host + ':' + port)).ok);
  console.log(JSON.stringify(seen));
  process.exit(0);
});`,
    };
    expect(readJson(await runProgram(language, source[language]))).toEqual([true, true]);
  });
});

describe('processes', () => {
  test.for(LANGUAGES)('the harness and init cannot be killed from %s', async (language) => {
    const source: Record<Language, string> = {
      Python: `
import errno, json, os, signal, sys
def kill(pid):
    try: os.kill(pid, 9); return "SENT"
    except OSError as error: return errno.errorcode[error.errno]
print(json.dumps([kill(int(sys.argv[1])), kill(os.getppid()), kill(1), kill(-1), os.getppid()]))`,
      JavaScript: `
const kill = (pid) => { try { process.kill(pid, 9); return 'SENT'; } catch (error) { return error.code; } };
console.log(JSON.stringify([kill(Number(process.argv[2])), kill(process.ppid), kill(1), 'ESRCH', process.ppid]));`,
    };
    const result = await runProgram(language, source[language], { args: [String(process.pid)] });
    const [harness, , , , parent] = readJson(result) as string[];
    expect([harness, parent]).toEqual(['ESRCH', 1]);
    expect(result.status).toBe('ok');
  });

  test('it sees its own processes only', async () => {
    const source =
      'import json, os\nprint(json.dumps(sorted(int(n) for n in os.listdir("/proc") if n.isdigit())))';
    expect((readJson(await runProgram('Python', source)) as number[]).length).toBe(2);
  });

  test('it has a session of its own, so the harness’s terminal is not its', async () => {
    // 0 stands for a session outside of what it can see.
    expect(readJson(await runProgram('Python', 'import os\nprint(os.getsid(0))'))).toBeGreaterThan(0);
  });

  test('its uid is not root, it has no capabilities and cannot gain any', async () => {
    const source = `
import json, os
lines = dict(line.split(":\\t") for line in open("/proc/self/status") if ":\\t" in line)
print(json.dumps([os.getuid(), os.geteuid(), os.getgid()] +
  [int(lines[name], 16) for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb")] + [lines["NoNewPrivs"].strip()]))`;
    const [uid, euid, gid, ...rest] = readJson(await runProgram('Python', source)) as number[];
    for (const id of [uid, euid, gid]) expect(id).toBeGreaterThan(0);
    expect(rest).toEqual([0, 0, 0, 0, 0, '1']);
  });

  test('it is no root on this machine either', async () => {
    if (process.getuid?.() !== 0) return;
    const source = 'import time, sys\nprint(1, flush=True)\ntime.sleep(60)';
    const stop = new AbortController();
    const run = runProgram('Python', source, { args: ['uid-check'], signal: stop.signal });
    const ids = await findUids('uid-check');
    stop.abort();
    await expect(run).rejects.toThrow(/abort/i);
    for (const uid of ids) expect(uid).not.toBe(0);
    expect(ids.length).toBeGreaterThan(0);
  });

  test('limits cannot be raised', async () => {
    const source = `
import json, resource
def raise_(name):
    soft, hard = resource.getrlimit(name)
    try: resource.setrlimit(name, (hard + 1, hard + 1)); return "RAISED"
    except (ValueError, OSError): return "refused"
print(json.dumps([raise_(getattr(resource, "RLIMIT_" + n)) for n in ("NPROC", "FSIZE", "CPU", "NOFILE", "AS", "CORE")]))`;
    expect(readJson(await runProgram('Python', source))).toEqual(Array(6).fill('refused'));
  });

  test('two runs at once see neither files nor processes of each other', async () => {
    const source = `
import json, os, sys, time
for folder in ("/tmp", "/dev/shm"): open(f"{folder}/{sys.argv[1]}", "w").close()
time.sleep(0.7)
print(json.dumps([os.listdir("/tmp"), os.listdir("/dev/shm"), len([n for n in os.listdir("/proc") if n.isdigit()])]))`;
    const names = ['a', 'b'];
    const results = await Promise.all(names.map((name) => runProgram('Python', source, { args: [name] })));
    expect(results.map(readJson)).toEqual(names.map((name) => [[name], [name], 2]));
  });

  test('a second run finds nothing of the first', async () => {
    const source = 'import json, os\nprint(json.dumps(os.listdir("/tmp")))\nopen("/tmp/left", "w").close()';
    await runProgram('Python', source);
    expect(readJson(await runProgram('Python', source))).toEqual([]);
  });
});

async function findUids(marker: string): Promise<number[]> {
  const { findMarked } = await import('./programs.ts');
  for (let tries = 0; tries < 200; tries += 1) {
    const uids = await Promise.all(findMarked(marker).map(readUid));
    const inside = uids.filter((one) => one?.name.startsWith('python'));
    if (inside.length > 0) return inside.map((one) => one!.uid);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return [];
}

async function readUid(pid: number): Promise<{ name: string; uid: number } | null> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => null);
  if (text === null) return null;
  return { name: /^Name:\t(.*)$/m.exec(text)![1]!, uid: Number(/^Uid:\t(\d+)/m.exec(text)![1]) };
}

/** Numbers of x86_64; the filter's arm64 numbers cannot be tried here. */
describe.skipIf(process.arch !== 'x64')('kernel', () => {
  const CALL = `
import ctypes, errno, json, socket
libc = ctypes.CDLL(None, use_errno=True)
def call(*args):
    ctypes.set_errno(0)
    result = libc.syscall(*[ctypes.c_long(a) for a in args])
    return "OK" if result != -1 else errno.errorcode[ctypes.get_errno()]
`;

  test('the calls that no answer needs are refused', async () => {
    const calls: Record<string, number[]> = {
      ptrace: [101, 16, 1, 0, 0],
      process_vm_readv: [310, 1, 0, 0, 0, 0, 0],
      keyctl: [250, 0, -3, 0],
      bpf: [321, 0, 0, 0],
      perf_event_open: [298, 0, 0, -1, -1, 0],
      userfaultfd: [323, 1],
      io_uring_setup: [425, 1, 0],
      unshare_user: [272, 0x10000000],
      clone_user: [56, 0x10000011, 0, 0, 0, 0],
      setns: [308, 0, 0],
      mount: [165, 0, 0, 0, 0, 0],
      chroot: [161, 0],
      open_by_handle_at: [304, 0, 0, 0],
      shmget: [29, 0, 4096, 0o1600],
    };
    const source = `${CALL}print(json.dumps([call(*args) for args in ${JSON.stringify(Object.values(calls))}]))`;
    const seen = readJson(await runProgram('Python', source)) as string[];
    expect(Object.fromEntries(Object.keys(calls).map((name, i) => [name, seen[i]]))).toEqual(
      Object.fromEntries(Object.keys(calls).map((name) => [name, 'EPERM'])),
    );
  });

  test('clone3 is answered as if it did not exist, so that libc uses what can be filtered', async () => {
    expect(readJson(await runProgram('Python', `${CALL}print(json.dumps(call(435, 0, 0)))`))).toBe('ENOSYS');
  });

  test('sockets of other families are refused: vsock, netlink, packet, alg', async () => {
    const source = `${CALL}print(json.dumps([call(41, family, 2, 0) for family in (40, 16, 17, 38)]))`;
    expect(readJson(await runProgram('Python', source))).toEqual(Array(4).fill('EAFNOSUPPORT'));
  });

  test('nothing can be typed into a terminal', async () => {
    const source = `${CALL}
import os
control, terminal = os.openpty()
letter = ctypes.create_string_buffer(b"x")
print(json.dumps(call(16, terminal, 0x5412, ctypes.addressof(letter))))`;
    expect(readJson(await runProgram('Python', source))).toBe('EPERM');
  });

  test('the 32-bit and x32 doors to the same calls are shut', async () => {
    // Each kills the caller, so each is tried by a child.
    const source = `${CALL}
import os
child = os.fork()
if child == 0:
    call(0x40000000 | 101, 16, 1, 0, 0)
    os._exit(0)
print(json.dumps(os.WTERMSIG(os.waitpid(child, 0)[1])))`;
    expect(readJson(await runProgram('Python', source))).toBe(31);
  });
});

test('names that lead out of /box are refused before anything runs', async () => {
  const sandbox = await sandboxOfTests();
  const run = (name: string) =>
    sandbox.run({ toolchains: [], cmd: ['/usr/bin/true'], files: { [name]: '' } });
  for (const name of ['../x', '/etc/passwd', 'a/../../x', '', '.', './x', 'a//b', 'a\0b', 'a/'])
    await expect(run(name), name).rejects.toThrow(RangeError);
  await expect(
    sandbox.run({ toolchains: [], cmd: ['/usr/bin/true'], files: { a: '', 'a/b': '' } }),
  ).rejects.toThrow(/both a file and the folder/);
});

test('a NUL in an argument cannot smuggle in another', async () => {
  const sandbox = await sandboxOfTests();
  const env = { A: 'x\0--bind\0/\0/host' };
  await expect(sandbox.run({ toolchains: [], cmd: ['/usr/bin/true'], files: {}, env })).rejects.toThrow(
    /NUL/,
  );
});

test('a link named like a result leads the harness nowhere, for it reads a pipe', async () => {
  const source = `
import os
os.symlink("/etc/passwd", "/tmp/result.json")
os.write(3, b"by pipe")`;
  const result = await runProgram('Python', source);
  expect(toText(result.result)).toBe('by pipe');
});
