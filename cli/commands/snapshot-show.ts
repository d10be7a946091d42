// `lockstep snapshot show`: a snapshot file, readable.
import type { Command } from 'commander';
import { encodeSnapshot } from '../../engine/core/schema/index.js';
import type { CliContext, Invocation } from '../context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { namesForPeople } from '../output/path-names.js';
import { writeProblems } from '../output/problems.js';
import { snapshotText } from '../output/snapshot-text.js';
import { readSnapshot } from '../read-snapshot.js';

interface Flags {
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  lockstep snapshot show captures/openclaw-base/snapshot.json
  lockstep snapshot show state.json --json | jq .positions`;

export function addSnapshotShowCommand(group: Command, invocation: Invocation): void {
  group
    .command('show')
    .summary('show a snapshot')
    .description('Shows account, positions, orders, cursor and a summary of the strategy state.')
    .argument('<file>', 'snapshot file')
    .option('--json', 'print it as JSON, keys in the order of the schema')
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, flags: Flags) => {
      invocation.finish(await show(file, flags, invocation.context));
    });
}

async function show(file: string, flags: Flags, context: CliContext): Promise<ExitCode> {
  const { value, issues } = await readSnapshot(file, context.signal);
  writeProblems(context.err, { issues }, namesForPeople(process.cwd()));
  if (value === undefined) return EXIT.badInput;
  context.out.write(
    flags.json === true ? (encodeSnapshot(value).value ?? '') : snapshotText(value),
  );
  return EXIT.ok;
}
