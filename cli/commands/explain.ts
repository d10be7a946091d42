// `lockstep explain`: the root causes in depth, without a verdict: all facts, what heals as well, the whole cascade.
import type { Command } from 'commander';
import path from 'node:path';
import type { Explanation } from '../../engine/host/replay/explanation.js';
import type { CaptureRun } from '../../engine/host/replay/run-capture.js';
import { explainCapture } from '../../engine/host/verify/verify-capture.js';
import { CommandError } from '../command-error.js';
import type { CliContext, Invocation } from '../context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { createPaint } from '../output/paint.js';
import { namesForPeople } from '../output/path-names.js';
import { writeProblems } from '../output/problems.js';
import { reportText } from '../output/report-text.js';
import { rootText, type RootView } from '../output/root-text.js';
import { preconditionsText, restText } from '../output/verify-text.js';
import { openOptions, wholeNumber } from '../replay-flags.js';
import { withReplay } from '../replaying.js';
import { addSearchFlags, replayOptions, searchOptions, type SearchFlags } from '../verify-flags.js';

interface Flags extends SearchFlags {
  readonly root?: number;
}

const EXAMPLES = `
Examples:
  lockstep explain captures/openclaw-base
  lockstep explain captures/openclaw-base --root 2`;

export function addExplainCommand(program: Command, invocation: Invocation): void {
  const command = program
    .command('explain')
    .summary('name the causes of every difference in depth, without a verdict')
    .description(
      'The root causes with every fact, every substitution that heals as much, and everything that ' +
        'follows from each. The registry plays no part: exits with 0 only if nothing differs.',
    )
    .argument('<capture>', 'folder of the capture');
  addSearchFlags(command)
    .option('--root <n>', 'only the root with this number', wholeNumber('--root'))
    .addHelpText('after', EXAMPLES)
    .action(async (capture: string, flags: Flags) => {
      invocation.finish(await explain(capture, flags, invocation.context));
    });
}

async function explain(capture: string, flags: Flags, context: CliContext): Promise<ExitCode> {
  const { out, err } = context;
  const open = await openOptions(capture, flags);
  const { run, answer } = await withReplay(context, flags, ({ client, request }) =>
    explainCapture(client, { open, explain: searchOptions(flags) }, request),
  );
  const names = namesForPeople(process.cwd());
  writeProblems(err, { capture, issues: run.issues, findings: run.findings }, names);
  const view: RootView = {
    names,
    paint: createPaint(out, flags.color),
    folder: path.resolve(capture),
    rerun: { capture, options: replayOptions(flags), evidence: null },
    isDeep: true,
  };
  out.write(reportText(run, { ...view, limit: 0 }).replace(/\n\d+ more are not listed.*\n$/, '\n'));
  if (answer !== null) out.write(explanationText(answer, flags, view));
  return exitCodeOf(run, answer);
}

function explanationText(explanation: Explanation, flags: Flags, view: RootView): string {
  const { roots, report } = explanation;
  const conditions = preconditionsText(explanation, view);
  if (report.verdict === 'invalid-comparison') return conditions;
  const chosen = roots.filter(({ number }) => flags.root === undefined || number === flags.root);
  if (flags.root !== undefined && chosen.length === 0) {
    throw new CommandError(
      `There is no root ${String(flags.root)}.`,
      roots.length === 0
        ? 'leave out --root: nothing differs.'
        : `give 1 to ${String(roots.length)}.`,
    );
  }
  return [
    conditions,
    ...chosen.map((root) => rootText({ root, explanation, judgement: undefined }, view)),
    flags.root === undefined ? restText(explanation, view) : '',
  ].join('');
}

function exitCodeOf(run: CaptureRun, explanation: Explanation | null): ExitCode {
  if (run.verdict === 'bad-input') return EXIT.badInput;
  if (run.verdict === 'invalid-comparison') return EXIT.invalid;
  const isFaithful =
    run.verdict === 'parity' &&
    run.failure === null &&
    explanation !== null &&
    explanation.roots.length === 0 &&
    explanation.stopped === null;
  return isFaithful ? EXIT.ok : EXIT.mismatch;
}
