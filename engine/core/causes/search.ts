// The search for causes. Start reading here: walk to the first difference, find what heals it, go on with that in force,
// until both sides agree to the end. What nothing heals is bridged and said to be so.
import { compareRuns } from '../parity/index.js';
import type { Intervention } from '../schema/index.js';
import { BANNED_MAX, isContradicted, isPartOfParams } from './belief.js';
import { bareRoot, healedRoot } from './bare-root.js';
import { crossBridge, type Bridge } from './bridge.js';
import { Budget, TICK_BUDGET } from './budget.js';
import type { Candidate } from './candidate.js';
import type { Choice, Choosing } from './choose.js';
import { firstShown, isRule } from './everywhere.js';
import type { Scope } from './family-groups.js';
import { findCause } from './find-cause.js';
import { signatureOf, type FoundRoot, type Search } from './found-root.js';
import {
  investigationOf,
  Market,
  numericOf,
  type CaseFile,
  type Investigation,
} from './investigation.js';
import type { Laboratory } from './laboratory.js';
import { Scopes } from './scope.js';
import { judgeLogic, unclassifiedTitle } from './logic.js';
import { Sweeps } from './sweeps.js';
import type { BaseRun, Departure, Excuse } from './trial.js';

export interface SearchOptions {
  readonly tickBudget?: number;
  readonly onProgress?: (roots: number, matched: number) => void;
}

/** More findings than a person reads; a recording with more is not one that was nearly right. */
const ROOTS_MAX = 24;
/** A cause that shows on every tick is one root; beyond this many places it is not followed further. */
const RECURRENCES_MAX = 1_000;
/** Live events of a symbol that must match behind a bridge before it counts as brought back. */
const SYNCHRONISED_MIN = 5;

export async function searchCauses(
  lab: Laboratory,
  file: CaseFile,
  options: SearchOptions = {},
): Promise<Search> {
  const searcher = new Searcher(lab, file, options);
  return searcher.run();
}

class Searcher {
  private readonly market: Market;
  private readonly budget: Budget;
  private readonly roots: FoundRoot[] = [];
  private consumed = new Set<number>();
  private interventions: readonly Intervention[] = [];
  private excused: readonly Excuse[] = [];
  private recurrences = 0;
  /** Other ways in which a root shows, to its index. */
  private readonly signatures = new Map<string, number>();
  /** Where the search stood before each root. */
  private readonly marks: {
    readonly interventions: readonly Intervention[];
    readonly excused: readonly Excuse[];
    readonly roots: readonly FoundRoot[];
    readonly consumed: ReadonlySet<number>;
  }[] = [];
  /** Titles of roots that were taken back. */
  private readonly banned = new Set<string>();
  private readonly scopes = new Scopes();
  private readonly sweeps = new Sweeps();
  /** A parameter was believed and had to be taken back. */
  private isParamDrift = false;

  constructor(
    private readonly lab: Laboratory,
    private readonly file: CaseFile,
    private readonly options: SearchOptions,
  ) {
    this.market = new Market(file.bars);
    this.budget = new Budget(options.tickBudget ?? TICK_BUDGET);
  }

  async run(): Promise<Search> {
    let fromTs: number | null = null;
    for (;;) {
      const base: BaseRun = await this.lab.setBase({
        interventions: this.interventions,
        excused: this.excused,
        fromTs,
      });
      this.budget.spend(base.ticks);
      this.options.onProgress?.(this.roots.length, base.matched);
      if (base.failure !== null) return this.end(`the replay failed: ${base.failure}`);
      if (base.departure === null) return this.end(null);
      const stopped = this.limit();
      if (stopped !== null) return this.end(stopped);
      fromTs = await this.explain(base, base.departure);
    }
  }

  private limit(): string | null {
    if (this.budget.isSpent)
      return `the budget of the search is spent after ${String(this.budget.ticks)} ticks in ${String(this.budget.trials)} trials; raise it to go on`;
    if (this.roots.length >= ROOTS_MAX)
      return `${String(ROOTS_MAX)} roots were found; the rest was not looked at`;
    if (this.recurrences >= RECURRENCES_MAX)
      return `one cause showed in ${String(RECURRENCES_MAX)} places; the rest was not looked at`;
    return null;
  }

  private end(stopped: string | null): Search {
    const { ticks, trials } = this.budget;
    return { roots: this.roots, stopped, ticksSpent: ticks, trials };
  }

