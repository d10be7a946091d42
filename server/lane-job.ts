// The check of the lanes behind a complete run: a job of the background. The verdict on show is the reference lane's and
// stays; what the check adds is a proof, a difference between lanes, or hints at what keeps the strategy out of them.
import type { GpuFailureCode, WebgpuPlaces } from '../engine/host/gpu/gpu-protocol.js';
import type { LaneReport } from '../engine/host/lanes/lane-report.js';
import { divergenceIn, notPortableIn } from './diagnostics/lanes.js';
import { UNCHECKED, type Outcome } from './outcome.js';
import { reopen, type HoldingWorker } from './reopen.js';
import { absenceText, laneStatus } from './lane-status.js';
import type { LaneStatus } from './protocol.js';
import type { JobTools } from './replay-job.js';
import type { JobContext } from './scheduler.js';

/** What is known about the machine's GPU: one that is not there is not looked for again and again. */
export interface GpuKnown {
  /** Why there is none; null while nothing speaks against it. */
  absent: string | null;
}

/** What the GPU is looked for with. */
export interface GpuTools {
  readonly known: GpuKnown;
  readonly webgpu: WebgpuPlaces;
}

export interface LaneTools extends JobTools {
  readonly worker: HoldingWorker;
  readonly gpu: GpuTools;
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
  tell({ ...UNCHECKED, state: 'checking', message: 'Lanes are being compared.' });
  try {
    const report = await check(outcome, context, tools);
    if (!context.isCurrent()) return;
    const at = { outcome, explain: tools.explain };
    tools.publisher.set(name, 'portability', notPortableIn(report, at));
    tools.publisher.set(name, 'lanes', divergenceIn(report, at));
    noteAbsence(report, tools.gpu.known);
    tell(laneStatus(report, tools.gpu.known.absent));
  } catch (error) {
    if (!context.isCurrent()) return;
    const reason = error instanceof Error ? error.message : String(error);
    tell({ ...UNCHECKED, state: 'failed', message: `Lanes could not be compared: ${reason}` });
    throw error;
  } finally {
    // A check that did not end leaves what was known.
    if (workspace.get(name)?.status.lanes.state === 'checking') tell(before);
  }
}

const LASTING: readonly GpuFailureCode[] = ['no-adapter', 'package-missing', 'node-missing'];

/** What another replay or another moment may do better is not remembered: a lost device, a window too large for it. */
function noteAbsence({ gpu }: LaneReport, known: GpuKnown): void {
  const failure = gpu?.failure ?? null;
  if (failure !== null && LASTING.includes(failure.state)) known.absent = absenceText(failure);
}

/** A run of the text on show is there that lanes can be held against: one that is complete and did not break. */
export const hasLanes = ({ report, opening, status }: Outcome): boolean =>
  status.state !== 'failed' &&
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
  const { known, webgpu } = gpu;
  const lanes = known.absent === null ? (['fast', 'gpu'] as const) : (['fast'] as const);
  return worker.request('lanes', { lanes, adapter: 'hardware', webgpu }, options);
}
