// Recordings that cannot be compared at all: the reason has to be named before any row is judged.
import type { PreconditionName } from '../../../../engine/host/replay/explanation.js';
import type { RecordedParts } from '../../recording.js';
import type { SeededRandom } from '../../seeded-random.js';
import type { MutationKind } from '../kind.js';

function invalidKind(
  name: string,
  rows: readonly number[],
  how: {
    readonly precondition: PreconditionName;
    readonly change: (parts: RecordedParts, random: SeededRandom) => RecordedParts;
  },
): MutationKind {
  return {
    name,
    rows,
    class: 'invalid',
    precondition: how.precondition,
    draw: (scene, random) => {
      const changed = how.change(scene.parts, random);
      return { capture: () => changed, healing: null, what: name };
    },
  };
}

const strategyOf = (
  parts: RecordedParts,
  change: Partial<RecordedParts['manifest']['strategy']>,
): RecordedParts => ({
  ...parts,
  manifest: { ...parts.manifest, strategy: { ...parts.manifest.strategy, ...change } },
});

const OTHER_HASH = '0123456789abcdef'.repeat(4);

export const invalidKinds: readonly MutationKind[] = [
  invalidKind('invalid restart inside the window', [8, 6], {
    precondition: 'restart',
    change: (parts, random) => withRestart(parts, random),
  }),
  invalidKind('invalid two runs', [8], {
    precondition: 'run',
    change: (parts, random) => {
      const [first = 0, last = 0] = [parts.events[0]?.seq, parts.events.at(-1)?.seq];
      const cut = random.int(first + 10, last - 10);
      const runs = [
        { fingerprint: 'one', firstSeq: first, lastSeq: cut },
        { fingerprint: 'two', firstSeq: cut + 1, lastSeq: last },
      ];
      return { ...parts, manifest: { ...parts.manifest, runs } };
    },
  }),
  invalidKind('invalid code hash', [9], {
    precondition: 'strategy',
    change: (parts) => strategyOf(parts, { codeHash: OTHER_HASH }),
  }),
  invalidKind('invalid config hash', [9], {
    precondition: 'config',
    change: (parts) => strategyOf(parts, { configHash: OTHER_HASH }),
  }),
  invalidKind('invalid snapshot cursor', [5], {
    precondition: 'snapshot',
    change: (parts, random) => {
      const { cursor } = parts.snapshot;
      const seq = Math.max(0, cursor.seq + random.pick([1, 5, 20]));
      return { ...parts, snapshot: { ...parts.snapshot, cursor: { ...cursor, seq } } };
    },
  }),
  invalidKind('invalid engine flag', [15], {
    precondition: 'engine-flags',
    change: (parts) => {
      const engine = { ...parts.manifest.engine, flags: { 'margin.model': 'isolated' } };
      return { ...parts, manifest: { ...parts.manifest, engine } };
    },
  }),
  invalidKind('invalid without live events', [], {
    precondition: 'events',
    change: (parts) => ({ ...parts, events: [], manifest: { ...parts.manifest, runs: [] } }),
  }),
];

function withRestart(parts: RecordedParts, random: SeededRandom): RecordedParts {
  const at = random.int(20, parts.events.length - 20);
  const before = parts.events[at - 1];
  if (before === undefined) return parts;
  const restart = {
    seq: before.seq + 1,
    ts: before.ts,
    kind: 'restart',
    fingerprint: 'recorded',
  } as const;
  const events = [
    ...parts.events.slice(0, at),
    restart,
    ...parts.events.slice(at).map((event) => ({ ...event, seq: event.seq + 1 })),
  ];
  const { coverage } = parts.manifest;
  const kinds = [...coverage.kinds, 'restart' as const];
  const runs = [
    { fingerprint: 'recorded', firstSeq: events[0]?.seq ?? 1, lastSeq: events.at(-1)?.seq ?? 1 },
  ];
  return {
    ...parts,
    events,
    manifest: { ...parts.manifest, coverage: { ...coverage, kinds }, runs },
  };
}
