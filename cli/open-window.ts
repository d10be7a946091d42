// Opens a capture for commands that want its states rather than its verdict.
import { scanCapture } from '../engine/host/capture/index.js';
import type { Opened, StrategyFailure } from '../engine/host/replay/protocol.js';
import { CommandError } from './command-error.js';
import type { CliContext } from './context.js';
import { EXIT } from './exit-codes.js';
import { namesForPeople } from './output/path-names.js';
import { writeProblems } from './output/problems.js';
import { openOptions, type ReplayFlags } from './replay-flags.js';
import type { Replaying } from './replaying.js';
import { parsePlace, ticksBefore } from './window-place.js';

export interface OpenWindow {
  readonly opened: Opened;
  /** Where the strategy failed; states after that tick do not exist. */
  readonly failure: StrategyFailure | null;
}

/** Runs the window once. Rejects with CommandError when there is nothing to run. */
export async function openWindow(
  replaying: Replaying,
  at: { readonly capture: string; readonly flags: ReplayFlags },
  { err }: CliContext,
): Promise<OpenWindow> {
  const { client, request } = replaying;
  const { capture, flags } = at;
  const found = await client.request('open', await openOptions(capture, flags), request);
  writeProblems(err, { capture, ...found }, namesForPeople(process.cwd()));
  if (found.replay === null) {
    throw new CommandError(`${capture} cannot be replayed.`, 'correct what is listed above.');
  }
  const { failure } = await client.request('run', {}, request);
  return { opened: found.replay, failure };
}

/** Ticks done at the place `--at` names. Rejects with CommandError when the window does not reach it. */
export async function ticksAt(
  text: string,
  { opened, failure }: OpenWindow,
  signal: AbortSignal,
): Promise<number> {
  const place = parsePlace(text);
  let eventTs: number | undefined;
  if (place.kind === 'seq') {
    const onEvent = (event: { readonly seq: number; readonly ts: number }): void => {
      if (event.seq === place.seq) eventTs = event.ts;
    };
    await scanCapture(opened.capture, { onEvent }, { signal });
  }
  const ticks = ticksBefore(place, opened, () => eventTs);
  if (failure === null || ticks <= (failure.tick ?? 0)) return ticks;
  throw new CommandError(
    `The strategy fails in tick ${String(failure.tick ?? 0)}: ${failure.message}`,
    `${failure.remedy}; or name an earlier place.`,
    EXIT.mismatch,
  );
}
