// The memory that runs of one strategy over one window start from, each with parameters, rules and a start of its own. Runs
// inside the sandbox, where the strategy makes its state.
import { NotRepresentable } from './image.js';
import { readPlan, wordsOf, type PlainImage, type PlainPlan } from './plain-plan.js';
import { buildRunImage } from './run-image.js';
import { SymbolTable } from './symbol-table.js';
import { StrategyFault } from '../kernel/index.js';
import type { Intervention } from '../schema/index.js';
import { prepareRun, type PreparedRun, type RunData } from '../session/prepare-run.js';
import type { Build } from '../session/program.js';
import type { RunSettings } from '../session/run-settings.js';
import type { ParamIssue } from '../strategy/bind-params.js';

export type ConfiguredStart =
  | { readonly image: PlainImage }
  /** Parameters the strategy does not declare, or declares otherwise. */
  | { readonly issues: readonly ParamIssue[] }
  /** The strategy made no state from them, or one that compiled code cannot hold. */
  | { readonly failure: { readonly code: string; readonly message: string } };

/** All else changes the market, the numbers or the course of a run, which its start says nothing of. */
const OF_THE_START: readonly Intervention['kind'][] = [
  'params-value',
  'venue-policy',
  'state-field',
];

/** Why runs from configured starts would not have these interventions; null when their starts hold them. */
export function startObstacle(interventions: readonly Intervention[]): string | null {
  const other = interventions.find(({ kind }) => !OF_THE_START.includes(kind));
  return other === undefined
    ? null
    : `a substitution in force (${other.kind}) acts on more than the start of a run, which only the reference lane can do`;
}

export class ConfiguredStarts {
  private known: PreparedRun | undefined;

  constructor(
    private readonly build: Build,
    private readonly run: { readonly settings: RunSettings; readonly data: RunData },
    private readonly plan: PlainPlan,
  ) {}

  /**
   * @param params the whole parameters of one configuration, as JSON
   * @param added interventions beside those of the run; `startObstacle` has nothing against them
   */
  start(params: unknown, added: readonly Intervention[] = []): ConfiguredStart {
    try {
      return this.prepare(params, added);
    } catch (error) {
      const code = error instanceof StrategyFault ? error.code : codeOf(error);
      return { failure: { code, message: error instanceof Error ? error.message : String(error) } };
    }
  }

  private prepare(params: unknown, added: readonly Intervention[]): ConfiguredStart {
    this.build.runtime.reset();
    const settings = { ...this.run.settings, params };
    const { data } = this.run;
    const interventions = [...(data.interventions ?? []), ...added];
    const prepared = prepareRun(this.build, settings, { ...data, interventions }, this.known);
    this.known = prepared;
    const { issues } = prepared.parts;
    if (issues.length > 0) return { issues };
    prepared.session.restore(prepared.start, 0);
    const symbols = new SymbolTable(this.plan.literals);
    const image = buildRunImage(prepared.session.current, readPlan(this.plan), {
      symbols,
      before: null,
    });
    const { bytes, stateStart } = image;
    return { image: { words: wordsOf(bytes), stateStart, symbols: symbols.all } };
  }
}

const codeOf = (error: unknown): string =>
  error instanceof NotRepresentable ? 'lane.not-representable' : 'strategy.threw';
