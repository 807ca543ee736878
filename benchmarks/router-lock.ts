/** Which worker has which router. Web Locks hold across the worker threads of one process and end with them. */

export interface HeldLock {
  lock: string;
  release(): void;
}

/** Waits until one of the routers is free and holds it; two models are never asked of one router at once. */
export async function holdAnyLock(urls: string[]): Promise<HeldLock> {
  for (const url of urls) {
    const held = await hold(url, { ifAvailable: true });
    if (held) return held;
  }
  return holdFirstFree(urls);
}

/** All are busy: queue at each, keep the first that comes free, let the others go. */
async function holdFirstFree(urls: string[]): Promise<HeldLock> {
  const abort = new AbortController();
  const waiting = urls.map((url) => hold(url, { signal: abort.signal }));
  const first = await Promise.race(waiting);
  abort.abort();
  for (const other of waiting)
    other.then(
      (held) => held !== first && held?.release(),
      () => {
        // Aborted while waiting, as intended.
      },
    );
  return first!;
}

function hold(url: string, options: LockOptions): Promise<HeldLock | null> {
  return new Promise((resolve, reject) => {
    navigator.locks
      .request(`llama-codebench ${url}`, options, (lock) => {
        if (!lock) return resolve(null);
        return new Promise<void>((release) => resolve({ lock: url, release }));
      })
      .catch(reject);
  });
}
