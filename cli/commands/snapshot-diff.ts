// `lockstep snapshot diff`: two states, field by field.
import type { Command } from 'commander';
import {
  snapshotDifferences,
  type SnapshotDifference,
} from '../../engine/core/session/snapshot-difference.js';
import type { Snapshot } from '../../engine/core/schema/index.js';
import type { CliContext, Invocation } from '../context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { namesForPeople } from '../output/path-names.js';
import { writeProblems } from '../output/problems.js';
import { differencesText } from '../output/snapshot-differences.js';
import { readSnapshot } from '../read-snapshot.js';

interface Flags {
  readonly json?: boolean;
}

const EXAMPLES = `
Exits with 1 when they differ.

Examples:
  lockstep snapshot diff exported.json rebuilt.json
  lockstep snapshot diff yesterday.json today.json --json | jq .differences`;

export function addSnapshotDiffCommand(group: Command, invocation: Invocation): void {
  group
    .command('diff')
    .summary('compare two snapshots field by field')
    .description(
      'Compares two snapshots in every field. Numbers are compared by value, exactly, the sign of ' +
        'zero included.',
    )
    .argument('<left>', 'snapshot file')
    .argument('<right>', 'snapshot file')
    .option('--json', 'print the differences as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (left: string, right: string, flags: Flags) => {
      invocation.finish(await diff([left, right], flags, invocation.context));
    });
}

async function diff(
  files: readonly [string, string],
  flags: Flags,
  context: CliContext,
): Promise<ExitCode> {
  const snapshots: Snapshot[] = [];
  for (const file of files) {
    const { value, issues } = await readSnapshot(file, context.signal);
    writeProblems(context.err, { issues }, namesForPeople(process.cwd()));
    if (value !== undefined) snapshots.push(value);
  }
  const [left, right] = snapshots;
  if (left === undefined || right === undefined) return EXIT.badInput;
  const differences = snapshotDifferences(left, right);
  context.out.write(
    flags.json === true ? differencesJson(differences) : differencesText(differences, files),
  );
  return differences.length === 0 ? EXIT.ok : EXIT.mismatch;
}

const differencesJson = (differences: readonly SnapshotDifference[]): string =>
  `${JSON.stringify({ schemaVersion: 1, equal: differences.length === 0, differences }, null, 2)}\n`;
