/**
 * The options that llama-server knows, as its `--help` lists them. Two uses: a preset is checked where there is no
 * server to ask, and a command line is split into options and values.
 */

export interface ServerOption {
  /** The long spelling, without dashes, under which the server itself lists the option. */
  name: string;
  spellings: string[];
  /** Spellings that turn the option off: no-jinja, nkvo. */
  negated: string[];
  env: string | null;
  values: 0 | 1 | 2;
  /** Still recognised, but the model's process refuses to start with it. */
  removed: boolean;
}

export interface FoundOption {
  option: ServerOption;
  /** `env-negated` is LLAMA_ARG_NO_X: in a preset the server takes it for X itself. */
  spelled: 'plainly' | 'negated' | 'env-negated';
}

export type ServerOptions = ReadonlyMap<string, FoundOption>;

/** Every spelling (without dashes) and environment name, from the text that `llama-server --help` prints. */
export function parseServerOptions(help: string): ServerOptions {
  const found = new Map<string, FoundOption>();
  for (const option of [...help.split(/\n(?=-)/).flatMap(parseHelpEntry), ...PRESET_ONLY]) {
    for (const spelling of option.spellings) found.set(spelling, { option, spelled: 'plainly' });
    for (const spelling of option.negated) found.set(spelling, { option, spelled: 'negated' });
    if (option.env === null) continue;
    found.set(option.env, { option, spelled: 'plainly' });
    const negatedEnv = option.env.replace(/^LLAMA_ARG_/, 'LLAMA_ARG_NO_');
    if (option.negated.length > 0) found.set(negatedEnv, { option, spelled: 'env-negated' });
  }
  return found;
}

const NAMES = /^((?:--?[A-Za-z][\w.-]*(?:,\s+(?=-))?)+)(.*)/;

function parseHelpEntry(entry: string): ServerOption[] {
  const [, nameList, rest] = NAMES.exec(entry) ?? [];
  if (nameList === undefined || rest === undefined) return [];
  const names = nameList.split(/,\s+/);
  const firstNegated = findFirstNegated(names);
  const spellings = names.slice(0, firstNegated).map(stripDashes);
  const valueHint = /^ (?! )(.*?)(?: {2,}|$)/.exec(rest)?.[1] ?? '';
  return [
    {
      name: spellings.at(-1) ?? '',
      spellings,
      negated: names.slice(firstNegated).map(stripDashes),
      env: /\(env: (\w+)\)/.exec(entry)?.[1] ?? null,
      values: valueHint === '' ? 0 : /^[A-Z]+ [A-Z]+$/.test(valueHint) ? 2 : 1,
      removed: entry.includes('the argument has been removed'),
    },
  ];
}

/** The help prints the spellings that turn on (short, long), then those that turn off: `-kvo, --kv-offload, -nkvo, --no-kv-offload`. */
function findFirstNegated(names: string[]): number {
  const firstLongNegated = names.findIndex((name, i) => i > 0 && name.startsWith('--no-'));
  if (firstLongNegated === -1) return names.length;
  const firstLong = names.findIndex((name) => name.startsWith('--'));
  const shortAfterLong = names.findIndex((name, i) => i > firstLong && /^-[^-]/.test(name));
  return shortAfterLong === -1 ? firstLongNegated : Math.min(shortAfterLong, firstLongNegated);
}

export function stripDashes(name: string): string {
  return name.replace(/^-+/, '');
}

/** Known to presets, not to the command line, hence not in the help. */
export const PRESET_ONLY: readonly ServerOption[] = [
  { ...presetOnly('load-on-startup'), values: 0 },
  presetOnly('stop-timeout'),
  { ...presetOnly('dedup-cache-models'), values: 0 },
];

function presetOnly(name: string): ServerOption {
  return { name, spellings: [name], negated: [], env: null, values: 1, removed: false };
}

/** The build whose help stands below; named in a refusal, because a newer server may know more. */
export const LISTED_BUILD = 'b11434';

