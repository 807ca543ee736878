/** What a server's arguments say about thinking. Pure. */
import { pairsOf } from './arguments.ts';

export interface ArgumentThinking {
  /** null: the arguments leave it to the model. */
  thinking: 'on' | 'off' | null;
  /** 'low', 'high' …; null: the model's default. */
  effort: string | null;
  /** The arguments that said so, as written. */
  words: string[];
}

/** Of these, an 'off' wins: any one of them is enough to keep a model from thinking. */
export function readThinking(args: string[]): ArgumentThinking {
  const said = pairsOf(args).map(({ flag, value }) => ({
    ...readOption(flag, value),
    words: `${flag} ${value}`,
  }));
  const told = said.filter(({ thinking, effort }) => thinking !== null || effort !== null);
  return {
    thinking: told.some((one) => one.thinking === 'off')
      ? 'off'
      : (told.find((one) => one.thinking === 'on')?.thinking ?? null),
    effort: told.findLast((one) => one.effort !== null)?.effort ?? null,
    words: told.map(({ words }) => words),
  };
}

type Said = Pick<ArgumentThinking, 'thinking' | 'effort'>;

const NOTHING: Said = { thinking: null, effort: null };

function readOption(flag: string, value: string): Said {
  switch (flag.replaceAll('_', '-')) {
    case '--reasoning':
    case '-rea':
      return { ...NOTHING, thinking: readSwitch(value) };
    case '--reasoning-budget':
      return { ...NOTHING, thinking: value.trim() === '0' ? 'off' : null };
    case '--reasoning-effort':
      return readEffort(value);
    case '--chat-template-kwargs':
      return readKwargs(value);
    default:
      return NOTHING;
  }
}

function readSwitch(value: string): 'on' | 'off' | null {
  if (/^(off|0|false|disabled)$/i.test(value)) return 'off';
  return /^(on|1|true|enabled)$/i.test(value) ? 'on' : null;
}

function readEffort(value: unknown): Said {
  if (typeof value !== 'string') return NOTHING;
  return value === 'none' ? { thinking: 'off', effort: null } : { thinking: null, effort: value };
}

/** {"enable_thinking":false} of Qwen and GLM, {"thinking":false} of DeepSeek, {"reasoning_effort":"low"} of gpt-oss. */
function readKwargs(value: string): Said {
  const kwargs = parseObject(value);
  const enabled = kwargs.enable_thinking ?? kwargs.thinking;
  const effort = readEffort(kwargs.reasoning_effort);
  if (typeof enabled !== 'boolean') return effort;
  return { ...effort, thinking: enabled ? (effort.thinking ?? 'on') : 'off' };
}

function parseObject(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
