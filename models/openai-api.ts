/** A reference model at any OpenAI-compatible API, beside the local ones. */
import type { ChatRequest, ChatResponse, CompleteOptions } from './chat.ts';
import { HttpClient } from './http-client.ts';
import { streamChat } from './stream-chat.ts';

export interface OpenAiApiOptions {
  /** e.g. 'http://127.0.0.1:8000/v1' */
  baseUrl: string;
  /** Model name that the API knows. */
  model: string;
  /** Name of the environment variable that holds the key; null for an API without one. */
  apiKeyEnv?: string | null | undefined;
}

/** The key's variable is not set, or holds what cannot be a key: the user's to mend, printed without a stack trace. */
export class ApiKeyError extends Error {
  override name = 'ApiKeyError';
  constructor(message: string) {
    super(message);
    this.stack = `${this.name}: ${message}`;
  }
}

export interface OpenAiApi {
  /** Like LlamaRouter.complete. Rejects when `options.signal` aborts, and with ApiKeyError when the key is missing. */
  complete(request: ChatRequest, options: CompleteOptions): Promise<ChatResponse>;
  close(): Promise<void>;
}

/** Fails at once when the key's variable is missing; the key itself is read anew for each request and kept nowhere. */
export function connectOpenAiApi({ baseUrl, model, apiKeyEnv }: OpenAiApiOptions): OpenAiApi {
  readKey(baseUrl, apiKeyEnv);
  return {
    async complete(request, options) {
      const http = new HttpClient(baseUrl, readKey(baseUrl, apiKeyEnv));
      try {
        const body = {
          model,
          messages: request.messages,
          stream: true,
          stream_options: { include_usage: true },
        };
        const chat = await streamChat(http, { path: '/chat/completions', body, options });
        if (chat.aborted) options.signal?.throwIfAborted();
        return chat.endedBy === 'us' ? withNote(chat.response) : chat.response;
      } finally {
        await http.close();
      }
    },
    async close() {
      // Each request has closed its own connection.
    },
  };
}

function withNote(response: ChatResponse): ChatResponse {
  const { failure } = response;
  const note = 'the connection was closed; whether the API stopped generating is not known';
  return { ...response, failure: failure && { ...failure, message: `${failure.message}; ${note}` } };
}

function readKey(baseUrl: string, apiKeyEnv: string | null | undefined): string | null {
  if (!apiKeyEnv) return null;
  const key = process.env[apiKeyEnv]?.trim();
  if (!key)
    throw new ApiKeyError(
      `The environment variable ${apiKeyEnv}, which should hold the API key for ${baseUrl}, is not set or empty. Set it, or take the model out of the references.`,
    );
  if (!/^[\x21-\x7e]+$/.test(key))
    throw new ApiKeyError(
      `The environment variable ${apiKeyEnv} holds characters that no API key can have (a blank, a line end, a letter beyond ASCII). Set it to the key alone.`,
    );
  return key;
}
