// A run that goes on from a snapshot, one tick at a time, in a sandbox of its own.
import { orderSymbols } from '../../core/session/market-ticks.js';
import type { RealmPaper } from '../../core/sandbox/realm-api.js';
import type { PaperTick } from '../../core/session/paper-run.js';
import type { Failure } from '../../core/session/replay.js';
import type { BarRecord, Snapshot } from '../../core/schema/index.js';
import type { ParamIssue } from '../../core/strategy/bind-params.js';
import { codeHash } from '../loader/code-hash.js';
import { loadStrategy } from '../loader/load-strategy.js';
import { resolveEntry } from '../loader/resolve-entry.js';
import type { PaperRequest, PaperResult, PaperTicked } from '../replay/protocol.js';
import { loadFinding, missingStrategy, paramIssue } from './opening-problems.js';
import { StrategyProgram } from './strategy-program.js';

type RealmAnswer =
  | { readonly failure: Failure }
  | { readonly failure?: undefined; readonly id: string; readonly issues: readonly ParamIssue[] };

export class PaperHost {
  private program: StrategyProgram | null = null;
  private ticks = 0;

  constructor(private readonly beat: Int32Array) {}

  async open({ settings, snapshot, strategy }: PaperRequest): Promise<PaperResult> {
    this.program = null;
    const entry = resolveEntry(strategy, process.cwd());
    const loaded = await loadStrategy(entry, {});
    if (loaded === null) return refused({ issues: [missingStrategy(strategy, entry)] });
    const { findings } = loaded;
    if (findings.some(({ severity }) => severity === 'error')) return refused({ findings });
    const program = new StrategyProgram(loaded, this.beat);
    const { numeric, venue, symbols, params } = settings;
    const request: RealmPaper = {
      entry,
      settings: { numeric, venue, symbols: orderSymbols(symbols), params, end: 'cut' },
      snapshot,
    };
    const answer = JSON.parse(
      program.call(-1, (realm) => realm.paperOpen(JSON.stringify(request))),
    ) as RealmAnswer;
    if (answer.failure !== undefined)
      return refused({ findings: [...findings, loadFinding(answer.failure, entry)] });
    if (answer.issues.length > 0) return refused({ issues: answer.issues.map(paramIssue) });
    this.program = program;
    this.ticks = snapshot.counters.ticks;
    const paper = {
      strategyId: answer.id,
      strategyFiles: loaded.files.map((file) => file.path),
      codeHash: codeHash(entry, loaded.files),
    };
    return { paper, issues: [], findings };
  }

  tick(bars: readonly BarRecord[]): PaperTicked {
    const { running, ticks } = this;
    const text = running.call(ticks, (realm) => realm.paperTick(JSON.stringify(bars)));
    const { events, failure } = JSON.parse(text) as PaperTick;
    if (failure === null) {
      this.ticks += 1;
      return { events, failure: null };
    }
    const { code, message, remedy, site } = failure;
    const ts = bars[0]?.openTs ?? null;
    return {
      events,
      failure: { code, message, remedy, tick: ticks, ts, site: running.ranges.rangeOf(site) },
    };
  }

  snapshot(): Snapshot {
    return JSON.parse(this.running.call(this.ticks, (realm) => realm.paperSnapshot())) as Snapshot;
  }

  private get running(): StrategyProgram {
    if (this.program === null) throw new Error('no paper run is open');
    return this.program;
  }
}

const refused = (result: Partial<PaperResult>): PaperResult => ({
  issues: [],
  findings: [],
  ...result,
  paper: null,
});
