// `lockstep import table`: CSV, JSONL, Parquet and Feather of any program, by a mapping file.
import type { Command } from 'commander';
import type { Invocation } from '../../context.js';
import { addCaptureFlags, captureSettings, type CaptureFlags } from '../../capture-flags.js';
import { runImport } from '../../import-run.js';

interface Flags extends CaptureFlags {
  readonly map: string;
}

const EXAMPLES = `
Examples:
  lockstep schema mapping > mapping.schema.json
  lockstep import table --map my-bot.yaml --out captures/my-bot --strategy strategies/mine.ts`;

export function addTableImport(group: Command, invocation: Invocation): void {
  addCaptureFlags(group.command('table'))
    .summary('CSV, JSONL, Parquet or Feather with a mapping file')
    .description(
      'Makes a capture of tables of any program. The mapping file says which columns are what.',
    )
    .requiredOption('--map <file>', 'the mapping file, YAML or JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: Flags) => {
      const code = await runImport(flags, invocation.context, async (run) => {
        const settings = await captureSettings(flags, run.folder);
        const { importTables } = await import('../../../engine/host/importers/mapped/index.js');
        return importTables({ ...run, mapping: flags.map, out: run.folder, settings });
      });
      invocation.finish(code);
    });
}
