// `lockstep verify`: replays a capture, names the causes of every difference, judges them, and writes the reports.
import type { Command } from 'commander';
import path from 'node:path';
import { EVENTS } from '../../engine/host/capture/index.js';
import type { AdapterChoice } from '../../engine/host/gpu/gpu-protocol.js';
import type { LaneName } from '../../engine/host/lanes/lane-report.js';
import type { Verification } from '../../engine/host/replay/verification.js';
import { evidenceFile } from '../../engine/host/verify/evidence.js';
import { verifyCapture } from '../../engine/host/verify/verify-capture.js';
import { blockBeforeParsing, startBlocker, type WrittenReport } from '../blocker-file.js';
import { todayFrom } from '../clock.js';
import { CommandError } from '../command-error.js';
import type { CliContext, Invocation } from '../context.js';
import type { ExitCode } from '../exit-codes.js';
import { adapterOf, checkAdapter, lanesOf } from '../lanes-option.js';
import { writeWhole } from '../out-path.js';
import { verifyHtml } from '../output/html/page.js';
import { junitText } from '../output/junit.js';
import { createPaint } from '../output/paint.js';
import { namesForPeople, nameIn } from '../output/path-names.js';
import { writeProblems } from '../output/problems.js';
import type { Rerun } from '../output/rerun.js';
import { sarifText } from '../output/sarif.js';
import { verifyJson } from '../output/verify-json.js';
import { verifyText } from '../output/verify-text.js';
import { openOptions, wholeNumber } from '../replay-flags.js';
import { withReplay } from '../replaying.js';
import { claimEvidenceFolder, claimTargets, writeEvidence } from '../report-files.js';
import { addSearchFlags, replayOptions, searchOptions } from '../verify-flags.js';
import { VERDICT_EXITS } from '../verdict-exits.js';
import { version } from '../version.js';
import { hasSides, verifySides, type SideFlags } from './verify-sides.js';

interface Flags extends SideFlags {
  readonly lanes?: readonly LaneName[];
  readonly adapter?: AdapterChoice;
  readonly sarif?: string;
  readonly sarifBase?: string;
  readonly junit?: string;
  readonly html?: string;
  readonly blocker?: string;
  readonly evidence?: string;
}

/** A few screenfuls; machines get all of them. */
const LISTED_MAX = 20;

const EXAMPLES = `
Exit codes: 0 pass, 1 fail, 2 invalid comparison, 3 bad input, 4 lanes that do not agree.

Examples:
  lockstep verify captures/openclaw-base
  lockstep verify captures/openclaw-base --html parity.html --evidence evidence
  lockstep verify captures/openclaw-base --lanes reference,fast
  lockstep verify --live captures/live --paper captures/paper --backtest captures/backtest
  lockstep verify captures/openclaw-base --json --sarif parity.sarif --junit parity.xml --blocker release.json`;

export function addVerifyCommand(program: Command, invocation: Invocation): void {
  program.hook('preSubcommand', async (_, subcommand) => {
    if (subcommand.name() === 'verify') await blockBeforeParsing(program.args);
  });
  const command = program
    .command('verify')
    .summary('replay a capture, name the causes of every difference, and judge them')
    .description(
      'Says whether a replay is faithful to what live recorded, and if not, names the root causes ' +
        'with proof. Passes only if every root is accepted in the registry.',
    )
    .argument('[capture]', 'folder of the capture: the one with manifest.json');
  addSearchFlags(command)
    .option('--live <capture>', 'with --paper or --backtest: compare recordings with each other')
    .option('--paper <capture>', 'a recording of a paper run')
    .option('--backtest <capture>', 'a recording of a backtest')
    .option(
      '--registry <file>',
      'accepted residuals; else lockstep.residuals.json beside the capture, if there is one',
    )
    .option('--today <date>', 'the day expiries are judged by, as YYYY-MM-DD; else today in UTC')
    .option(
      '--lanes <list>',
      'also hold these lanes against each other, tick by tick, such as reference,fast',
      lanesOf,
    )
    .option(
      '--adapter <which>',
      'for the gpu lane: hardware, software, or any (hardware first)',
      adapterOf('--adapter'),
    )
    .option('--json', 'print the report as JSON')
    .option('--sarif <file>', 'write the roots as SARIF 2.1.0')
    .option('--sarif-base <folder>', 'folder that places in it are relative to; else this one')
    .option('--junit <file>', 'write conditions, roots and verdict as JUnit XML')
    .option('--html <file>', 'write a report for people, one file')
    .option('--blocker <file>', 'write the release-blocker file that lockstep gate reads')
    .option('--evidence <folder>', 'store the proof of each root for lockstep replay --apply')
    .option(
      '--limit <n>',
      'list at most n roots, and n mismatches in JSON',
      wholeNumber('--limit', 0),
    )
    .addHelpText('after', EXAMPLES)
    .action(async (capture: string | undefined, flags: Flags) => {
      const { context } = invocation;
      if (hasSides(flags)) invocation.finish(await verifySides(capture, flags, context));
      else invocation.finish(await verify(captureOf(capture), flags, context));
    });
}

