// A verification as SARIF 2.1.0: one result a root, so that a code host shows it at the strategy's line with the line of
// events.jsonl beside it. Places are relative to a base folder; nothing of the machine gets in.
import path from 'node:path';
import { EVENTS, MANIFEST } from '../../engine/host/capture/index.js';
import type { Precondition, Root } from '../../engine/host/replay/explanation.js';
import { interventionText } from '../../engine/host/replay/intervention-text.js';
import type { SourceRange } from '../../engine/host/replay/protocol.js';
import { divergenceText } from '../../engine/host/verify/lane-verdict.js';
import type { Judgement, Verification } from '../../engine/host/replay/verification.js';
import { CAUSE_TEXTS } from './cause-texts.js';
import { placeText } from './root-text.js';

export interface SarifView {
  /** Folder of the capture. */
  readonly capture: string;
  /** Folder that places are relative to. */
  readonly base: string;
  readonly version: string;
}

/** Rules beside the classes of causes. */
const OTHER_RULES = {
  'invalid-comparison': {
    title: 'invalid comparison',
    meaning: 'Both sides do not belong together, so nothing was judged.',
    help: 'Follow the remedy of the failed precondition.',
  },
  'lane-divergence': {
    title: 'lane divergence',
    meaning: 'Two lanes of Lockstep do not give the same events and state.',
    help: 'Report it with the capture and the strategy; until then rely on no result for them.',
  },
  'bad-input': {
    title: 'bad input',
    meaning: 'A capture, a strategy or the registry cannot be used.',
    help: 'Correct what is listed and verify again.',
  },
  'strategy-failure': {
    title: 'strategy failure',
    meaning: 'The strategy broke while it was replayed.',
    help: 'Follow the remedy of the failure.',
  },
  unexplained: {
    title: 'unexplained difference',
    meaning: 'Something speaks against a pass, and no root explains it.',
    help: 'Raise --budget, or record more, and verify again.',
  },
} as const;

const RULES = [...Object.entries(CAUSE_TEXTS), ...Object.entries(OTHER_RULES)].map(
  ([id, { title, meaning, help }]) => ({
    id,
    name: title,
    shortDescription: { text: title },
    fullDescription: { text: meaning },
    help: { text: help },
    defaultConfiguration: { level: 'error' },
  }),
);
const ruleIndex = (id: string): number => RULES.findIndex((rule) => rule.id === id);

export function sarifText(verification: Verification, view: SarifView): string {
  const { verdict } = verification;
  const document = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'Lockstep', version: view.version, rules: RULES } },
        columnKind: 'utf16CodeUnits',
        results: resultsOf(verification, view),
        properties: { verdict, reasons: verification.reasons.map((text) => plain(text, view)) },
      },
    ],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function resultsOf(verification: Verification, view: SarifView): readonly object[] {
  const { explanation, verdict, judgements, run } = verification;
  const manifest = fileLocation(path.join(view.capture, MANIFEST), view);
  if (verdict === 'bad-input') {
    return verification.reasons.map((text) =>
      result('bad-input', { text: plain(text, view), location: manifest }),
    );
  }
  const failed = (explanation?.preconditions ?? []).filter(({ status }) => status === 'failed');
  if (verdict === 'invalid-comparison') {
    return failed.length > 0
      ? failed.map((condition) => conditionResult(condition, manifest))
      : verification.reasons.map((text) =>
          result('invalid-comparison', { text: plain(text, view), location: manifest }),
        );
  }
  const roots = (explanation?.roots ?? []).map((root, index) =>
    rootResult({ root, judgement: judgements[index] }, view),
  );
  const { failure } = run;
  const broken =
    failure === null
      ? []
      : [
          result('strategy-failure', {
            text: `${failure.code}: ${failure.message} Fix: ${failure.remedy}`,
            location: failure.site === null ? manifest : siteLocation(failure.site, view),
          }),
        ];
  // What fails without a root still has to be seen.
  const isSilent = verdict === 'fail' && judgements.every(({ status }) => status === 'accepted');
  const silent =
    isSilent && broken.length === 0
      ? verification.reasons.map((text) =>
          result('unexplained', { text: plain(text, view), location: manifest }),
        )
      : [];
  return [...laneResults(verification, view), ...broken, ...roots, ...silent];
}

