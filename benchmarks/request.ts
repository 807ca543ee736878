/** What a model is asked of a task, and the hash by which answers to the same question are known. */
import type { ChatRequest } from '../models/chat.ts';
import { sha256 } from './names.ts';

export function requestFor(prompt: string): ChatRequest {
  return { messages: [{ role: 'user', content: prompt }] };
}

const hashes = new WeakMap<ChatRequest, string>();

/** SHA-256, hex. Kept: a trial's request is looked at more than once. */
export function requestHash(request: ChatRequest): string {
  const hash = hashes.get(request) ?? sha256(JSON.stringify(request.messages));
  hashes.set(request, hash);
  return hash;
}
