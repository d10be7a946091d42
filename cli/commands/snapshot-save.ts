// `lockstep snapshot save`: the state of a replay between two ticks, as a file.
import type { Command } from 'commander';
import path from 'node:path';
import type { Invocation } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { openWindow, ticksAt } from '../open-window.js';
import { writeWhole } from '../out-path.js';
import { addReplayFlags, type ReplayFlags } from '../replay-flags.js';
import { withReplay } from '../replaying.js';
import { PLACE_HELP, parsePlace } from '../window-place.js';

interface Flags extends ReplayFlags {
  readonly at: string;
  readonly out: string;
  readonly force?: boolean;
}

const EXAMPLES = `
Examples:
  lockstep snapshot save captures/openclaw-base --at 200 --out state.json
  lockstep snapshot save captures/openclaw-base --at seq:12 --out before-event-12.json`;

export function addSnapshotSaveCommand(group: Command, invocation: Invocation): void {
  const command = group
    .command('save')
    .summary('save the state of a replay at a place')
    .description(
      'Replays up to a place and saves the state right before it: before that tick, before the ' +
        'first tick from that time on, or before the tick of that live event.',
    )
    .argument('<capture>', 'folder of the capture')
    .requiredOption('--at <place>', PLACE_HELP)
    .requiredOption('--out <file>', 'file to write')
    .option('--force', 'replace the file');
  addReplayFlags(command)
    .addHelpText('after', EXAMPLES)
    .action(async (capture: string, flags: Flags) => {
      await save(capture, flags, invocation);
      invocation.finish(EXIT.ok);
    });
}

async function save(capture: string, flags: Flags, { context }: Invocation): Promise<void> {
  // A slip in the place is said before minutes of replaying, not after.
  parsePlace(flags.at);
  const saved = await withReplay(context, flags, async (replaying) => {
    const window = await openWindow(replaying, { capture, flags }, context);
    const ticks = await ticksAt(flags.at, window, context.signal);
    const text = await replaying.client.request('snapshot', { ticks }, replaying.request);
    return { ticks, text, total: window.opened.tickTs.length };
  });
  context.signal.throwIfAborted();
  await writeWhole(path.resolve(flags.out), saved.text, flags.force === true);
  const { ticks, total } = saved;
  context.out.write(`state after ${String(ticks)} of ${String(total)} ticks is in ${flags.out}\n`);
}
