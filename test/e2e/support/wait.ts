// Waiting for something that VS Code does in its own time.

const pollIntervalMs = 50;
/** A machine that does other things as well may take long; who waits goes on as soon as it is there. */
const LIMIT_MS = 60_000;

/** Resolves to the first value of `probe` that is not undefined or false; rejects at the limit. */
export async function waitFor<T>(
  what: string,
  probe: () => T | undefined | false | Promise<T | undefined | false>,
  timeoutMs = LIMIT_MS,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const value = await probe();
    if (value !== undefined && value !== false) return value;
    if (Date.now() > deadline) throw new Error(`${what} did not happen in ${timeoutMs} ms`);
    await new Promise((resolve) => setTimeout(resolve, pollIntervalMs));
  }
}

/** How long something may take to show before it is done again: a key is lost where nothing has the focus yet. */
const AGAIN_MS = 4000;

/** Does something, and does it again as long as `probe` sees nothing of it. For what may be done twice. */
export function actUntil<T>(
  what: string,
  act: () => Promise<unknown>,
  probe: () => Promise<T | undefined | false>,
): Promise<T> {
  return waitFor(what, async () => {
    await act();
    return waitFor(what, probe, AGAIN_MS).catch(() => undefined);
  });
}
