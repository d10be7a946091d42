// All comparisons of several recordings in the workspace, and what is known about each: which files concern it, and what
// it came to.
import path from 'node:path';
import type { SidesResult } from '../engine/host/replay/sides.js';
import type { ComparisonEntry } from './protocol.js';
import type { SidesComparison } from './replays.js';
import { plural } from './texts.js';
import { CAPTURE_FILES } from './workspace-files.js';

export interface ComparisonOutcome {
  readonly comparison: SidesComparison;
  /** Absolute paths of the strategy's files, as the last run read them. */
  readonly watch: readonly string[];
  readonly entry: ComparisonEntry;
  /** What it said before it was begun anew: where a cancelled one returns to. */
  readonly settled: ComparisonEntry;
}

export interface BookEvents {
  readonly onChange: (entry: ComparisonEntry) => void;
  readonly onGone: (name: string) => void;
}

export class ComparisonBook {
  private outcomes = new Map<string, ComparisonOutcome>();
  /** Those somebody asked for by hand; they stay until the server ends. */
  private byHand: readonly SidesComparison[] = [];
  private configured: readonly SidesComparison[] = [];

  constructor(private readonly events: BookEvents) {}

  get all(): readonly ComparisonOutcome[] {
    return [...this.outcomes.values()];
  }

  get(name: string): ComparisonOutcome | undefined {
    return this.outcomes.get(name);
  }

  /** Takes over what lockstep.json files name; answers what is new or has changed. */
  adopt(configured: readonly SidesComparison[]): readonly string[] {
    this.configured = configured;
    return this.refresh();
  }

  /** Adds a comparison that no lockstep.json names; answers its name. Asked for twice, it is one. */
  add(sides: SidesComparison['sides']): string {
    const name = sides.map((side) => `${side.name} ${path.basename(side.capture)}`).join(', ');
    const others = this.byHand.filter((each) => each.name !== name);
    this.byHand = [...others, { name, sides }];
    this.refresh();
    return name;
  }

  update(name: string, change: Partial<Pick<ComparisonOutcome, 'watch' | 'entry'>>): void {
    const before = this.outcomes.get(name);
    if (before === undefined) return;
    const { entry = before.entry } = change;
    const settled = entry.state === 'comparing' ? before.settled : entry;
    this.outcomes.set(name, { ...before, ...change, settled });
    if (change.entry !== undefined) this.events.onChange(entry);
  }

  /** The comparisons a file is part of. */
  concernedBy(file: string): readonly string[] {
    return this.all
      .filter((outcome) => concerns(outcome, file))
      .map(({ comparison }) => comparison.name);
  }

  private refresh(): readonly string[] {
    const before = this.outcomes;
    this.outcomes = new Map();
    const changed: string[] = [];
    for (const comparison of [...this.configured, ...this.byHand]) {
      const { name } = comparison;
      const known = before.get(name);
      const isSame =
        known !== undefined && JSON.stringify(known.comparison) === JSON.stringify(comparison);
      if (!isSame) changed.push(name);
      this.outcomes.set(name, isSame ? known : untried(comparison));
    }
    for (const name of before.keys()) if (!this.outcomes.has(name)) this.events.onGone(name);
    for (const name of changed) {
      const entry = this.get(name)?.entry;
      if (entry !== undefined) this.events.onChange(entry);
    }
    return changed;
  }
}

function concerns({ comparison, watch }: ComparisonOutcome, file: string): boolean {
  if (watch.includes(file)) return true;
  const isOfCapture = CAPTURE_FILES.includes(path.basename(file));
  return isOfCapture && comparison.sides.some(({ capture }) => capture === path.dirname(file));
}

function untried(comparison: SidesComparison): ComparisonOutcome {
  const { name, sides } = comparison;
  const entry: ComparisonEntry = {
    name,
    sides,
    state: 'waiting',
    message: 'Not compared yet.',
    reasons: [],
    pairs: [],
    roots: [],
  };
  return { comparison, watch: [], entry, settled: entry };
}

const STATES = {
  pass: 'agree',
  fail: 'differ',
  'invalid-comparison': 'invalid',
  'bad-input': 'failed',
} as const;

/** The entry of a comparison that was made. */
export function comparedEntry(
  { name, sides }: SidesComparison,
  { verdict, reasons, pairs, roots }: SidesResult,
): ComparisonEntry {
  const entry = { name, sides, state: STATES[verdict], reasons, pairs, roots };
  return { ...entry, message: messageOf({ verdict, reasons, pairs, roots }) };
}

function messageOf({
  verdict,
  reasons,
  pairs,
  roots,
}: Pick<SidesResult, 'verdict' | 'reasons' | 'pairs' | 'roots'>): string {
  const broken = pairs.filter(({ mismatches }) => mismatches > 0).length;
  const causes = roots.filter(({ breaks }) => breaks.length > 0).length;
  switch (verdict) {
    case 'pass':
      return broken === 0
        ? `${plural(pairs.length, 'pair')} compared, and no event differs.`
        : 'All that differs is accepted.';
    case 'fail':
      return `${String(broken)} of ${plural(pairs.length, 'pair')} differ, ${plural(causes, 'root cause')}.`;
    case 'invalid-comparison':
      return `Nothing was judged: ${reasons[0] ?? 'the recordings do not belong together.'}`;
    case 'bad-input':
      return `Nothing was compared: ${reasons[0] ?? 'a recording cannot be used.'}`;
  }
}
