// `lockstep snapshot migrate`: a snapshot of an older version in the version this Lockstep writes.
import type { Command } from 'commander';
import { encodeSnapshot, SCHEMA_VERSION } from '../../engine/core/schema/index.js';
import { CommandError } from '../command-error.js';
import type { CliContext, Invocation } from '../context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { namesForPeople } from '../output/path-names.js';
import { writeProblems } from '../output/problems.js';
import { writeWhole } from '../out-path.js';
import { readSnapshot } from '../read-snapshot.js';

interface Flags {
  readonly out: string;
  readonly force?: boolean;
}

const EXAMPLES = `
Every command reads older versions by itself; this is for files that other programs read.

Example:
  lockstep snapshot migrate state.json --out state-now.json`;

export function addSnapshotMigrateCommand(group: Command, invocation: Invocation): void {
  group
    .command('migrate')
    .summary('write a snapshot in the newest version')
    .description(
      `Reads a snapshot of any version up to ${String(SCHEMA_VERSION)} and writes it in version ${String(SCHEMA_VERSION)}. A newer one is refused.`,
    )
    .argument('<file>', 'snapshot file')
    .requiredOption('--out <file>', 'file to write')
    .option('--force', 'replace a file that is there')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, flags: Flags) => {
      invocation.finish(await migrate(file, flags, invocation.context));
    });
}

async function migrate(file: string, flags: Flags, context: CliContext): Promise<ExitCode> {
  const { value, issues } = await readSnapshot(file, context.signal);
  writeProblems(context.err, { issues }, namesForPeople(process.cwd()));
  if (value === undefined) return EXIT.badInput;
  const text = encodeSnapshot(value).value;
  if (text === undefined)
    throw new CommandError(`${file} cannot be written again.`, 'report this: it could be read.');
  await writeWhole(flags.out, text, flags.force === true);
  context.out.write(`${flags.out} is in version ${String(SCHEMA_VERSION)}\n`);
  return EXIT.ok;
}
