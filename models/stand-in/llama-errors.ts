/** Errors as llama-server words them, observed on build b11434. */

export interface LlamaReply {
  status: number;
  body: string;
  /** Default JSON. */
  contentType?: string;
}

function error(status: number, type: string, message: string, more: object = {}): LlamaReply {
  return { status, body: JSON.stringify({ error: { code: status, message, type, ...more } }) };
}

export const PROXY_ERROR = 'proxy error: Failed to read connection';

export const PEG_NATIVE_WORDS =
  'The model produced output that does not match the expected peg-native format';

export const CHANNEL_TAG_WORDS =
  'Failed to parse input at pos 118: <|channel|>analysis<|message|>We need to write code';

export const invalidRequest = (message: string) => error(400, 'invalid_request_error', message);
export const serverError = (message: string) => error(500, 'server_error', message);
export const notFound = () => error(404, 'not_found_error', 'File Not Found');
export const wrongKey = () => error(401, 'authentication_error', 'Invalid API Key');
export const loadingModel = () => error(503, 'unavailable_error', 'Loading model');
export const limitReached = () => serverError('model limit reached, try again later');

/** The error of a scripted status. */
export function errorOfStatus(status: number): LlamaReply {
  const known: Record<number, () => LlamaReply> = {
    400: () =>
      error(
        400,
        'exceed_context_size_error',
        'request (10031 tokens) exceeds the available context size (4096 tokens), try increasing it',
        { n_prompt_tokens: 10031, n_ctx: 4096 },
      ),
    401: wrongKey,
    404: notFound,
    429: () => error(429, 'rate_limit_error', 'Too many requests'),
    500: () => serverError('Compute error.'),
    501: () => error(501, 'not_supported_error', 'This server does not support this'),
    503: loadingModel,
  };
  return known[status]?.() ?? error(status, 'server_error', `scripted status ${status}`);
}
