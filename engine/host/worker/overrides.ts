// The substitutions in force for a replay: the capture's own overrides.json, then those its caller names. What cannot
// concern this capture is an issue, never silently without effect.
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import {
  makeIssue,
  parseOverrides,
  placeOfPath,
  venuePolicy,
  type BarRecord,
  type Intervention,
  type Issue,
  type Json,
  type Manifest,
} from '../../core/schema/index.js';
import { parsePath, readPath, writePath } from '../../core/session/json-path.js';
import type { Capture } from '../capture/index.js';
import { readDocument } from '../capture/read-document.js';

export const OVERRIDES = 'overrides.json';

/** What an intervention is measured by. */
type Recorded = Pick<Capture, 'manifest' | 'revisions'>;

export interface InForce {
  readonly interventions: readonly Intervention[];
  readonly issues: readonly Issue[];
}

export async function overridesInForce(
  dir: string,
  capture: Recorded,
  named: readonly Intervention[],
): Promise<InForce> {
  const own = await readOwn(dir);
  const placed = [
    ...own.interventions.map((intervention, index) => ({ intervention, index, text: own.text })),
    ...named.map((intervention, index) => ({ intervention, index, text: null })),
  ];
  const issues = placed.flatMap(({ intervention, index, text }) => {
    const wrong = misfit(capture, intervention);
    if (wrong === null) return [];
    const place =
      text === null
        ? { file: 'interventions', path: `[${String(index)}].${wrong.path}` }
        : placeOfPath({ text, file: OVERRIDES }, ['interventions', index, wrong.path], 'value');
    const { message, remedy } = wrong;
    return [makeIssue('overrides.unfit', place, { message, remedy })];
  });
  return {
    interventions: placed.map(({ intervention }) => intervention),
    issues: [...own.issues, ...issues],
  };
}

async function readOwn(dir: string): Promise<InForce & { readonly text: string }> {
  const isThere = await stat(join(dir, OVERRIDES)).then(
    () => true,
    () => false,
  );
  if (!isThere) return { interventions: [], issues: [], text: '' };
  const { value, issues } = await readDocument(dir, OVERRIDES);
  if (value === undefined) return { interventions: [], issues, text: '' };
  const text = value.text.replace(/^\uFEFF/, '');
  const parsed = parseOverrides(text, OVERRIDES);
  return { interventions: parsed.value?.interventions ?? [], issues: parsed.issues, text };
}

interface Misfit {
  readonly path: string;
  readonly message: string;
  readonly remedy: string;
}

/** Why an intervention cannot be meant for this capture; null when it can. */
function misfit({ manifest, revisions }: Recorded, change: Intervention): Misfit | null {
  const stranger = symbolsOf(change).find((symbol) => !manifest.symbols.includes(symbol));
  if (stranger !== undefined) {
    const message = `${stranger} is not among the manifest's symbols.`;
    return { path: 'kind', message, remedy: `Name one of ${manifest.symbols.join(', ')}.` };
  }
  const late = timesOf(change).find(({ ts }) => !isInWindow(manifest, ts));
  if (late !== undefined) {
    const { fromTs, toTs } = manifest.window;
    const message = `${String(late.ts)} is outside the window, ${String(fromTs)} to ${String(toTs)}.`;
    return { path: late.path, message, remedy: 'Write the open time of a bar of the window.' };
  }
  if (change.kind === 'market-revision' && !revisions.some((bar) => isNamed(bar, change))) {
    const named = `revision ${String(change.revision)} of ${change.symbol} at ${String(change.openTs)}`;
    return {
      path: 'revision',
      message: `The recording has no ${named}.`,
      remedy: 'Record every revision of the bar in market.jsonl, or name one that is there.',
    };
  }
  if (change.kind === 'venue-policy') return venueMisfit(manifest, change);
  if (change.kind === 'state-field' || change.kind === 'adopt-state') {
    const wrong = change.fields.find(({ path }) => parsePath(path) === undefined);
    if (wrong !== undefined) return noPath('fields', wrong.path);
  }
  if (change.kind === 'params-value' && parsePath(change.path) === undefined)
    return noPath('path', change.path);
  return null;
}

const isNamed = (
  bar: BarRecord,
  change: { readonly symbol: string; readonly openTs: number; readonly revision: number },
): boolean =>
  bar.symbol === change.symbol && bar.openTs === change.openTs && bar.revision === change.revision;

const noPath = (path: string, written: string): Misfit => ({
  path,
  message: `"${written}" is no path.`,
  remedy: 'Write names with dots and indices in brackets, as in positions.BTC.size.',
});

function symbolsOf(change: Intervention): readonly string[] {
  if ('symbols' in change) return change.symbols;
  return 'symbol' in change ? [change.symbol] : [];
}

function timesOf(change: Intervention): readonly { path: string; ts: number }[] {
  switch (change.kind) {
    case 'market-bar':
    case 'market-revision':
      return [{ path: 'openTs', ts: change.openTs }];
    case 'order-outcome':
      return [{ path: 'placedTs', ts: change.placedTs }];
    case 'venue-event':
    case 'gate-verdict':
    case 'adopt-state':
      return [{ path: 'tickTs', ts: change.tickTs }];
    default:
      return [];
  }
}

const isInWindow = ({ window }: Manifest, ts: number): boolean =>
  ts >= window.fromTs && ts <= window.toTs;

function venueMisfit(
  manifest: Manifest,
  change: { readonly path: string; readonly value: Json },
): Misfit | null {
  const steps = parsePath(change.path);
  if (steps === undefined) return noPath('path', change.path);
  const venue = manifest.venue as unknown as Json;
  const parsed = venuePolicy.safeParse(writePath(venue, steps, change.value));
  if (parsed.success) return null;
  const known = readPath(venue, steps) !== undefined;
  const message = known
    ? `The venue policy cannot have this value at ${change.path}.`
    : `The venue policy has no ${change.path}.`;
  return { path: 'path', message, remedy: 'Write path and value as in manifest.json, "venue".' };
}