  /** Adds a root (or a place to one that is known); answers from which tick on the base has to be walked anew. */
  private async explain(base: BaseRun, departure: Departure): Promise<number | null> {
    const scene = await this.lab.scene(departure.ts);
    const investigation = investigationOf(this.file, this.market, {
      interventions: this.interventions,
      base,
      departure,
      scene,
      consumed: this.consumed,
      excused: this.excused,
      signatures: new Set([
        ...this.signatures.keys(),
        ...this.roots.filter(isUnhealed).map(({ signature }) => signature),
      ]),
    });
    const known = this.recurring(investigation);
    if (known !== null) return this.repeat(known, investigation, null);
    const before = this.budget.trials;
    const found = await this.findCause(investigation, this.scopeOf(investigation));
    const trials = this.budget.trials - before;
    if (found.choice !== null) return this.accept(investigation, found.choice, trials);
    if (this.isAdrift(investigation))
      return this.repeat(this.roots.length - 1, investigation, null);
    return this.giveUp(investigation, found, trials);
  }

  /** Where the run is not known to be back, a search would be fitted to what an earlier root left behind. */
  private scopeOf(investigation: Investigation): Scope {
    const { departure } = investigation;
    if (!this.isAdrift(investigation) && !this.isOfLogic(departure)) return 'all';
    return this.scopes.behindRoot(investigation);
  }

  private findCause(investigation: Investigation, scope: Scope): Promise<Choosing> {
    const { lab, budget, scopes, sweeps, banned } = this;
    return findCause({
      ...{ lab, budget, investigation, scope, scopes, sweeps, banned },
      withParams: !this.hasLogic && !this.isParamDrift,
      mismatchedLive: () => this.mismatchedLive(),
    });
  }

  /** Behind a difference of logic, decisions and states differ because of it unless live recorded why. */
  private isOfLogic({ live, replay }: Departure): boolean {
    const kind = (live ?? replay)?.kind;
    return this.hasLogic && (kind === 'decision' || kind === 'checkpoint');
  }

  private get hasLogic(): boolean {
    return this.roots.some(({ strength }) => strength === 'proven-equal');
  }

  /** Live events without an equal partner when the base goes on as it is. */
  private async mismatchedLive(): Promise<ReadonlySet<number>> {
    const replay = await this.lab.events(this.interventions);
    this.budget.spend(this.market.times.length, 0);
    const live = this.file.live.filter(({ kind }) => kind !== 'checkpoint');
    const { pairs } = compareRuns(numericOf(this.file, this.interventions), live, replay);
    const bad = new Set(
      pairs.flatMap((pair) =>
        pair.live === null || (pair.replay !== null && pair.differences.length === 0)
          ? []
          : [pair.live.seq],
      ),
    );
    const found = new Set<number>();
    this.file.live.forEach((event, index) => {
      if (bad.has(event.seq)) found.add(index);
    });
    return found;
  }

  private async accept(
    investigation: Investigation,
    choice: Choice,
    trials: number,
  ): Promise<number | null> {
    const { candidate } = choice.judged;
    const { departure } = investigation;
    const contradicted = this.roots.findIndex((root) => isContradicted(root, candidate));
    if (contradicted >= 0 && this.banned.size < BANNED_MAX) return this.takeBack(contradicted);
    this.mark();
    const place = await this.placeOf(investigation, candidate);
    this.interventions = [...this.interventions, ...candidate.interventions];
    for (const seq of candidate.consumes ?? []) this.consumed.add(seq);
    this.roots.push(healedRoot(place, choice, trials));
    return candidate.fromTs === null ? null : Math.min(candidate.fromTs, departure.ts);
  }

  /** Behind a root that nothing heals a rule may have shown before it was looked for. */
  private async placeOf(
    investigation: Investigation,
    candidate: Candidate,
  ): Promise<Investigation> {
    if (!isRule(candidate) || !this.roots.some(isUnhealed)) return investigation;
    this.budget.spend(2 * this.market.times.length, 0);
    const { interventions } = this;
    return firstShown(this.lab, investigation, { candidate, interventions });
  }

