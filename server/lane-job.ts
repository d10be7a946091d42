// The check of the lanes behind a complete run: a job of the background. The verdict on show is the reference lane's and
// stays; what the check adds is a proof, a difference between lanes, or hints at what keeps the strategy out of them.
import type { LaneReport } from '../engine/host/lanes/lane-report.js';
import { DiagnosticsByFile } from './diagnostics/by-file.js';
import { addLaneFindings } from './diagnostics/lanes.js';
import { reopen, type HoldingWorker } from './reopen.js';
import type { Outcome } from './outcome.js';
import type { LaneStatus } from './protocol.js';
import type { JobTools } from './replay-job.js';
import type { JobContext } from './scheduler.js';
import { plural } from './texts.js';

/** What is known about the machine's GPU: one that is not there is not looked for again and again. */
export interface GpuKnown {
  /** Why there is none; null while nothing speaks against it. */
  absent: string | null;
}

export interface LaneTools extends JobTools {
  readonly worker: HoldingWorker;
  readonly gpu: GpuKnown;
}

export async function runLaneJob(
  name: string,
  context: JobContext,
  tools: LaneTools,
): Promise<void> {
  const { workspace } = tools;
  const outcome = workspace.get(name);
  if (outcome === undefined || !hasLanes(outcome)) return;
  const tell = (lanes: LaneStatus): void => {
    const status = workspace.get(name)?.status;
    if (status !== undefined) workspace.update(name, { status: { ...status, lanes } });
  };
  const before = outcome.status.lanes;
  tell({ state: 'checking', message: 'Lanes are being compared.' });
  try {
    const report = await check(outcome, context, tools);
    if (!context.isCurrent()) return;
    const files = new DiagnosticsByFile();
    addLaneFindings(files, report, { outcome, explain: tools.explain });
    tools.publisher.set(name, 'lanes', files.all);
    noteAbsence(report, tools.gpu);
    tell(laneStatus(report, tools.gpu));
  } catch (error) {
    if (!context.isCurrent()) return;
    const reason = error instanceof Error ? error.message : String(error);
    tell({ state: 'failed', message: `Lanes could not be compared: ${reason}` });
    throw error;
  } finally {
    // A check that did not end leaves what was known.
    if (workspace.get(name)?.status.lanes.state === 'checking') tell(before);
  }
}

/** What another replay or another moment may do better is not remembered: a lost device, a window too large for it. */
function noteAbsence({ gpu }: LaneReport, known: GpuKnown): void {
  const failure = gpu?.failure ?? null;
  if (failure?.state === 'no-adapter' || failure?.state === 'package-missing')
    known.absent = failure.text;
}

/** A run is there that lanes can be held against: one that is complete and did not break. */
export const hasLanes = ({ report, opening }: Outcome): boolean =>
  opening !== null &&
  report !== null &&
  report.failure === null &&
  (report.verdict === 'parity' || report.verdict === 'mismatch');

async function check(
  { opening }: Outcome,
  { signal }: JobContext,
  { worker, onProgress, gpu }: LaneTools,
): Promise<LaneReport> {
  if (opening === null) throw new Error('nothing has run');
  const options = { signal, onProgress };
  await reopen(worker, opening, options);
  // A software adapter takes minutes for what it proves.
  const lanes = gpu.absent === null ? (['fast', 'gpu'] as const) : (['fast'] as const);
  return worker.request('lanes', { lanes, adapter: 'hardware' }, options);
}

function laneStatus(
  { lanes, divergence, notPortable, obstacle, gpu }: LaneReport,
  { absent }: GpuKnown,
): LaneStatus {
  if (divergence !== null) {
    const message = `Lanes ${divergence.lane} and reference differ in tick ${String(divergence.tick)}: rely on nothing said about this replay.`;
    return { state: 'differ', message };
  }
  if (lanes.length > 0) {
    const names = lanes.map(({ lane, elapsedMs }) => `${lane} ${elapsedMs.toFixed(0)} ms`);
    const [{ ticks } = { ticks: 0 }] = lanes;
    const ranOn = lanes.some(({ lane }) => lane === 'gpu') ? ` on ${gpu?.adapter ?? ''}` : '';
    const why = gpu?.failure?.text ?? absent;
    const without = why === null ? '' : ` No gpu lane: ${why}`;
    const message = `Lanes agree in all of ${plural(ticks, 'tick')} (${names.join(', ')}${ranOn}).${without}`;
    return { state: 'agree', message };
  }
  const why =
    obstacle ?? `${plural(notPortable.length, 'place')} of the strategy cannot be compiled`;
  return { state: 'reference-only', message: `Only the reference lane can run this: ${why}.` };
}
