// `lockstep snapshot`: the group; what each command does is in the snapshot-*.ts files beside this one.
import type { Command } from 'commander';
import type { Invocation } from '../context.js';
import { addSnapshotCheckCommand } from './snapshot-check.js';
import { addSnapshotDiffCommand } from './snapshot-diff.js';
import { addSnapshotMigrateCommand } from './snapshot-migrate.js';
import { addSnapshotRebuildCommand } from './snapshot-rebuild.js';
import { addSnapshotSaveCommand } from './snapshot-save.js';
import { addSnapshotShowCommand } from './snapshot-show.js';

const EXAMPLES = `
Examples:
  lockstep snapshot save captures/openclaw-base --at 2026-01-24T13:00Z --out state.json
  lockstep snapshot show state.json
  lockstep snapshot check captures/openclaw-base --every 100`;

export function addSnapshotCommand(program: Command, invocation: Invocation): void {
  const group = program
    .command('snapshot')
    .summary('save, show, compare, check and rebuild snapshots')
    .description('Snapshots: all state a deterministic continuation needs.')
    .addHelpText('after', EXAMPLES);
  addSnapshotSaveCommand(group, invocation);
  addSnapshotShowCommand(group, invocation);
  addSnapshotCheckCommand(group, invocation);
  addSnapshotDiffCommand(group, invocation);
  addSnapshotRebuildCommand(group, invocation);
  addSnapshotMigrateCommand(group, invocation);
}
