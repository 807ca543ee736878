/** The words that names of models are made of, as data: a word that is missing here is added here. */

/** Says nothing about the model: who packed it, and that it is a GGUF. */
export const NOISE_WORDS = new Set(
  'gguf ud hf model latest imatrix imat unsloth bartowski mradermacher lmstudio community thebloke ggml'.split(
    ' ',
  ),
);

/** Tuned to follow instructions. */
export const INSTRUCT_WORDS = new Set(['instruct', 'it', 'chat']);

/** What a distillation took its answers from, or for; only cut off where no size stands before it. */
export const TEACHER_WORDS = new Set(
  'claude opus sonnet haiku gpt gemini deepseek r1 kimi glm qwq o1 o3 grok coding code math high'.split(' '),
);

/**
 * Words of a name that make it another model, even if the metadata are the same: makers of such files often leave
 * those of the original in place.
 */
export const VARIANT_WORD =
  /^(1m|\d+k|coder?|coding|math|base|vl|vision|omni|reap|pruned|abliterated|uncensored|heretic|merged?|lora|ft|sft|dpo|qat|rp|roleplay|mtp|draft|preview|nano|mini|small|next|v\d+)$/;

export const DISTILL_WORD = /^distil(l|led|lation)?$/;

/** A release's month as in Qwen3-30B-A3B-Instruct-2507: part of the model, wherever it stands. */
export const MONTH_WORD = /^2[3-9](0[1-9]|1[0-2])$/;

/** 35b, 8x7b, 1.7b, e4b, a3b, 30ba3b, 270m. */
export const SIZE_WORD =
  /^(e?\d+(\.\d+)?b|\d+x\d+(\.\d+)?b|a\d+(\.\d+)?b|\d+(\.\d+)?ba\d+(\.\d+)?b|\d{2,4}m)$/;

/** At a word's edge in any style: no-think, NoThink, non_thinking, thinking-off, /no_think. */
export const THINKING_OFF =
  /(?<![\p{L}\p{N}])(?:(?:no|non|without)[-_. ]?(?:think(?:ing)?|reason(?:ing)?)|(?:think(?:ing)?|reason(?:ing)?)[-_. =]?(?:off|false|none|disabled))(?![\p{L}\p{N}])/giu;

export const THINKING_ON =
  /(?<![\p{L}\p{N}])(?:think(?:ing|er)?|reason(?:ing|er)?)(?:[-_. =](?:on|true|enabled))?(?![\p{L}\p{N}])/giu;

/** Quantisations in any style: Q4_K_M, q4km, q4-k-m, Q8_0, q80, q8, UD-Q8_K_XL, q8kxl, IQ4_NL, iq4nl, MXFP4, bf16. */
export const QUANT =
  /(?<![\p{L}\p{N}])(?:ud[-_. ]?)?(?:iq[1-4][-_ ]?(?:xxs|xs|nl|s|m)|tq[12][-_ ]?0|q[2-8][-_ ]?k(?:[-_ ]?(?:xxl|xl|l|m|s|p))?|q[1458][-_ ]?[01](?:[-_][48]){0,2}|q[1-8]|mxfp4(?:[-_ ]moe)?|nvfp4|bf16|fp?16|fp?32|fp8|[2-8][-_ ]?bit)(?![\p{L}\p{N}])/giu;