function captureOf(capture: string | undefined): string {
  if (capture !== undefined) return capture;
  throw new CommandError(
    'There is no capture to verify.',
    'give its folder; or --live, --paper and --backtest to compare recordings with each other.',
  );
}

async function verify(capture: string, flags: Flags, context: CliContext): Promise<ExitCode> {
  checkAdapter(flags.adapter, flags.lanes ?? [], '--lanes reference,fast,gpu');
  const today = todayFrom(flags.today);
  await claim(capture, flags);
  const blocker = flags.blocker === undefined ? null : await startBlocker(flags.blocker, today);
  try {
    const open = await openOptions(capture, flags);
    const registry = flags.registry;
    const options = {
      open,
      explain: searchOptions(flags),
      today,
      ...(registry !== undefined && { registry }),
      ...(flags.lanes !== undefined && { lanes: flags.lanes }),
      ...(flags.adapter !== undefined && { adapter: flags.adapter }),
    };
    const verification = await withReplay(context, flags, ({ client, request }) =>
      verifyCapture(client, options, request),
    );
    context.signal.throwIfAborted();
    const reports = await writeReports(verification, { capture, flags });
    await blocker?.finish(verification, reports);
    tell(verification, { capture, flags }, context);
    return VERDICT_EXITS[verification.verdict];
  } catch (error) {
    await blocker?.abandon(error instanceof Error ? error.message : String(error));
    throw error;
  }
}

interface Asked {
  readonly capture: string;
  readonly flags: Flags;
}

async function claim(
  capture: string,
  { sarif, junit, html, blocker, evidence }: Flags,
): Promise<void> {
  const files = [
    ['--sarif', sarif],
    ['--junit', junit],
    ['--html', html],
    ['--blocker', blocker],
  ] as const;
  const targets = files.flatMap(([option, file]) => (file === undefined ? [] : [{ option, file }]));
  await claimTargets(targets, capture);
  if (evidence !== undefined) await claimEvidenceFolder(evidence, capture);
}

/** Evidence first: the reports name it. */
async function writeReports(
  verification: Verification,
  asked: Asked,
): Promise<readonly WrittenReport[]> {
  const { evidence } = asked.flags;
  const roots = verification.explanation?.roots ?? [];
  if (evidence !== undefined) {
    await writeEvidence(
      evidence,
      roots.flatMap((root) => evidenceFile(roots, root) ?? []),
    );
  }
  const reports = reportsOf(verification, asked);
  for (const { file, text } of reports) await writeWhole(file, text, true);
  return reports;
}

function reportsOf(
  verification: Verification,
  { capture, flags }: Asked,
): readonly WrittenReport[] {
  const { sarif, junit, html } = flags;
  const names = namesForPeople(process.cwd());
  const folder = path.resolve(capture);
  const paths = [folder, ...verification.run.watch];
  const base = flags.sarifBase ?? process.cwd();
  const rerun = rerunOf({ capture, flags });
  const view = { names, eventsFile: names(path.join(folder, EVENTS)), rerun, version: version() };
  return [
    ...(sarif === undefined
      ? []
      : [{ file: sarif, text: sarifText(verification, { capture, base, version: version() }) }]),
    ...(junit === undefined
      ? []
      : [{ file: junit, text: junitText(verification, (text) => nameIn(text, paths, names)) }]),
    ...(html === undefined ? [] : [{ file: html, text: verifyHtml(verification, view) }]),
  ];
}

const rerunOf = ({ capture, flags }: Asked): Rerun => ({
  capture,
  options: replayOptions(flags),
  evidence: flags.evidence ?? null,
});

function tell(
  verification: Verification,
  { capture, flags }: Asked,
  { out, err }: CliContext,
): void {
  const names = namesForPeople(process.cwd());
  const { issues, findings } = verification.run;
  writeProblems(err, { capture, issues, findings }, names);
  if (flags.json === true) {
    out.write(verifyJson(verification, { capture, limit: flags.limit ?? Infinity }));
    return;
  }
  const view = {
    names,
    paint: createPaint(out, flags.color),
    folder: path.resolve(capture),
    rerun: rerunOf({ capture, flags }),
    isDeep: false,
    limit: flags.limit ?? LISTED_MAX,
  };
  out.write(verifyText(verification, view));
}
