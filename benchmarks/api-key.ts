/** llama.cpp's own variable for the key that its server asks for. */
export function apiKey(): { apiKey: string } | Record<string, never> {
  return process.env.LLAMA_API_KEY ? { apiKey: process.env.LLAMA_API_KEY } : {};
}
