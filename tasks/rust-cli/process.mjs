/** Runs inside the sandbox: one process with limits on its time and its output. */
import { spawn } from 'node:child_process';

/** What was written before the end arrives well within this, also on a busy machine. */
const LATE_OUTPUT_MS = 2_000;

export function start(file, args, { cwd, env, limitMs, most }) {
  return new Promise((resolve) => {
    const child = spawn(file, args, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let timedOut = false;
    const stop = () => child.kill('SIGKILL');
    const timer = setTimeout(() => {
      timedOut = true;
      stop();
    }, limitMs);
    const stdout = collect(child.stdout, most, stop);
    const stderr = collect(child.stderr, most, stop);
    let failed = null;
    child.on('error', (error) => {
      failed = error.message;
    });
    const finish = (code, signal) => {
      clearTimeout(timer);
      child.stdout.destroy();
      child.stderr.destroy();
      resolve({ code, signal, timedOut, stdout: stdout(), stderr: failed ?? stderr() });
    };
    child.on('close', finish);
    // A process that it left behind may keep the pipes open.
    child.on('exit', (code, signal) => {
      clearTimeout(timer);
      setTimeout(finish, LATE_OUTPUT_MS, code, signal);
    });
  });
}

function collect(stream, most, stop) {
  const chunks = [];
  let size = 0;
  stream.on('data', (chunk) => {
    size += chunk.length;
    if (size <= most) chunks.push(chunk);
    else stop();
  });
  return () => Buffer.concat(chunks).toString('utf8');
}