/** `llama-server --help` of that build, without descriptions; V stands for one value. */
const HELP = `
-h, --help, --usage
--version
-cl, --cache-list
--completion-bash
-t, --threads V  (env: LLAMA_ARG_THREADS)
-tb, --threads-batch V
-C, --cpu-mask V
-Cr, --cpu-range V
--cpu-strict V
--prio V
--poll V
-Cb, --cpu-mask-batch V
-Crb, --cpu-range-batch V
--cpu-strict-batch V
--prio-batch V
--poll-batch V
-c, --ctx-size V  (env: LLAMA_ARG_CTX_SIZE)
-n, --predict, --n-predict V  (env: LLAMA_ARG_N_PREDICT)
-b, --batch-size V  (env: LLAMA_ARG_BATCH)
-ub, --ubatch-size V  (env: LLAMA_ARG_UBATCH)
--keep V
--swa-full  (env: LLAMA_ARG_SWA_FULL)
-fa, --flash-attn V  (env: LLAMA_ARG_FLASH_ATTN)
--perf, --no-perf  (env: LLAMA_ARG_PERF)
-e, --escape, --no-escape
--rope-scaling V  (env: LLAMA_ARG_ROPE_SCALING_TYPE)
--rope-scale V  (env: LLAMA_ARG_ROPE_SCALE)
--rope-freq-base V  (env: LLAMA_ARG_ROPE_FREQ_BASE)
--rope-freq-scale V  (env: LLAMA_ARG_ROPE_FREQ_SCALE)
--yarn-orig-ctx V  (env: LLAMA_ARG_YARN_ORIG_CTX)
--yarn-ext-factor V  (env: LLAMA_ARG_YARN_EXT_FACTOR)
--yarn-attn-factor V  (env: LLAMA_ARG_YARN_ATTN_FACTOR)
--yarn-beta-slow V  (env: LLAMA_ARG_YARN_BETA_SLOW)
--yarn-beta-fast V  (env: LLAMA_ARG_YARN_BETA_FAST)
-kvo, --kv-offload, -nkvo, --no-kv-offload  (env: LLAMA_ARG_KV_OFFLOAD)
--repack, -nr, --no-repack  (env: LLAMA_ARG_REPACK)
--no-host  (env: LLAMA_ARG_NO_HOST)
-ctk, --cache-type-k V  (env: LLAMA_ARG_CACHE_TYPE_K)
-ctv, --cache-type-v V  (env: LLAMA_ARG_CACHE_TYPE_V)
-dt, --defrag-thold V  (env: LLAMA_ARG_DEFRAG_THOLD)
--rpc V  (env: LLAMA_ARG_RPC)
-lm, --load-mode V  (env: LLAMA_ARG_LOAD_MODE)
-lzm, --lazy-mode V  (env: LLAMA_ARG_LAZY_MODE)
--numa V  (env: LLAMA_ARG_NUMA)
-dev, --device V  (env: LLAMA_ARG_DEVICE)
--list-devices
-ot, --override-tensor V  (env: LLAMA_ARG_OVERRIDE_TENSOR)
-cmoe, --cpu-moe  (env: LLAMA_ARG_CPU_MOE)
-ncmoe, --n-cpu-moe V  (env: LLAMA_ARG_N_CPU_MOE)
-ncffn, --n-cpu-ffn V  (env: LLAMA_ARG_N_CPU_FFN)
-ngl, --gpu-layers, --n-gpu-layers V  (env: LLAMA_ARG_N_GPU_LAYERS)
-sm, --split-mode V  (env: LLAMA_ARG_SPLIT_MODE)
-ts, --tensor-split V  (env: LLAMA_ARG_TENSOR_SPLIT)
-mg, --main-gpu V  (env: LLAMA_ARG_MAIN_GPU)
-fit, --fit V  (env: LLAMA_ARG_FIT)
-fitt, --fit-target V  (env: LLAMA_ARG_FIT_TARGET)
-fitc, --fit-ctx V  (env: LLAMA_ARG_FIT_CTX)
--check-tensors
--override-kv V
--op-offload, --no-op-offload
--lora V
--lora-scaled V
--control-vector V
--control-vector-scaled V
--control-vector-layer-range START END
-m, --model V  (env: LLAMA_ARG_MODEL)
-mu, --model-url V  (env: LLAMA_ARG_MODEL_URL)
-dr, --docker-repo V  (env: LLAMA_ARG_DOCKER_REPO)
-hf, -hfr, --hf-repo V  (env: LLAMA_ARG_HF_REPO)
-hff, --hf-file V  (env: LLAMA_ARG_HF_FILE)
-hft, --hf-token V  (env: HF_TOKEN)
--log-disable
--log-file V  (env: LLAMA_ARG_LOG_FILE)
--log-jsonl, --no-log-jsonl  (env: LLAMA_ARG_LOG_JSONL)
--log-colors V  (env: LLAMA_ARG_LOG_COLORS)
-v, --verbose, --log-verbose
--offline  (env: LLAMA_ARG_OFFLINE)
-lv, --verbosity, --log-verbosity V  (env: LLAMA_ARG_LOG_VERBOSITY)
--log-prefix, --no-log-prefix  (env: LLAMA_ARG_LOG_PREFIX)
--log-timestamps, --no-log-timestamps  (env: LLAMA_ARG_LOG_TIMESTAMPS)
--spec-draft-type-k, -ctkd, --cache-type-k-draft V  (env: LLAMA_ARG_SPEC_DRAFT_CACHE_TYPE_K)
--spec-draft-type-v, -ctvd, --cache-type-v-draft V  (env: LLAMA_ARG_SPEC_DRAFT_CACHE_TYPE_V)
--samplers V
-s, --seed V
--sampler-seq, --sampling-seq V
--ignore-eos
--temp, --temperature V  (env: LLAMA_ARG_TEMPERATURE)
--top-k V  (env: LLAMA_ARG_TOP_K)
--top-p V  (env: LLAMA_ARG_TOP_P)
--min-p V  (env: LLAMA_ARG_MIN_P)
--top-nsigma, --top-n-sigma V
--xtc-probability V
--xtc-threshold V
--typical, --typical-p V
--repeat-last-n V
--repeat-penalty V  (env: LLAMA_ARG_REPEAT_PENALTY)
--presence-penalty V  (env: LLAMA_ARG_PRESENCE_PENALTY)
--frequency-penalty V  (env: LLAMA_ARG_FREQUENCY_PENALTY)
--dry-multiplier V
--dry-base V
--dry-allowed-length V
--dry-penalty-last-n V
--dry-sequence-breaker V
--adaptive-target V
--adaptive-decay V
--dynatemp-range V
--dynatemp-exp V
--mirostat V
--mirostat-lr V
--mirostat-ent V
-l, --logit-bias V
--grammar V
--grammar-file V
-j, --json-schema V
-jf, --json-schema-file V
-bs, --backend-sampling  (env: LLAMA_ARG_BACKEND_SAMPLING)
--spec-draft-hf, -hfd, -hfrd, --hf-repo-draft V  (env: LLAMA_ARG_SPEC_DRAFT_HF_REPO)
--spec-draft-threads, -td, --threads-draft V
--spec-draft-threads-batch, -tbd, --threads-batch-draft V
--spec-draft-cpu-mask, -Cd, --cpu-mask-draft V
--spec-draft-cpu-range, -Crd, --cpu-range-draft V
--spec-draft-cpu-strict, --cpu-strict-draft V
--spec-draft-prio, --prio-draft V
--spec-draft-poll, --poll-draft V
--spec-draft-cpu-mask-batch, -Cbd, --cpu-mask-batch-draft V
--spec-draft-cpu-strict-batch, --cpu-strict-batch-draft V
--spec-draft-prio-batch, --prio-batch-draft V
--spec-draft-poll-batch, --poll-batch-draft V
--spec-draft-override-tensor, -otd, --override-tensor-draft V
--spec-draft-cpu-moe, -cmoed, --cpu-moe-draft  (env: LLAMA_ARG_SPEC_DRAFT_CPU_MOE)
--spec-draft-n-cpu-moe, --spec-draft-ncmoe, -ncmoed, --n-cpu-moe-draft V  (env: LLAMA_ARG_SPEC_DRAFT_N_CPU_MOE)
--spec-draft-n-max V  (env: LLAMA_ARG_SPEC_DRAFT_N_MAX)
--spec-draft-n-min V  (env: LLAMA_ARG_SPEC_DRAFT_N_MIN)
--spec-synth-len V  (env: LLAMA_ARG_SPEC_SYNTH_LEN)
--spec-synth-rates V  (env: LLAMA_ARG_SPEC_SYNTH_RATES)
--spec-draft-p-split, --draft-p-split V  (env: LLAMA_ARG_SPEC_DRAFT_P_SPLIT)
--spec-draft-p-min, --draft-p-min V  (env: LLAMA_ARG_SPEC_DRAFT_P_MIN)
--spec-draft-backend-sampling, --no-spec-draft-backend-sampling  (env: LLAMA_ARG_SPEC_DRAFT_BACKEND_SAMPLING)
--spec-draft-sampling V  (env: LLAMA_ARG_SPEC_DRAFT_SAMPLING)
--spec-draft-device, -devd, --device-draft V
--spec-draft-ngl, -ngld, --gpu-layers-draft, --n-gpu-layers-draft V  (env: LLAMA_ARG_N_GPU_LAYERS_DRAFT)
--spec-draft-model, -md, --model-draft V  (env: LLAMA_ARG_SPEC_DRAFT_MODEL)
--spec-type V  (env: LLAMA_ARG_SPEC_TYPE)
--spec-ngram-mod-n-min V
--spec-ngram-mod-n-max V
--spec-ngram-mod-n-match V
--spec-ngram-simple-size-n V
--spec-ngram-simple-size-m V
--spec-ngram-simple-min-hits V
--spec-ngram-map-k-size-n V
--spec-ngram-map-k-size-m V
--spec-ngram-map-k-min-hits V
--spec-ngram-map-k4v-size-n V
--spec-ngram-map-k4v-size-m V
--spec-ngram-map-k4v-min-hits V
--draft, --draft-n, --draft-max V  the argument has been removed  (env: LLAMA_ARG_DRAFT_MAX)
--draft-min, --draft-n-min V  the argument has been removed  (env: LLAMA_ARG_DRAFT_MIN)
--spec-ngram-size-n V  the argument has been removed
--spec-ngram-size-m V  the argument has been removed
--spec-ngram-min-hits V  the argument has been removed
-lcs, --lookup-cache-static V
-lcd, --lookup-cache-dynamic V
--kv-unified-per-slot V  (env: LLAMA_ARG_KV_UNIFIED_PER_SLOT)
-ctxcp, --ctx-checkpoints, --swa-checkpoints V  (env: LLAMA_ARG_CTX_CHECKPOINTS)
-cms, --checkpoint-min-step V  (env: LLAMA_ARG_CHECKPOINT_MIN_SPACING_NT)
-cram, --cache-ram V  (env: LLAMA_ARG_CACHE_RAM)
-kvu, --kv-unified, -no-kvu, --no-kv-unified  (env: LLAMA_ARG_KV_UNIFIED)
--cache-idle-slots, --no-cache-idle-slots  (env: LLAMA_ARG_CACHE_IDLE_SLOTS)
--context-shift, --no-context-shift  (env: LLAMA_ARG_CONTEXT_SHIFT)
-r, --reverse-prompt V
-sp, --special
--warmup, --no-warmup
--spm-infill
--pooling V  (env: LLAMA_ARG_POOLING)
-np, --parallel V  (env: LLAMA_ARG_N_PARALLEL)
-cb, --cont-batching, -nocb, --no-cont-batching  (env: LLAMA_ARG_CONT_BATCHING)
-mm, --mmproj V  (env: LLAMA_ARG_MMPROJ)
-mmu, --mmproj-url V  (env: LLAMA_ARG_MMPROJ_URL)
--mmproj-auto, --no-mmproj, --no-mmproj-auto  (env: LLAMA_ARG_MMPROJ_AUTO)
--mmproj-offload, --no-mmproj-offload  (env: LLAMA_ARG_MMPROJ_OFFLOAD)
-mmdev, --mmproj-device V  (env: MTMD_BACKEND_DEVICE)
--image-min-tokens V  (env: LLAMA_ARG_IMAGE_MIN_TOKENS)
--image-max-tokens V  (env: LLAMA_ARG_IMAGE_MAX_TOKENS)
--mtmd-batch-max-tokens V  (env: LLAMA_ARG_MTMD_BATCH_MAX_TOKENS)
--video-fps V  (env: LLAMA_ARG_VIDEO_FPS)
--video-timestamp-interval V  (env: LLAMA_ARG_VIDEO_TIMESTAMP_INTERVAL)
--video-ffmpeg-dir V  (env: LLAMA_ARG_VIDEO_FFMPEG_DIR)
-a, --alias V  (env: LLAMA_ARG_ALIAS)
--tags V  (env: LLAMA_ARG_TAGS)
--embd-normalize V
--host V  (env: LLAMA_ARG_HOST)
--port V  (env: LLAMA_ARG_PORT)
--reuse-port  (env: LLAMA_ARG_REUSE_PORT)
--path V  (env: LLAMA_ARG_STATIC_PATH)
--cors-origins V  (env: LLAMA_ARG_CORS_ORIGINS)
--cors-methods V  (env: LLAMA_ARG_CORS_METHODS)
--cors-headers V  (env: LLAMA_ARG_CORS_HEADERS)
--cors-credentials, --no-cors-credentials  (env: LLAMA_ARG_CORS_CREDENTIALS)
--api-prefix V  (env: LLAMA_ARG_API_PREFIX)
--ui-config, --webui-config V  (env: LLAMA_ARG_UI_CONFIG)
--ui-config-file, --webui-config-file V  (env: LLAMA_ARG_UI_CONFIG_FILE)
--ui-mcp-proxy, --webui-mcp-proxy, --no-ui-mcp-proxy, --no-webui-mcp-proxy  (env: LLAMA_ARG_UI_MCP_PROXY)
--tools V  (env: LLAMA_ARG_TOOLS)
--tools-runtime V  (env: LLAMA_ARG_TOOLS_RUNTIME)
--mcp-servers-config V  (env: LLAMA_ARG_MCP_SERVERS_CONFIG)
--mcp-servers-json V  (env: LLAMA_ARG_MCP_SERVERS_JSON)
-ag, --agent, -no-ag, --no-agent  (env: LLAMA_ARG_AGENT)
--ui, --webui, --no-ui, --no-webui  (env: LLAMA_ARG_UI)
--embedding, --embeddings  (env: LLAMA_ARG_EMBEDDINGS)
--rerank, --reranking  (env: LLAMA_ARG_RERANKING)
--api-key V  (env: LLAMA_API_KEY)
--api-key-file V  (env: LLAMA_ARG_API_KEY_FILE)
--ssl-key-file V  (env: LLAMA_ARG_SSL_KEY_FILE)
--ssl-cert-file V  (env: LLAMA_ARG_SSL_CERT_FILE)
--chat-template-kwargs V  (env: LLAMA_ARG_CHAT_TEMPLATE_KWARGS)
-to, --timeout V  (env: LLAMA_ARG_TIMEOUT)
--sse-ping-interval V  (env: LLAMA_ARG_SSE_PING_INTERVAL)
--threads-http V  (env: LLAMA_ARG_THREADS_HTTP)
--cache-prompt, --no-cache-prompt  (env: LLAMA_ARG_CACHE_PROMPT)
--cache-reuse V  (env: LLAMA_ARG_CACHE_REUSE)
--metrics  (env: LLAMA_ARG_ENDPOINT_METRICS)
--props  (env: LLAMA_ARG_ENDPOINT_PROPS)
--slots, --no-slots  (env: LLAMA_ARG_ENDPOINT_SLOTS)
--slot-save-path V
--media-path V
--models-dir V  (env: LLAMA_ARG_MODELS_DIR)
--models-preset V  (env: LLAMA_ARG_MODELS_PRESET)
--models-max V  (env: LLAMA_ARG_MODELS_MAX)
--models-autoload, --no-models-autoload  (env: LLAMA_ARG_MODELS_AUTOLOAD)
--jinja, --no-jinja  (env: LLAMA_ARG_JINJA)
--reasoning-format V  (env: LLAMA_ARG_THINK)
-rea, --reasoning V  (env: LLAMA_ARG_REASONING)
--reasoning-effort V  (env: LLAMA_ARG_REASONING_EFFORT)
--reasoning-budget V  (env: LLAMA_ARG_THINK_BUDGET)
--reasoning-budget-message V  (env: LLAMA_ARG_THINK_BUDGET_MESSAGE)
--reasoning-preserve, --no-reasoning-preserve  (env: LLAMA_ARG_REASONING_PRESERVE)
--chat-template V  (env: LLAMA_ARG_CHAT_TEMPLATE)
--chat-template-file V  (env: LLAMA_ARG_CHAT_TEMPLATE_FILE)
--skip-chat-parsing, --no-skip-chat-parsing  (env: LLAMA_ARG_SKIP_CHAT_PARSING)
--prefill-assistant, --no-prefill-assistant  (env: LLAMA_ARG_PREFILL_ASSISTANT)
-sps, --slot-prompt-similarity V
--lora-init-without-apply
--sleep-idle-seconds V
--log-prompts-dir V
--embd-gemma-default
--fim-qwen-1.5b-default
--fim-qwen-3b-default
--fim-qwen-7b-default
--fim-qwen-7b-spec
--fim-qwen-14b-spec
--fim-qwen-30b-default
--gpt-oss-20b-default
--gpt-oss-120b-default
--vision-gemma-4b-default
--vision-gemma-12b-default
--spec-default
`;

export const SERVER_OPTIONS: ServerOptions = parseServerOptions(HELP);
