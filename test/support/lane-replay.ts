// An open replay in this process with a lane beside it: the worker is left out, so that tests reach the lanes themselves.
import { openReplay, type OpenReplay } from '../../engine/host/worker/open-replay.js';
import { compiledWindow, type Prepared } from '../../engine/host/worker/compiled-window.js';
import { isRefused, openLanes, type LaneProgram } from '../../engine/host/worker/lane-start.js';
import { RequestContext } from '../../engine/host/worker/request-context.js';
import type { NumericPolicy } from '../../engine/core/numeric/index.js';
import type { TraceLevel } from '../../engine/vm/compile/program-compiler.js';
import { fileURLToPath } from 'node:url';

/** A recording with every kind of event, of the only portable strategy of size. */
export const EXAMPLE = fileURLToPath(
  new URL('../../examples/workspace/captures/openclaw-base', import.meta.url),
);

const BEAT_BYTES = 64;

export async function openForLanes(numeric: NumericPolicy): Promise<OpenReplay> {
  const beat = new Int32Array(new SharedArrayBuffer(BEAT_BYTES));
  const context = new RequestContext(() => undefined);
  const { replay } = await openReplay({ capture: EXAMPLE, numeric }, beat, context);
  if (replay === null) throw new Error('the example opens');
  return replay;
}

export async function lanesOf(open: OpenReplay, trace: TraceLevel): Promise<LaneProgram> {
  const lanes = await openLanes(open, trace);
  if (isRefused(lanes)) throw new Error(lanes.obstacle ?? 'the example is portable');
  return lanes;
}

export async function fastPassOf(open: OpenReplay, trace: TraceLevel): Promise<Prepared> {
  const window = await compiledWindow(open, trace);
  if (isRefused(window)) throw new Error(window.obstacle ?? 'the example is portable');
  const start = window.start(open.params);
  if (!('image' in start)) throw new Error(JSON.stringify(start));
  return window.prepare(start.image);
}
