// The roots of all sides as one list: what several share is one root, and every root names the pairs it breaks. Pure.
import { canonicalJson } from '../../../core/schema/index.js';
import type { Json } from '../../../core/schema/index.js';
import type { Root } from '../../replay/explanation.js';
import type { InputDifference } from './input-differences.js';
import type { SideName, SideRoot } from '../../replay/sides.js';
import type { Side } from './side.js';
import { eventKey, type TracedRoot } from './side-rows.js';

export type Pair = readonly [SideName, SideName];

/** A difference of two sides' inputs, and the events that change with it. */
export interface InputEffect {
  readonly pair: Pair;
  readonly difference: InputDifference;
  readonly events: number;
  /** Those events, by `eventKey`. */
  readonly touched: ReadonlySet<string>;
}

/** Pairs in the order of their sides. */
export const pairsOf = (sides: readonly { readonly name: SideName }[]): readonly Pair[] =>
  sides.flatMap(({ name }, index) =>
    sides.slice(index + 1).map((other): Pair => [name, other.name]),
  );

export function sideRoots(
  sides: readonly Side[],
  inputs: readonly InputEffect[],
): readonly TracedRoot[] {
  const roots = [...ownRoots(sides), ...inputRoots(inputs)];
  roots.sort((a, b) => a.ts - b.ts || (a.symbol < b.symbol ? -1 : a.symbol > b.symbol ? 1 : 0));
  return roots.map(({ touched, ...root }, index) => ({
    root: { number: index + 1, ...root },
    touched,
  }));
}

type Unnumbered = Omit<SideRoot, 'number'> & Pick<TracedRoot, 'touched'>;

function ownRoots(sides: readonly Side[]): Unnumbered[] {
  const found = new Map<string, Unnumbered>();
  for (const side of sides) {
    side.explanation.roots.forEach((root, index) => {
      const key = signatureOf(side, root);
      const known = found.get(key);
      const judgement = side.judgements[index];
      const isAccepted = judgement?.status === 'accepted';
      found.set(key, {
        class: root.class,
        title: root.title,
        ts: root.place.ts,
        symbol: root.place.symbol,
        of: [...(known?.of ?? []), side.name],
        breaks: [],
        events: Math.max(known?.events ?? 0, root.mismatches.length),
        // What one side's registry accepts is accepted of all that share it only if all of them do.
        status: isAccepted && known?.status !== 'rejected' ? 'accepted' : 'rejected',
        reason: known?.status === 'rejected' ? known.reason : (judgement?.reason ?? 'not judged'),
        touched: new Set([...(known?.touched ?? []), ...touchedBy(side, root)]),
      });
    });
  }
  const pairs = pairsOf(sides);
  return [...found.values()].map((root) => ({
    ...root,
    breaks: pairs.filter(([a, b]) => root.of.includes(a) !== root.of.includes(b)),
  }));
}

/** Events of the recording and of its replay that differ under a root. */
const touchedBy = ({ explanation }: Side, { mismatches }: Root): readonly string[] =>
  mismatches.flatMap((index) => {
    const mismatch = explanation.report.mismatches[index];
    return [mismatch?.live?.event, mismatch?.replay?.event].flatMap((event) =>
      event === undefined ? [] : [eventKey(event)],
    );
  });

/** Two sides share a root when the same substitution heals both, or nothing heals it and the same events depart. */
function signatureOf(side: Side, root: Root): string {
  const { class: kind, place, interventions } = root;
  const proof: Json =
    interventions.length > 0
      ? (interventions as unknown as Json)
      : root.mismatches.map((index) => departing(side, index));
  return canonicalJson([kind, place.ts, place.symbol, place.kind, place.field, proof] as Json);
}

/** A departing event without what every recording numbers by itself. */
function departing({ explanation }: Side, index: number): Json {
  const mismatch = explanation.report.mismatches[index];
  const event = mismatch?.live?.event ?? mismatch?.replay?.event;
  if (event === undefined) return null;
  return [mismatch?.kind ?? '', { ...event, seq: 0, prev: null } as unknown as Json];
}

function inputRoots(inputs: readonly InputEffect[]): Unnumbered[] {
  const found = new Map<string, Unnumbered>();
  for (const { pair, difference, events, touched } of inputs) {
    if (events === 0) continue;
    const { class: kind, title, ts, symbol } = difference;
    const key = canonicalJson([kind, title, ts, symbol]);
    const known = found.get(key);
    found.set(key, {
      class: kind,
      title,
      ts,
      symbol,
      of: [],
      breaks: [...(known?.breaks ?? []), pair],
      events: Math.max(known?.events ?? 0, events),
      status: 'rejected',
      reason: 'two recordings with different inputs',
      touched: new Set([...(known?.touched ?? []), ...touched]),
    });
  }
  return [...found.values()];
}