  /** Nothing heals it: logic where that is proven, unclassified where not. */
  private async giveUp(
    investigation: Investigation,
    { doubts, parameter }: Choosing,
    trials: number,
  ): Promise<number | null> {
    const fitted = this.roots.findIndex(isPartOfParams);
    if (fitted >= 0 && this.banned.size < BANNED_MAX) {
      this.isParamDrift = true;
      return this.takeBack(fitted);
    }
    const verdict = judgeLogic(investigation);
    const swept = this.sweeps.factsOf(investigation);
    const ended = this.budget.isSpent
      ? ['the budget of the search ended before all was tried']
      : [];
    // A parameter that nearly fits would be logic as well.
    const others = doubts.filter(
      (doubt) => doubt.class !== 'deterministic-logic-divergence' && !doubt.isSweeping,
    );
    const isLogic = verdict.proof !== null && others.length === 0 && ended.length === 0;
    if (isLogic && parameter !== null && !this.hasLogic && !this.isParamDrift) {
      const named = {
        judged: parameter,
        strength: 'searched',
        healed: 1,
        equivalents: [],
      } as const;
      return this.accept(investigation, named, trials);
    }
    const logic = this.roots.findIndex(({ strength }) => strength === 'proven-equal');
    if (isLogic && logic >= 0) return this.repeat(logic, investigation, verdict.proof.title);
    this.mark();
    const bridge = await this.cross(investigation);
    this.roots.push({
      ...bareRoot(investigation),
      class: isLogic ? 'deterministic-logic-divergence' : 'unclassified',
      title: isLogic ? verdict.proof.title : unclassifiedTitle(investigation),
      strength: isLogic ? 'proven-equal' : null,
      facts: verdict.proof === null ? [] : [...verdict.proof.facts, ...swept],
      doubts: isLogic
        ? []
        : [...ended, ...doubts.map(({ text }) => text), ...verdict.doubts, ...swept],
      toRecord: isLogic ? [] : verdict.toRecord,
      trials,
      bridge: bridge.interventions,
      excused: bridge.excused,
      unsynchronised: bridge.leaves,
    });
    return investigation.departure.ts;
  }

  /** The bridge behind which both sides agree longest, within a few ticks. */
  private async cross(investigation: Investigation): Promise<Bridge> {
    const bridge = await crossBridge(this.lab, investigation, this.budget);
    this.interventions = [...this.interventions, ...bridge.interventions];
    this.excused = [...this.excused, ...bridge.excused];
    return bridge;
  }

  /** The unhealed root this departure repeats; null when it is a new one. */
  private recurring({ departure }: Investigation): number | null {
    const signature = signatureOf(departure);
    const also = this.signatures.get(signature);
    if (also !== undefined) return also;
    const index = this.roots.findIndex((root) => isUnhealed(root) && root.signature === signature);
    return index < 0 ? null : index;
  }

  /** Whether the run was not brought back behind the last root: what differs now may still be its doing. */
  private isAdrift({ departure, base, symbol }: Investigation): boolean {
    const last = this.roots.at(-1);
    if (last === undefined || last.unsynchronised.length === 0) return false;
    const since = Math.max(...last.excused.map(({ ts }) => ts));
    if (base.equalStates.some((ts) => ts >= since)) return false;
    // Where states are on record, only an equal one says that the run is back.
    if (base.equalStates.length > 0) return true;
    const matched = this.file.live
      .slice(0, departure.liveIndex)
      .filter(
        (event) =>
          event.ts > since && 'symbol' in event && (symbol === '' || event.symbol === last.symbol),
      );
    return matched.length < SYNCHRONISED_MIN;
  }

  /** Notes where the search stands before a root is added. */
  private mark(): void {
    this.marks[this.roots.length] = {
      interventions: this.interventions,
      excused: this.excused,
      roots: [...this.roots],
      consumed: new Set(this.consumed),
    };
  }

  /** What came later shows that a root was fitted and not found: the search goes on from before it, without it. */
  private takeBack(index: number): null {
    const before = this.marks[index];
    const wrong = this.roots[index];
    if (before === undefined || wrong === undefined) return null;
    this.banned.add(wrong.proposal);
    this.interventions = before.interventions;
    this.excused = before.excused;
    this.consumed = new Set(before.consumed);
    this.roots.splice(0, this.roots.length, ...before.roots);
    for (const [signature, root] of [...this.signatures])
      if (root >= this.roots.length) this.signatures.delete(signature);
    return null;
  }

  /** A further place of a root; `title` where it shows in another way. */
  private async repeat(
    index: number,
    investigation: Investigation,
    title: string | null,
  ): Promise<number> {
    const { departure, symbol } = investigation;
    const bridge = await this.cross(investigation);
    const root = this.roots[index] as FoundRoot;
    this.recurrences += 1;
    const place = { tick: departure.tick, ts: departure.ts, symbol };
    const signature = signatureOf(departure);
    if (title !== null) this.signatures.set(signature, index);
    this.roots[index] = {
      ...root,
      bridge: [...root.bridge, ...bridge.interventions],
      excused: [...root.excused, ...bridge.excused],
      unsynchronised: [...new Set([...root.unsynchronised, ...bridge.leaves])],
      recurrences: [...root.recurrences, title === null ? place : { ...place, title }],
    };
    return departure.ts;
  }
}

const isUnhealed = ({ interventions }: FoundRoot): boolean => interventions.length === 0;
