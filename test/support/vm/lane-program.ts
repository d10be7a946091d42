// Small portable strategies given as text, run in the reference and the fast lane of a real worker over a few ticks.
// It only runs them: what a program is and what it should do stands in the tests.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BarRecord } from '../../../engine/core/schema/index.js';
import type { NumericPolicy } from '../../../engine/core/numeric/index.js';
import { writeCapture } from '../../../engine/host/capture/index.js';
import type { LaneLimit, LaneName, LaneReport } from '../../../engine/host/lanes/lane-report.js';
import { startReplayClient } from '../../../engine/host/replay/start.js';
import type { ReplayClient } from '../../../engine/host/replay/replay-client.js';
import { smallParts } from '../captures.js';

export interface LaneProgram {
  /** What stands at the top of the file: types, constants, functions, classes. */
  readonly top?: string;
  /** Fields of `State` with their types, and what `state` gives; none where the top declares `State`. */
  readonly fields?: string | null;
  readonly initial?: string;
  /** Names of the classes in state. */
  readonly classes?: string;
  /** Body of `onTick(tick: Run)`; `num` and `s` (the state) are at hand. */
  readonly body: string;
  readonly onEnd?: string;
}

/** The whole file. The body begins on a line of its own. */
export const strategySource = (program: LaneProgram): string =>
  `import { defineStrategy, Ring, Ema, Atr, clamp, max, min, type Num, type Numeric, type Tick } from 'lockstep/strategy';
type Run = Tick<unknown, State, 'go' | 'stop', 'low' | 'high'>;
${program.top ?? ''}
${program.fields === null ? '' : `interface State { ${program.fields ?? 'count: number;'} }`}
export default defineStrategy({
  id: 't', params: {}, gates: { low: 'Low', high: 'High' }, reasons: { go: 'Go', stop: 'Stop' },
  classes: [${program.classes ?? ''}],
  state: ({ num }): State => (${program.initial ?? '{ count: 0 }'}),
  onTick, ${program.onEnd === undefined ? '' : 'onEnd,'}
});
function onTick(tick: Run): void {
  const { num } = tick;
  const s = tick.state;
${program.body}
}
${program.onEnd === undefined ? '' : `function onEnd(tick: Run): void {\n  const { num } = tick;\n  const s = tick.state;\n${program.onEnd}\n}`}
`;

export interface LaneRun {
  readonly text: string;
  readonly numeric?: NumericPolicy;
  /** Held against the reference lane; the fast lane where nothing is said. */
  readonly lanes?: readonly LaneName[];
}

/** A busy machine is no endless tick. */
const STUCK_MS = 120_000;

/** A worker and a folder with a capture, for many programs one after the other. */
export class LaneBench {
  private constructor(
    readonly client: ReplayClient,
    private readonly folder: string,
  ) {}

  static async start(): Promise<LaneBench> {
    const folder = await mkdtemp(join(tmpdir(), 'lockstep-lanes-'));
    const bench = new LaneBench(startReplayClient({ stuckMs: STUCK_MS }), folder);
    await bench.market(smallParts().bars as readonly BarRecord[]);
    return bench;
  }

  async dispose(): Promise<void> {
    await this.client.dispose();
    await rm(this.folder, { recursive: true, force: true });
  }

  /** Bars of later runs: symbols BTC and ETH, every hour. */
  async market(bars: readonly BarRecord[]): Promise<void> {
    const parts = smallParts();
    const { manifest } = parts;
    const [first, last] = [bars[0]?.openTs ?? 0, bars.at(-1)?.openTs ?? 0];
    await rm(join(this.folder, 'capture'), { recursive: true, force: true });
    await writeCapture(join(this.folder, 'capture'), {
      ...parts,
      manifest: { ...manifest, window: { fromTs: first, toTs: last, end: 'finish' }, runs: [] },
      bars,
      events: [],
    });
  }

  /** @throws when the strategy is refused before lanes are asked */
  async run({ text, numeric, lanes = ['fast'] }: LaneRun): Promise<LaneReport> {
    const strategy = join(this.folder, 'strategy.ts');
    await writeFile(strategy, text);
    const { replay, findings, issues } = await this.client.request('open', {
      capture: join(this.folder, 'capture'),
      strategy,
      ...(numeric !== undefined && { numeric }),
    });
    if (replay === null)
      throw new Error([...issues, ...findings].map(({ message }) => message).join('\n'));
    return this.client.request('lanes', { lanes });
  }
}

/** What stands in a strategy where a lane gave up; empty where no place is known. */
export function placeIn(text: string, limit: LaneLimit | null): string {
  const range = limit?.range ?? null;
  if (range === null) return '';
  const lines = text.split('\n').slice(range.line - 1, range.endLine);
  const end = lines.join('\n').length - (lines.at(-1) ?? '').length + range.endColumn - 1;
  return lines.join('\n').slice(range.column - 1, end);
}

/** One line for what lanes made of a program; `equal` when they agree. */
export function outcomeOf({
  lanes,
  divergence,
  limit,
  notPortable,
  obstacle,
  gpu,
}: LaneReport): string {
  if (divergence === null && limit !== null)
    return `the ${limit.lane} lane gives up in tick ${String(limit.tick)}: ${limit.message}`;
  if (obstacle !== null) return `obstacle: ${obstacle}`;
  const isMissing = gpu !== null && !lanes.some(({ lane }) => lane === 'gpu');
  if (isMissing && divergence === null) return `no gpu: ${JSON.stringify(gpu)}`;
  const [issue] = notPortable;
  if (issue !== undefined)
    return `not portable: ${notPortable.map(({ message }) => message).join('; ')}`;
  if (divergence === null) return `equal over ${String(lanes[0]?.ticks)}`;
  const { kind, tick, field, reference, found } = divergence;
  return `${kind} differs in tick ${String(tick)} ${field}: ${reference} | ${found}`;
}
