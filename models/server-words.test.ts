import { describe, expect, test } from 'vitest';
import { deviceNames, lastLines, loadFailureWords } from './server-words.ts';

/** As build b11434 prints it; the real thing is asked in server.server.test.ts. */
const MISSING = `0.00.287.428 I srv          load: spawning server instance with name=missing on port 34117
0.00.287.508 I srv          load: spawning server instance with args:
0.00.287.698 I srv          load:   /models/nope.gguf
[34117] 0.00.003.400 I cmn  common_param: common_params_print_info: verbosity = 3 (adjust with the \`-lv N\` CLI arg)
[34117] 0.00.003.611 W srv  llama_server: security: no API key is set and CORS allows all origins
[34117] 0.00.005.666 E gguf_init_from_file: failed to open GGUF file '/models/nope.gguf' (No such file or directory)
[34117] 0.00.005.869 E llama_model_load: error loading model: llama_model_loader: failed to load model from /models/nope.gguf
[34117] 0.00.005.925 E llama_model_load_from_file_impl: failed to load model
[34117] 0.00.006.050 E gguf_init_from_file: failed to open GGUF file '/models/nope.gguf' (No such file or directory)
[34117] 0.00.006.234 E srv    load_model: failed to load model, '/models/nope.gguf'
[34117] 0.00.006.280 I srv    operator(): operator(): cleaning up before exit...
[34117] 0.00.007.238 E srv  llama_server: exiting due to model loading error
0.00.302.797 I srv           run: instance name=missing exited with status 1
`;
const CACHE_TYPE = `0.02.265.047 I srv          load: spawning server instance with name=bad type on port 55635
[55635] error while handling argument "--cache-type-k": Unsupported cache type: q9
[55635] 
[55635] usage:
[55635] -ctk,  --cache-type-k TYPE              KV cache data type for K
[55635] to show complete usage, run with -h
0.02.270.115 I srv           run: instance name=bad type exited with status 1
`;
const KILLED = `0.03.000.000 I srv          load: spawning server instance with name=large on port 41000
[41000] 0.00.005.511 I srv    load_model: loading model '/models/large.gguf'
0.09.000.000 I srv           run: instance name=large exited with status 1
`;
const CRASHED = `0.03.000.000 I srv          load: spawning server instance with name=fragile on port 42000
[42000] 0.00.001.000 E llama_context: failed to use flash attention, going on without
[42000] 0.00.900.000 I srv  llama_server: model loaded
[42000] ggml-cuda.cu:98: CUDA error: an illegal memory access was encountered
0.09.000.000 I srv           run: instance name=fragile exited with status 1
`;
const OLD_BUILD = `srv          load: spawning server instance with name=old on port 43000
[43000] llama_model_load: error loading model: unknown model architecture: 'glm9'
[43000] llama_model_load_from_file_impl: failed to load model
`;

describe('why a model failed to load', () => {
  test('is said once, by the lines that name a cause', () => {
    expect(loadFailureWords(MISSING)).toBe(
      "gguf_init_from_file: failed to open GGUF file '/models/nope.gguf' (No such file or directory)\n" +
        'llama_model_load: error loading model: llama_model_loader: failed to load model from /models/nope.gguf',
    );
  });

  test('is found for the model asked for, and for the last one when none is', () => {
    const log = MISSING + CACHE_TYPE;
    const words = 'error while handling argument "--cache-type-k": Unsupported cache type: q9';
    expect(loadFailureWords(log)).toBe(words);
    expect(loadFailureWords(log, 'bad type')).toBe(words);
    expect(loadFailureWords(log, 'missing')).toContain('/models/nope.gguf');
    expect(loadFailureWords(log, 'miss')).toBe('');
  });

  test('is the last load of a model that was loaded twice', () => {
    const later = MISSING.replaceAll('34117', '34118').replaceAll('nope', 'later');
    expect(loadFailureWords(MISSING + later, 'missing')).not.toContain('nope');
  });

  test('of a model that was killed without a word is what it did last, and that it ended', () => {
    expect(loadFailureWords(KILLED)).toBe(
      "load_model: loading model '/models/large.gguf'\nrun: instance name=large exited with status 1",
    );
  });

  test('is not confused with what a loaded model died of', () => {
    expect(loadFailureWords(CRASHED)).toBe(
      'ggml-cuda.cu:98: CUDA error: an illegal memory access was encountered',
    );
  });

  test('is read from builds without time and level, and through colours', () => {
    const words = "llama_model_load: error loading model: unknown model architecture: 'glm9'";
    expect(loadFailureWords(OLD_BUILD)).toBe(words);
    expect(loadFailureWords(OLD_BUILD.replace('error', '\u001b[31merror\u001b[0m'))).toBe(words);
  });

  test('is read from the last child when the start of its load is out of sight', () => {
    const cut = MISSING.slice(MISSING.indexOf('[34117]'));
    expect(loadFailureWords(cut)).toContain('No such file or directory');
  });

  test('is empty when the log says nothing', () => {
    expect(loadFailureWords('')).toBe('');
  });
});

describe('why a router ended', () => {
  test('is said in its own words, not in those of its models', () => {
    const bind = "0.00.113.037 E srv         start: couldn't bind HTTP server socket, port: 18123\n";
    expect(lastLines(MISSING.replaceAll(/^\d.*\n/gm, '') + bind)).toBe(
      "start: couldn't bind HTTP server socket, port: 18123",
    );
  });

  test('is its last lines when none names a cause', () => {
    expect(lastLines('one\ntwo\n')).toBe('one\ntwo');
  });
});

describe('the devices that a model runs on', () => {
  test('are named as llama.cpp names them, each once, without the CPU', () => {
    const log = [
      '[34117] 0.00.181.000 I main: using device CPU (12th Gen Intel(R) Core(TM) i7-12700K) (unknown id) - 53243 MiB free',
      '[34117] 0.00.410.000 I llama_prepare_model_devices: using device CUDA0 (NVIDIA GeForce RTX 5090) (0000:01:00.0) - 30991 MiB free',
      '[34117] llama_model_load_from_file_impl: using device Vulkan1 (Intel(R) Arc(tm) A770 Graphics (DG2)) - 16000 MiB free',
      '[34118] 0.00.410.000 I llama_prepare_model_devices: using device CUDA0 (NVIDIA GeForce RTX 5090) (0000:01:00.0) - 12 MiB free',
    ].join('\n');
    expect(deviceNames(log)).toEqual(['NVIDIA GeForce RTX 5090', 'Intel(R) Arc(tm) A770 Graphics (DG2)']);
  });

  test('are none where the log names none', () => {
    expect(deviceNames(MISSING)).toEqual([]);
  });
});
