// `lockstep gate`: lets a release through only on a whole, fresh, untouched release-blocker file that says "not blocked".
import type { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { sha256 } from '../../engine/host/capture/capture-files.js';
import { readForeignFile } from '../../engine/host/importers/foreign-file.js';
import { checkBlocker, type GateAnswer } from '../../engine/host/verify/blocker.js';
import { nowMs } from '../clock.js';
import type { Invocation } from '../context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { wholeNumber } from '../replay-flags.js';

interface Flags {
  readonly maxAge: number;
}

/** A verification of yesterday's code says nothing about today's. */
const MAX_AGE_HOURS = 24;

const EXAMPLES = `
Exit codes: 0 released, 1 blocked. There is no third answer: what cannot be read blocks.

Examples:
  lockstep gate release.json
  lockstep gate release.json --max-age 2`;

export function addGateCommand(program: Command, invocation: Invocation): void {
  program
    .command('gate')
    .summary('release only if the last verification passed')
    .description(
      'Reads the file that verify --blocker wrote. Exits with 0 only if it is there, readable, ' +
        'complete, unchanged since, fresh, and not blocked; everything else blocks.',
    )
    .argument('<file>', 'the release-blocker file')
    .option('--max-age <hours>', 'how old it may be', wholeNumber('--max-age'), MAX_AGE_HOURS)
    .addHelpText('after', EXAMPLES)
    .action(async (file: string, flags: Flags) => {
      invocation.finish(await gate(file, flags, invocation));
    });
}

async function gate(file: string, { maxAge }: Flags, { context }: Invocation): Promise<ExitCode> {
  const { reasons, blocker } = await answerOf(file, maxAge);
  const { out } = context;
  const subject = blocker?.capture === undefined ? '' : `  ${blocker.capture ?? 'no capture'}`;
  out.write(`${reasons.length === 0 ? 'RELEASED' : 'BLOCKED'}${subject}\n`);
  for (const reason of reasons) out.write(`  ${reason}\n`);
  for (const note of blocker?.notes ?? []) out.write(`  note: ${note}\n`);
  return reasons.length === 0 ? EXIT.ok : EXIT.mismatch;
}

async function answerOf(file: string, maxAgeHours: number): Promise<GateAnswer> {
  const { value, issues } = await readForeignFile(file);
  if (value === undefined) {
    return { reasons: issues.map(({ message }) => `${file}: ${message}`), blocker: null };
  }
  const answer = checkBlocker({ text: value.text, file, nowMs: nowMs(), maxAgeHours });
  if (answer.reasons.length > 0 || answer.blocker === null) return answer;
  const changed = await changedReports(file, answer.blocker.reports);
  return { ...answer, reasons: changed };
}

/** Reports that are still there must be those of the verification; ones that stayed elsewhere are not missed. */
async function changedReports(
  file: string,
  reports: readonly { readonly path: string; readonly sha256: string }[],
): Promise<readonly string[]> {
  const reasons: string[] = [];
  for (const { path: name, sha256: stated } of reports) {
    const bytes = await readFile(path.resolve(path.dirname(file), name)).catch(() => null);
    if (bytes !== null && sha256(bytes) !== stated)
      reasons.push(`the report ${name} was changed after the verification`);
  }
  return reasons;
}
