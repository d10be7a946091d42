// `lockstep import snapshot`: what `lockstep export` wrote of a snapshot becomes the file again.
import type { Command } from 'commander';
import path from 'node:path';
import type { CliContext, Invocation } from '../../context.js';
import { EXIT, type ExitCode } from '../../exit-codes.js';
import { writeWhole } from '../../out-path.js';
import { namesForPeople } from '../../output/path-names.js';
import { writeProblems } from '../../output/problems.js';

interface Flags {
  readonly out: string;
  readonly force?: boolean;
}

const EXAMPLES = `
Examples:
  lockstep import snapshot state.zip --out state.json`;

export function addSnapshotImport(group: Command, invocation: Invocation): void {
  group
    .command('snapshot')
    .summary('what lockstep export wrote of a snapshot')
    .description('Makes the snapshot again of what lockstep export wrote, byte for byte.')
    .argument('<export>', 'the folder or archive')
    .requiredOption('--out <file>', 'file to write')
    .option('--force', 'replace the file')
    .addHelpText('after', EXAMPLES)
    .action(async (archive: string, flags: Flags) => {
      invocation.finish(await importRun(archive, flags, invocation.context));
    });
}

async function importRun(archive: string, flags: Flags, context: CliContext): Promise<ExitCode> {
  const { importSnapshot } = await import('../../../engine/host/importers/archive/index.js');
  const { value, issues } = await importSnapshot(archive, { signal: context.signal });
  writeProblems(context.err, { issues }, namesForPeople(process.cwd()));
  if (value === undefined) return EXIT.badInput;
  await writeWhole(path.resolve(flags.out), value, flags.force === true);
  context.out.write(`the snapshot is in ${flags.out}\n`);
  return EXIT.ok;
}
