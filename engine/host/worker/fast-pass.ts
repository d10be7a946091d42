// An open replay's window in the fast lane, without the reference lane beside it. The reference lane gives the memory it
// starts from and nothing else.
import { marketTicks, orderSymbols } from '../../core/session/market-ticks.js';
import type { TraceLevel } from '../../vm/compile/program-compiler.js';
import type { Program } from '../../vm/ir/program.js';
import { FastRun, type Window } from '../lanes/fast-run.js';
import { isRefused, openLanes, type LaneRefusal } from './lane-start.js';
import type { OpenReplay } from './open-replay.js';

export interface FastPass {
  readonly program: Program;
  readonly run: FastRun;
  readonly window: Window;
}

/** @throws NotRepresentable when a bar has more digits than a lane's numbers hold */
export async function openFastPass(
  open: OpenReplay,
  trace: TraceLevel,
): Promise<FastPass | LaneRefusal> {
  const lanes = await openLanes(open, trace);
  if (isRefused(lanes)) return lanes;
  const { program, reference } = lanes;
  const { numeric, manifest } = open.opened;
  const symbols = orderSymbols(manifest.symbols);
  const { start } = reference;
  const run = new FastRun({ program, numeric, start, symbolCount: symbols.length });
  const window = run.encode(marketTicks(run.num, symbols, open.capture.bars));
  return { program, run, window };
}
