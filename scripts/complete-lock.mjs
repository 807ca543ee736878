/**
 * Adds to package-lock.json the platform packages of Biome that `npm install` left out, because some registry
 * mirrors have those of one platform only; `npm ci` refuses a lock without them. Run it after `npm install`.
 */
import { readFileSync, writeFileSync } from 'node:fs';

const FILE = new URL('../package-lock.json', import.meta.url);
const lock = JSON.parse(readFileSync(FILE, 'utf8'));
const { optionalDependencies } = lock.packages['node_modules/@biomejs/biome'];

for (const [name, version] of Object.entries(optionalDependencies)) {
  const [os, cpu, musl] = name.split('/cli-')[1].split('-');
  const libc = os === 'linux' ? { libc: [musl ?? 'glibc'] } : {};
  lock.packages[`node_modules/${name}`] ??= {
    version,
    cpu: [cpu],
    dev: true,
    optional: true,
    os: [os],
    ...libc,
  };
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)));
writeFileSync(FILE, `${JSON.stringify(lock, null, 2)}\n`);
