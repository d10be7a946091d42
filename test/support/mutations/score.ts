// Judges what a search answered to a case: class, place, intervention, and that it is one root for each cause.
import type { Explanation, Root } from '../../../engine/host/replay/explanation.js';
import type { Intervention } from '../../../engine/core/schema/index.js';
import type { Cause, MutationCase } from './case.js';

export type Outcome =
  | 'right'
  /** Right class, but place, intervention or number of roots are not. */
  | 'imprecise'
  /** `unclassified`, which is honest. */
  | 'missed'
  /** A class that is not the cause's, or no finding at all: said with confidence. */
  | 'wrong'
  | 'error';

export interface Score {
  readonly outcome: Outcome;
  /** Class of the root that stands for the first cause; `invalid`, `none` or `error` otherwise. */
  readonly got: string;
  readonly isClassRight: boolean;
  readonly isPlaceRight: boolean;
  readonly isInterventionRight: boolean;
  readonly isOneRoot: boolean;
  readonly notes: readonly string[];
}

/** Whether a substitution gives live's run in every event; asked where its value is not the injected one. */
export type IsExactRun = (interventions: readonly Intervention[]) => Promise<boolean>;

export async function scoreCase(
  example: MutationCase,
  explanation: Explanation,
  isExactRun: IsExactRun,
): Promise<Score> {
  const [cause] = example.causes;
  if (cause?.kind.class === 'invalid') return scoreInvalid(cause, explanation);
  const { roots, report } = explanation;
  if (report.verdict === 'invalid-comparison')
    return failed('invalid', [`held to be invalid: ${report.reasons.join(' ')}`]);
  if (roots.length === 0) return failed('none', [`no root; the verdict is ${report.verdict}`]);
  return scoreRoots(example, explanation, isExactRun);
}

const failed = (got: string, notes: readonly string[]): Score => ({
  outcome: 'wrong',
  got,
  isClassRight: false,
  isPlaceRight: false,
  isInterventionRight: false,
  isOneRoot: false,
  notes,
});

function scoreInvalid(cause: Cause, { report, preconditions, roots }: Explanation): Score {
  const failing = preconditions.filter(({ status }) => status === 'failed').map(({ name }) => name);
  const isInvalid = report.verdict === 'invalid-comparison' && roots.length === 0;
  const isNamed =
    cause.kind.precondition !== undefined && failing.includes(cause.kind.precondition);
  return {
    outcome: isInvalid ? (isNamed ? 'right' : 'imprecise') : 'wrong',
    got: isInvalid ? 'invalid' : (roots[0]?.class ?? 'none'),
    isClassRight: isInvalid,
    isPlaceRight: isNamed,
    isInterventionRight: isInvalid,
    isOneRoot: isInvalid,
    notes: isNamed ? [] : [`failed: ${failing.join(', ')}`],
  };
}

async function scoreRoots(
  example: MutationCase,
  { roots, stopped, unexplained }: Explanation,
  isExactRun: IsExactRun,
): Promise<Score> {
  const notes: string[] = [];
  const { causes } = example;
  const matched = causes.map((cause) => rootOf(cause, roots));
  const expected = new Set<string>(causes.map(({ kind }) => kind.class));
  const wrong = roots.filter((root) => root.class !== 'unclassified' && !expected.has(root.class));
  if (wrong.length > 0) notes.push(`wrong class: ${wrong.map((root) => root.title).join('; ')}`);
  const isClassRight =
    wrong.length === 0 && causes.every(({ kind }, index) => matched[index]?.class === kind.class);
  const isPlaceRight = causes.every((cause, index) => isAtPlace(cause, matched[index], notes));
  const isOneRoot = roots.length === causes.length;
  if (!isOneRoot) notes.push(`${String(roots.length)} roots`);
  if (stopped !== null) notes.push(`stopped: ${stopped}`);
  if (unexplained.length > 0) notes.push(`${String(unexplained.length)} mismatches unexplained`);
  const isInterventionRight =
    isClassRight && (await areHealed({ example, matched, roots, isExactRun, notes }));
  const isRight = isClassRight && isPlaceRight && isInterventionRight && isOneRoot;
  const isMissed = matched.some((root) => root?.class === 'unclassified');
  return {
    outcome: wrong.length > 0 ? 'wrong' : isRight ? 'right' : isMissed ? 'missed' : 'imprecise',
    got:
      wrong[0]?.class ??
      matched.find((root) => root?.class === 'unclassified')?.class ??
      roots[0]?.class ??
      'none',
    isClassRight,
    isPlaceRight,
    isInterventionRight,
    isOneRoot,
    notes,
  };
}

/** The root at the cause's tick, of its class where several are there; otherwise the first of its class, or of all. */
function rootOf({ kind, place }: Cause, roots: readonly Root[]): Root | undefined {
  const here = roots.filter((root) => root.place.tick === place?.tick);
  const ofClass = (list: readonly Root[]): Root | undefined =>
    list.find((root) => root.class === kind.class);
  return ofClass(here) ?? here[0] ?? ofClass(roots) ?? roots[0];
}

function isAtPlace({ place }: Cause, root: Root | undefined, notes: string[]): boolean {
  if (place === null || root === undefined) return false;
  const { tick, symbol, field } = root.place;
  const isTick = tick === place.tick;
  const isSymbol = symbol === '' || place.symbols.includes(symbol) || place.symbols.includes('');
  const isField =
    field === null ||
    place.fields.length === 0 ||
    field === 'order' ||
    place.fields.some(
      (path) =>
        path === field || path === field.replace(/^state\./, '') || path.startsWith(`${field}.`),
    );
  if (!isTick || !isSymbol || !isField) {
    notes.push(
      `place: tick ${String(tick)} ${symbol} ${field ?? ''}, expected tick ${String(place.tick)} ${place.symbols.join('/')} ${place.fields.slice(0, 4).join(', ')}`,
    );
  }
  return isTick && isSymbol && isField;
}

async function areHealed(input: {
  readonly example: MutationCase;
  readonly matched: readonly (Root | undefined)[];
  readonly roots: readonly Root[];
  readonly isExactRun: IsExactRun;
  readonly notes: string[];
}): Promise<boolean> {
  const { example, matched, roots, isExactRun, notes } = input;
  let needsRun = false;
  for (const [index, { mutation, kind }] of example.causes.entries()) {
    const found = matched[index]?.interventions ?? [];
    const { healing } = mutation;
    if (healing === null) {
      // Another param may well do what the changed code does, where it is said to be logic.
      if (found.every(({ kind: name }) => name === 'params-value')) continue;
      notes.push(`"${kind.name}" is said to be healed by ${describe(found)}`);
      return false;
    }
    if (!found.some(healing.isKind)) {
      notes.push(`intervention: ${describe(found)}`);
      return false;
    }
    const named = [
      ...found,
      ...(matched[index]?.evidence?.equivalents.map(({ intervention }) => intervention) ?? []),
    ];
    if (healing.isExact === undefined || !named.some(healing.isExact)) needsRun = true;
  }
  if (!needsRun) return true;
  if (example.causes.some(({ mutation }) => mutation.healing === null)) return true;
  const all = roots.flatMap(({ interventions }) => interventions);
  const isExact = await isExactRun(all);
  if (!isExact) notes.push(`does not give live's run: ${describe(all)}`);
  return isExact;
}

const DESCRIBED_MAX = 400;

const describe = (interventions: readonly Intervention[]): string =>
  interventions.length === 0 ? 'none' : JSON.stringify(interventions).slice(0, DESCRIBED_MAX);
