// `lockstep verify --live A --paper B --backtest C`: recordings against each other, all pairs.
import type { SideName } from '../../engine/host/replay/sides.js';
import { SIDE_NAMES } from '../../engine/host/verify/sides/side.js';
import { compareSides } from '../../engine/host/verify/sides/compare-sides.js';
import type { SidesReport } from '../../engine/host/verify/sides/side-report.js';
import { todayFrom } from '../clock.js';
import { CommandError } from '../command-error.js';
import type { CliContext } from '../context.js';
import type { ExitCode } from '../exit-codes.js';
import { createPaint } from '../output/paint.js';
import { namesForPeople } from '../output/path-names.js';
import { writeProblems } from '../output/problems.js';
import { sidesText } from '../output/sides-text.js';
import { openOptions } from '../replay-flags.js';
import { withReplay } from '../replaying.js';
import { searchOptions, type SearchFlags } from '../verify-flags.js';
import { VERDICT_EXITS } from '../verdict-exits.js';

export interface SideFlags extends SearchFlags {
  readonly live?: string;
  readonly paper?: string;
  readonly backtest?: string;
  readonly registry?: string;
  readonly today?: string;
  readonly json?: boolean;
}

export const hasSides = (flags: SideFlags): boolean =>
  SIDE_NAMES.some((name) => flags[name] !== undefined);

/** Options that only a verification of one capture has. */
const SINGLE_ONLY = ['sarif', 'junit', 'html', 'blocker', 'evidence', 'lanes', 'adapter'] as const;

export async function verifySides(
  capture: string | undefined,
  flags: SideFlags,
  context: CliContext,
): Promise<ExitCode> {
  const sides = sidesOf(capture, flags);
  const open = await openOptions('', flags);
  const today = todayFrom(flags.today);
  const { registry } = flags;
  const { report } = await withReplay(context, flags, ({ client, request, announce }) =>
    compareSides(
      client,
      {
        sides,
        open,
        today,
        explain: searchOptions(flags),
        ...(registry !== undefined && { registry }),
        onSide: announce,
      },
      request,
    ),
  );
  context.signal.throwIfAborted();
  const names = namesForPeople(process.cwd());
  for (const { capture: folder, run } of report.sides)
    writeProblems(context.err, { capture: folder, ...run }, names);
  const paint = createPaint(context.out, flags.color);
  context.out.write(flags.json === true ? sidesJson(report) : sidesText(report, { paint, names }));
  return VERDICT_EXITS[report.verdict];
}

function sidesOf(
  capture: string | undefined,
  flags: SideFlags,
): readonly { readonly name: SideName; readonly capture: string }[] {
  if (capture !== undefined)
    throw new CommandError(
      'A capture and --live, --paper or --backtest exclude each other.',
      'name every recording by one of the three options.',
    );
  const given = flags as unknown as Readonly<Record<string, unknown>>;
  const single = SINGLE_ONLY.find((name) => given[name] !== undefined);
  if (single !== undefined)
    throw new CommandError(
      `--${single} is about one capture.`,
      'leave it out, or verify one capture; --json has the whole comparison.',
    );
  const sides = SIDE_NAMES.flatMap((name) => {
    const folder = flags[name];
    return folder === undefined ? [] : [{ name, capture: folder }];
  });
  if (sides.length > 1) return sides;
  throw new CommandError(
    'One recording has nothing to be compared with.',
    'give at least two of --live, --paper and --backtest; or one capture without an option, which is compared with its replay.',
  );
}

/** Paths as they were given, so that the same command gives the same bytes on any machine. */
function sidesJson({ sides, ...report }: SidesReport): string {
  const document = {
    schemaVersion: 1,
    ...report,
    sides: sides.map(({ name, capture, run }) => ({
      name,
      capture,
      verdict: run.verdict,
      events: run.events,
    })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
