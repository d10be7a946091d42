// `lockstep capture inspect`: what is in a recording: events by kind, runs, gaps, and where a capture could begin.
import type { Command } from 'commander';
import type { EventRecord } from '../../engine/core/schema/index.js';
import { diskFolder } from '../../engine/host/integrity/folder-files.js';
import { isIntact } from '../../engine/host/integrity/verification.js';
import {
  verifyRecording,
  type VerifiedRecording,
} from '../../engine/host/integrity/verify-recording.js';
import type { CliContext, Invocation } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { requireRecording } from '../require-recording.js';
import { timeText } from '../output/time.js';

interface Flags {
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  lockstep capture inspect recordings/bot-1`;

export function addCaptureInspectCommand(group: Command, invocation: Invocation): void {
  group
    .command('inspect')
    .summary('what is in a recording')
    .description('Events by kind, runs, gaps, and the snapshots a capture can be sealed from.')
    .argument('<recording>', 'folder of the recording')
    .option('--json', 'print it as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (recording: string, flags: Flags) => {
      await requireRecording(recording);
      await inspect(recording, flags, invocation.context);
      invocation.finish(EXIT.ok);
    });
}

interface Contents {
  readonly kinds: Record<string, number>;
  readonly restarts: { readonly seq: number; readonly ts: number; readonly fingerprint: string }[];
  readonly gaps: {
    readonly seq: number;
    readonly lost: number;
    readonly bars: number;
    readonly reason: string;
  }[];
  fromTs: number | null;
  toTs: number | null;
}

async function inspect(dir: string, flags: Flags, { out, signal }: CliContext): Promise<void> {
  const contents: Contents = { kinds: {}, restarts: [], gaps: [], fromTs: null, toTs: null };
  const verified = await verifyRecording(diskFolder(dir), { signal }, (event) => {
    note(contents, event);
  });
  out.write(flags.json === true ? asJson(verified, contents) : asText(verified, contents));
}

function note(contents: Contents, event: EventRecord): void {
  const { kinds, restarts, gaps } = contents;
  kinds[event.kind] = (kinds[event.kind] ?? 0) + 1;
  contents.fromTs = Math.min(contents.fromTs ?? event.ts, event.ts);
  contents.toTs = Math.max(contents.toTs ?? event.ts, event.ts);
  const { seq, ts } = event;
  if (event.kind === 'restart') restarts.push({ seq, ts, fingerprint: event.fingerprint });
  if (event.kind === 'gap')
    gaps.push({ seq, lost: event.lost, bars: event.bars ?? 0, reason: event.reason });
}

const startsOf = ({ snapshots }: VerifiedRecording): number[] =>
  snapshots.map((name) => Number(/(\d+)\.json$/.exec(name)?.[1]));

function asJson(verified: VerifiedRecording, contents: Contents): string {
  const { events, bars, firstSeq, lastSeq, anchors, anchoredSeq, header } = verified;
  const document = {
    schemaVersion: 1,
    captureId: header?.captureId ?? null,
    intact: isIntact(verified),
    ...{ events, bars, firstSeq, lastSeq, anchors, anchoredSeq },
    ...contents,
    snapshots: startsOf(verified),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function asText(verified: VerifiedRecording, contents: Contents): string {
  const { header, events, bars, anchoredSeq } = verified;
  const { kinds, restarts, gaps, fromTs, toTs } = contents;
  const span = fromTs === null || toTs === null ? '' : `, ${timeText(fromTs)} to ${timeText(toTs)}`;
  const counts = Object.entries(kinds).map(([kind, count]) => `${kind} ${String(count)}`);
  const lines = [
    `${header?.captureId ?? 'recording'}: ${String(events)} events, ${String(bars)} bars${span}`,
    `kinds: ${counts.length === 0 ? 'none' : counts.join(', ')}`,
    `anchored up to event ${anchoredSeq === null ? '(none)' : String(anchoredSeq)}`,
    `snapshots: the start${startsOf(verified)
      .map((seq) => `, ${String(seq)}`)
      .join('')}`,
    ...restarts.map(
      ({ seq, ts, fingerprint }) =>
        `restart: event ${String(seq)}, ${timeText(ts)}, ${fingerprint}`,
    ),
    ...gaps.map(
      ({ seq, lost, bars: lostBars, reason }) =>
        `gap: event ${String(seq)}, ${String(lost)} events and ${String(lostBars)} bars lost (${reason})`,
    ),
    isIntact(verified) ? 'intact' : 'NOT intact: see lockstep capture verify',
  ];
  return `${lines.join('\n')}\n`;
}
