// `lockstep import capture`: what `lockstep export` wrote becomes the capture again.
import type { Command } from 'commander';
import type { Invocation } from '../../context.js';
import { addOutFlags } from '../../capture-flags.js';
import { runImport, type OutFlags } from '../../import-run.js';

const EXAMPLES = `
Examples:
  lockstep import capture week.zip --out captures/week`;

export function addArchiveImport(group: Command, invocation: Invocation): void {
  addOutFlags(group.command('capture'))
    .summary('what lockstep export wrote')
    .description('Makes the capture again of what lockstep export wrote, byte for byte.')
    .argument('<export>', 'the folder or archive')
    .addHelpText('after', EXAMPLES)
    .action(async (archive: string, flags: OutFlags) => {
      const code = await runImport(flags, invocation.context, async (run) => {
        const { importArchive } = await import('../../../engine/host/importers/archive/index.js');
        return importArchive({ ...run, archive, out: run.folder });
      });
      invocation.finish(code);
    });
}