/** Where the lanes parted, or what kept a lane that was asked for from running. */
function laneResults({ lanes }: Verification, view: SarifView): readonly object[] {
  const manifest = fileLocation(path.join(view.capture, MANIFEST), view);
  const divergence = lanes?.divergence ?? null;
  if (divergence === null) return [];
  const { range } = divergence;
  return [
    result('lane-divergence', {
      text: plain(divergenceText(divergence), view),
      location: range === null ? manifest : siteLocation(range, view),
    }),
  ];
}

const conditionResult = (condition: Precondition, location: object): object =>
  result('invalid-comparison', {
    text: [condition.name, ': ', condition.message, ' ', condition.remedy ?? ''].join('').trim(),
    location,
  });

interface Said {
  readonly text: string;
  readonly location: object;
}

const result = (ruleId: string, { text, location }: Said): object => ({
  ruleId,
  ruleIndex: ruleIndex(ruleId),
  level: 'error',
  message: { text },
  locations: [location],
});

interface Judged {
  readonly root: Root;
  readonly judgement: Judgement | undefined;
}

function rootResult({ root, judgement }: Judged, view: SarifView): object {
  const { place } = root;
  const events = path.join(view.capture, EVENTS);
  const live =
    place.live === null
      ? null
      : { ...fileLocation(events, view, place.live.line), message: { text: 'what live recorded' } };
  const isAccepted = judgement?.status === 'accepted';
  return {
    ruleId: root.class,
    ruleIndex: ruleIndex(root.class),
    level: isAccepted ? 'note' : 'error',
    message: { text: messageOf(root, judgement) },
    locations: [
      place.site === null
        ? fileLocation(events, view, place.live?.line ?? 1)
        : siteLocation(place.site, view),
    ],
    ...(live !== null && { relatedLocations: [{ id: 1, ...live }] }),
    partialFingerprints: { 'lockstepRoot/v1': root.id },
    ...(isAccepted && {
      suppressions: [{ kind: 'external', status: 'accepted', justification: judgement.reason }],
    }),
    properties: {
      number: root.number,
      tick: place.tick,
      ts: place.ts,
      differences: root.mismatches.length,
      strength: root.evidence?.strength ?? null,
      judgement: judgement?.reason ?? null,
    },
  };
}

function messageOf(root: Root, judgement: Judgement | undefined): string {
  const fields = root.fields.map(
    ({ path: name, live, replay }) => `${name}: live ${live ?? 'none'}, replay ${replay ?? 'none'}`,
  );
  return [
    `${root.title} (${placeText(root)}).`,
    ...(root.evidence === null ? [] : [root.evidence.summary]),
    ...root.interventions.map((change) => `Healed by ${interventionText(change)}.`),
    ...(fields.length === 0 ? [] : [`${fields.join('; ')}.`]),
    ...(judgement === undefined ? [] : [`${judgement.status}: ${judgement.reason}.`]),
  ].join(' ');
}

const siteLocation = (site: SourceRange, view: SarifView): object => ({
  physicalLocation: {
    artifactLocation: { uri: uriOf(site.file, view) },
    region: {
      startLine: site.line,
      startColumn: site.column,
      endLine: site.endLine,
      endColumn: site.endColumn,
    },
  },
});

const fileLocation = (file: string, view: SarifView, line = 1): object => ({
  physicalLocation: {
    artifactLocation: { uri: uriOf(file, view) },
    region: { startLine: line },
  },
});

/** A relative reference, each segment escaped. */
function uriOf(file: string, { base }: SarifView): string {
  const relative = path.relative(path.resolve(base), path.resolve(file));
  return relative.split(path.sep).map(encodeURIComponent).join('/');
}

/** Absolute paths of the capture in messages say nothing to a code host. */
const plain = (text: string, { capture, base }: SarifView): string =>
  text
    .replaceAll(
      path.resolve(capture),
      path.relative(path.resolve(base), path.resolve(capture)) || '.',
    )
    .replaceAll(`${path.resolve(base)}${path.sep}`, '');
