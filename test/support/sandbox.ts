// Strategies given as text, run in the real sandbox inside the test's process. Static findings are not asked: this is
// about what happens when code runs that should not have been let in.
import type { Advanced, Failure } from '../../engine/core/session/replay.js';
import type { EventRecord } from '../../engine/core/schema/index.js';
import { compileBuild, type BuildName } from '../../engine/host/loader/compile.js';
import type { RealmOpen } from '../../engine/core/sandbox/realm-api.js';
import { StrategyProgram } from '../../engine/host/worker/strategy-program.js';
import { barRecords, DECIMAL, EMPTY_SNAPSHOT, SYMBOLS, venue } from './session.js';

const FILE = '/strategy.ts';

export interface Sandboxed {
  readonly failure: Failure | null;
  readonly events: readonly EventRecord[];
  /** Values the strategy observed for its first symbol, by name. */
  readonly seen: Readonly<Record<string, string | boolean>>;
}

/** A strategy whose ticks run `body`, over three ticks of one symbol; `before` stands at module level. */
export const strategyText = (body: string, before = ''): string =>
  `import { defineStrategy } from 'lockstep/strategy';
${before}
export default defineStrategy({
  id: 't', params: {}, gates: { low: 'Low' }, reasons: { go: 'Go' },
  state: () => ({ count: 0 }),
  onTick(tick) {
    const see = (name, value) => tick.observe(0, name, value);
${body}
    tick.hold(0, 'go');
  },
});`;

export function runSandboxed(text: string): Sandboxed {
  const files = [{ path: FILE, text }];
  const beat = new Int32Array(2);
  const build = (name: BuildName) => compileBuild(files, name);
  const strategy = { files, links: new Map(), findings: [], build, keep: null };
  const program = new StrategyProgram(strategy, beat);
  const request: RealmOpen = {
    entry: FILE,
    settings: { numeric: DECIMAL, venue: venue(), symbols: SYMBOLS, params: {}, end: 'cut' },
    bars: barRecords([{ BTC: '1' }, { BTC: '2' }, { BTC: '3' }]),
    snapshot: EMPTY_SNAPSHOT,
    revisions: [],
    interventions: [],
  };
  const opened = JSON.parse(program.call(-1, (realm) => realm.open(JSON.stringify(request)))) as {
    failure?: Failure;
  };
  if (opened.failure !== undefined) return { failure: opened.failure, events: [], seen: {} };
  const { events, failure } = JSON.parse(
    program.call(0, (realm) => realm.advance(3)),
  ) as Advanced & {
    failure: Failure | null;
  };
  const records = events.map(({ event }) => event);
  const last = records.findLast((event) => event.kind === 'decision');
  return { failure, events: records, seen: last?.indicators ?? {} };
}
