// From values to the text of a capture's files: keys in the schema's order, so equal values give equal bytes, and never
// a text that parsing would refuse.
import type { z } from 'zod';
import { eventRecord, type EventRecord } from './events.js';
import { overrides, type Overrides } from './intervention.js';
import type { Parsed } from './issue.js';
import { manifest, type Manifest } from './manifest.js';
import { marketRecord, type MarketRecord } from './market.js';
import {
  anchorRecord,
  recordedBar,
  recordingHeader,
  sealRecord,
  type AnchorRecord,
  type RecordedBar,
  type RecordingHeader,
  type SealRecord,
} from './recording.js';
import { residuals, type Residuals } from './residuals.js';
import { schemaIssues } from './schema-issues.js';
import { snapshot, type Snapshot } from './snapshot.js';

/** manifest.json, indented. */
export const encodeManifest = (value: Manifest): Parsed<string> => encode(manifest, value, 2);

/** snapshot.json, indented. */
export const encodeSnapshot = (value: Snapshot): Parsed<string> => encode(snapshot, value, 2);

/** overrides.json, indented. */
export const encodeOverrides = (value: Overrides): Parsed<string> => encode(overrides, value, 2);

/** lockstep.residuals.json, indented. */
export const encodeResiduals = (value: Residuals): Parsed<string> => encode(residuals, value, 2);

/** One line of market.jsonl, without its newline. */
export const encodeMarketLine = (value: MarketRecord): Parsed<string> =>
  encode(marketRecord, value, 0);

/** One line of events.jsonl, without its newline. */
export const encodeEventLine = (value: EventRecord): Parsed<string> =>
  encode(eventRecord, value, 0);

/** recording.json, indented. */
export const encodeRecordingHeader = (value: RecordingHeader): Parsed<string> =>
  encode(recordingHeader, value, 2);

/** One line of a recording's market segment, without its newline. */
export const encodeRecordedBar = (value: RecordedBar): Parsed<string> =>
  encode(recordedBar, value, 0);

/** One line of anchors.jsonl, without its newline. */
export const encodeAnchor = (value: AnchorRecord): Parsed<string> => encode(anchorRecord, value, 0);

/** One line of seal.jsonl, without its newline. */
export const encodeSealLine = (value: SealRecord): Parsed<string> => encode(sealRecord, value, 0);

function encode(schema: z.ZodType, value: unknown, indent: number): Parsed<string> {
  const checked = schema.safeParse(value);
  if (checked.success) {
    const text = JSON.stringify(checked.data, null, indent);
    return { value: indent > 0 ? `${text}\n` : text, issues: [] };
  }
  // The places are those in the text it would have become.
  const source = { text: JSON.stringify(value, null, indent), file: 'value' };
  return {
    value: undefined,
    issues: schemaIssues({ source, schema, value }, checked.error.issues),
  };
}
