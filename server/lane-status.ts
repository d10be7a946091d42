// What the editor is told of a check of the lanes.
import type { GpuFailure } from '../engine/host/gpu/gpu-protocol.js';
import type { LaneReport } from '../engine/host/lanes/lane-report.js';
import type { SourceRange } from '../engine/host/replay/protocol.js';
import type { FilePlace, LaneStatus } from './protocol.js';
import { plural } from './texts.js';

/** @param absent why no gpu lane was asked for; null where one was */
export function laneStatus(report: LaneReport, absent: string | null): LaneStatus {
  const { lanes, divergence, limit, notPortable, obstacle } = report;
  const [{ ticks } = { ticks: 0 }] = lanes;
  const base = { gpu: '', place: null };
  if (divergence !== null) {
    const { lane, tick, range } = divergence;
    const message = `Lanes ${lane} and reference differ in tick ${String(tick)}: rely on nothing said about this replay.`;
    return { ...base, state: 'differ', message, place: placeOf(range) };
  }
  if (limit !== null) {
    const message = `Only the reference lane can run this to the end: from tick ${String(limit.tick)} on the ${limit.lane} lane cannot follow, since ${limit.message}.`;
    return { ...base, state: 'reference-only', message, place: placeOf(limit.range) };
  }
  if (lanes.length > 0) {
    const where =
      obstacle === null
        ? `in all of ${plural(ticks, 'tick')}`
        : `in ${plural(ticks, 'tick')}, where the check ended (${obstacle})`;
    const message = `Lanes agree ${where}: ${timings(report)}.`;
    return { ...base, state: 'agree', message, gpu: gpuText(report, absent) };
  }
  if (obstacle !== null) {
    const message = `Only the reference lane can run this: ${obstacle}.`;
    return { ...base, state: 'reference-only', message };
  }
  const message = `Only the reference lane can run this strategy: ${plural(notPortable.length, 'place')} in it ${notPortable.length === 1 ? 'is' : 'are'} not portable.`;
  return { ...base, state: 'reference-only', message, place: placeOf(notPortable[0]?.range) };
}

function timings({ lanes, gpu }: LaneReport): string {
  const on = gpu?.adapter ?? null;
  return lanes
    .map(({ lane, elapsedMs }) => {
      const where = lane === 'gpu' && on !== null ? ` on ${on}` : '';
      return `${lane} ${elapsedMs.toFixed(0)} ms${where}`;
    })
    .join(', ');
}

function gpuText({ gpu }: LaneReport, absent: string | null): string {
  const failure = gpu?.failure ?? null;
  return failure === null ? (absent ?? '') : absenceText(failure);
}

/** A machine without a GPU is no mistake of anybody's, so nothing is advised. */
export function absenceText({ state, text, remedy }: GpuFailure): string {
  return `No gpu lane: ${text}${state === 'no-adapter' ? '' : ` ${remedy}`}`;
}

const placeOf = (range: SourceRange | null | undefined): FilePlace | null =>
  range === null || range === undefined ? null : { file: range.file, line: range.line };
