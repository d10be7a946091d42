// A verification for machines. The same inputs give the same bytes: no clock, no locale, no path of a machine. Its shape
// is described in docs/cli.md.
import path from 'node:path';
import type { Explanation, Root } from '../../engine/host/replay/explanation.js';
import type {
  LaneDivergence,
  LaneLimit,
  LaneReport,
  PortabilityFinding,
} from '../../engine/host/lanes/lane-report.js';
import type { Judgement, Verification } from '../../engine/host/replay/verification.js';
import { evidenceName, interventionsUpTo } from '../../engine/host/verify/evidence.js';
import {
  countsDocument,
  mismatchesDocument,
  problemsDocument,
  sayingFor,
  siteDocument,
  subjectDocument,
  type JsonView,
  type Saying,
} from './report-json.js';

/** One JSON document and a newline. */
export function verifyJson(verification: Verification, view: JsonView): string {
  return `${JSON.stringify(document(verification, view), null, 2)}\n`;
}

function document(verification: Verification, { capture, limit }: JsonView): object {
  const { run, explanation, registry } = verification;
  const others = [
    ...(registry === null ? [] : [registry.file]),
    ...run.issues.map(({ file }) => file).filter((file) => path.isAbsolute(file)),
  ];
  const say = sayingFor(run, capture, others);
  return {
    schemaVersion: 1,
    verdict: verification.verdict,
    reasons: verification.reasons.map(say.text),
    today: verification.today,
    ...subjectDocument(run, say),
    preconditions: (explanation?.preconditions ?? []).map((condition) => ({
      ...condition,
      message: say.text(condition.message),
      remedy: condition.remedy === null ? null : say.text(condition.remedy),
    })),
    ...countsDocument(run, say),
    ...causesDocument(verification, say),
    registry: registry && { ...registry, file: say.names(registry.file) },
    registryNotes: verification.registryNotes,
    inputs: explanation?.inputs ?? {},
    equity: explanation?.equity ?? [],
    lanes: verification.lanes && lanesDocument(verification.lanes, say),
    ...mismatchesDocument(run, say, limit),
    ...problemsDocument(run, say),
  };
}

const lanesDocument = (lanes: LaneReport, say: Saying): object => ({
  ran: lanes.lanes.map(({ lane, ticks }) => ({ lane, ticks })),
  divergence: lanes.divergence && placedDocument(lanes.divergence, say),
  limit: lanes.limit && placedDocument(lanes.limit, say),
  notPortable: lanes.notPortable.map((finding) => placedDocument(finding, say)),
  obstacle: lanes.obstacle,
  gpu: lanes.gpu && {
    adapter: lanes.gpu.adapter,
    isSoftware: lanes.gpu.isSoftware,
    failure: lanes.gpu.failure,
  },
});

function placedDocument(
  { range, ...rest }: LaneDivergence | LaneLimit | PortabilityFinding,
  say: Saying,
): object {
  return { ...rest, site: siteDocument(range, say) };
}

function causesDocument({ explanation, judgements }: Verification, say: Saying): object {
  const roots = explanation?.roots ?? [];
  return {
    rootCount: roots.length,
    roots: roots.map((root, index) =>
      rootDocument(root, { say, roots, judgement: judgements[index] }),
    ),
    ...searchDocument(explanation),
  };
}

const searchDocument = (explanation: Explanation | null): object => ({
  unexplained: explanation?.unexplained ?? [],
  stopped: explanation?.stopped ?? null,
  trials: explanation?.trials ?? 0,
  ticksSpent: explanation?.ticksSpent ?? 0,
  notes: explanation?.notes ?? [],
});

interface Beside {
  readonly say: Saying;
  readonly roots: readonly Root[];
  readonly judgement: Judgement | undefined;
}

const rootDocument = (root: Root, { say, roots, judgement }: Beside): object => ({
  id: root.id,
  number: root.number,
  class: root.class,
  title: root.title,
  place: { ...root.place, site: siteDocument(root.place.site, say) },
  fields: root.fields,
  interventions: root.interventions,
  bridge: root.bridge,
  evidence: root.evidence,
  evidenceFile: interventionsUpTo(roots, root).length === 0 ? null : evidenceName(root),
  doubts: root.doubts,
  toRecord: root.toRecord,
  unsynchronised: root.unsynchronised,
  effect: root.effect,
  mismatches: root.mismatches,
  recurrences: root.recurrences,
  judgement:
    judgement === undefined
      ? null
      : { status: judgement.status, reason: judgement.reason, entry: judgement.entry },
});
