/**
 * The environment that a llama-server of ours sees. Its models are to be the preset's alone, but llama.cpp takes options
 * from three more places, none of which shows in the effective arguments of GET /models:
 *
 * - LLAMA_ARG_*: all removed. LLAMA_ARG_MODEL and LLAMA_ARG_HF_REPO would end router mode, the others would
 *   silently fill every option on which the preset is silent (LLAMA_ARG_CTX_SIZE, LLAMA_ARG_TEMPERATURE), add models
 *   (LLAMA_ARG_MODELS_DIR), or change the protocol (LLAMA_ARG_SSL_*, LLAMA_ARG_REUSE_PORT, LLAMA_ARG_LOG_JSONL).
 * - LLAMA_SERVER_*: all removed. They are how a router talks to its children; with them the router takes itself for a child.
 * - llama.cpp/config.ini in XDG_CONFIG_HOME: hidden, by an empty folder in its place, and only where there is one
 *   (other libraries, such as Vulkan's loader, read that folder too). /etc/llama.cpp/config.ini cannot be hidden: noted.
 *
 * Kept: LLAMA_API_KEY (the server then asks for it, and our client sends it), HF_*, LLAMA_CACHE and XDG_CACHE_HOME
 * (where downloaded models lie), everything of CUDA, ROCm, Vulkan and GGML (which device computes).
 */
import { access } from 'node:fs/promises';
import { join } from 'node:path';

export interface ServerEnv {
  env: NodeJS.ProcessEnv;
  /** What was taken away or could not be, a sentence each, for the run's head lines. */
  notes: string[];
}

/** `emptyFolder` stands in for XDG_CONFIG_HOME where that holds a llama.cpp/config.ini. */
export async function cleanServerEnv(source: NodeJS.ProcessEnv, emptyFolder: string): Promise<ServerEnv> {
  const env: NodeJS.ProcessEnv = {};
  const notes: string[] = [];
  for (const [name, value] of Object.entries(source)) {
    if (!/^LLAMA_(ARG|SERVER)_/.test(name)) env[name] = value;
    // The preset's path is ours to hand over, as an argument: nothing is lost, so nothing is said.
    else if (name !== 'LLAMA_ARG_MODELS_PRESET') notes.push(describeRemoved(name));
  }
  const hidden = await findUserConfig(source);
  if (hidden !== null) {
    env.XDG_CONFIG_HOME = emptyFolder;
    notes.push(`${hidden} is not read by the benchmark's llama-server: put its options into the preset.`);
  }
  if (await exists('/etc/llama.cpp/config.ini'))
    notes.push('/etc/llama.cpp/config.ini is read by llama-server for every model, below the preset.');
  return { env, notes };
}

function describeRemoved(name: string): string {
  return `${name} is not passed on to llama-server: what a model runs with is the preset's alone.`;
}

async function findUserConfig(env: NodeJS.ProcessEnv): Promise<string | null> {
  const home = env.HOME === undefined ? null : join(env.HOME, '.config');
  const folder = env.XDG_CONFIG_HOME || home;
  if (folder === null) return null;
  const file = join(folder, 'llama.cpp', 'config.ini');
  return (await exists(file)) ? file : null;
}

function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
