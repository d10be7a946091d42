// `lockstep export`: a capture, or a snapshot, for other programs.
import { Option, type Command } from 'commander';
import { access, stat } from 'node:fs/promises';
import { hasErrors } from '../../engine/core/schema/index.js';
import type { ExportFormat, ExportPacking } from '../../engine/host/exporters/index.js';
import { CommandError } from '../command-error.js';
import type { CliContext, Invocation } from '../context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { namesForPeople } from '../output/path-names.js';
import { writeProblems } from '../output/problems.js';

interface Flags {
  readonly format: ExportFormat;
  readonly pack: ExportPacking;
  readonly out: string;
}

const EXAMPLES = `
Examples:
  lockstep export captures/week --format parquet --out week
  lockstep export captures/week --format csv --pack zip --out week.zip
  lockstep import capture week.zip --out captures/again
  lockstep export state.json --format csv --out state
  lockstep import snapshot state --out again.json`;

export function addExportCommand(program: Command, invocation: Invocation): void {
  program
    .command('export')
    .summary('write a capture or a snapshot as CSV, JSON lines or Parquet')
    .description(
      'Writes a capture or a snapshot for other programs. lockstep import capture, or snapshot, makes the same of it again, byte for byte.',
    )
    .argument('<capture>', 'folder of the capture, or file of a snapshot')
    .addOption(
      new Option('--format <format>', 'of market data and events')
        .choices(['jsonl', 'csv', 'parquet'])
        .default('jsonl'),
    )
    .addOption(
      new Option('--pack <how>', 'gzip: each file of text; zip: all in one archive')
        .choices(['none', 'gzip', 'zip'])
        .default('none'),
    )
    .requiredOption('--out <path>', 'folder or archive to write; must not be there')
    .addHelpText('after', EXAMPLES)
    .action(async (capture: string, flags: Flags) => {
      invocation.finish(await exportRun(capture, flags, invocation.context));
    });
}

async function exportRun(capture: string, flags: Flags, context: CliContext): Promise<ExitCode> {
  const { format, pack: packing, out } = flags;
  const isThere = await access(out).then(
    () => true,
    () => false,
  );
  if (isThere) throw new CommandError(`--out ${out} is there already.`, 'give another path.');
  const { exportCapture, exportSnapshot } = await import('../../engine/host/exporters/index.js');
  const frame = { format, packing, out, signal: context.signal };
  const isFile = (await stat(capture).catch(() => undefined))?.isFile() === true;
  const issues = isFile
    ? await exportSnapshot({ ...frame, snapshot: capture })
    : await exportCapture({ ...frame, capture });
  writeProblems(context.err, { capture, issues }, namesForPeople(process.cwd()));
  if (hasErrors(issues.filter(({ kind }) => kind === 'bad-input'))) return EXIT.badInput;
  context.out.write(`${capture} is in ${out}\n`);
  return EXIT.ok;
}
