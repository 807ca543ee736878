/** A model file that cannot be used: names the file, the cause and what to do. */
export class GgufError extends Error {
  override name = 'GgufError';
  readonly path: string;

  constructor(path: string, problem: string, remedy: string) {
    super(`${path} ${problem}. ${remedy}`);
    this.path = path;
  }
}

export const DOWNLOAD_AGAIN =
  'Download the file again and compare its size with the one on its download page.';
