// From text to checked values: `{ value, issues }`, never an exception. One function a file format.
// Files, hashes and the checks between lines are the host's: see engine/host/capture.
import type { z } from 'zod';
import { blocker, type Blocker } from './blocker.js';
import { eventRecord, type EventRecord } from './events.js';
import { feedMessage, feedRequest, type FeedMessage, type FeedRequest } from './feed.js';
import type { Issue, Parsed } from './issue.js';
import { readJson, type JsonSource } from './json-source.js';
import { overrides, type Overrides } from './intervention.js';
import { manifest, type Manifest } from './manifest.js';
import { marketRecord, type MarketRecord } from './market.js';
import { currentFormat, migrate, type Format } from './migrate.js';
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
import { workspace, type Workspace } from './workspace.js';

export const MANIFEST_FORMAT = currentFormat('manifest', manifest);
export const SNAPSHOT_FORMAT = currentFormat('snapshot', snapshot);
export const WORKSPACE_FORMAT = currentFormat('workspace', workspace);
export const OVERRIDES_FORMAT = currentFormat('overrides', overrides);
export const RESIDUALS_FORMAT = currentFormat('residuals', residuals);
export const RECORDING_FORMAT = currentFormat('recording', recordingHeader);
export const BLOCKER_FORMAT = currentFormat('blocker', blocker);

/** manifest.json. */
export const parseManifest = (text: string, file: string): Parsed<Manifest> =>
  parseDocument({ text, file }, MANIFEST_FORMAT);

/** snapshot.json. */
export const parseSnapshot = (text: string, file: string): Parsed<Snapshot> =>
  parseDocument({ text, file }, SNAPSHOT_FORMAT);

/** lockstep.json. */
export const parseWorkspace = (text: string, file: string): Parsed<Workspace> =>
  parseDocument({ text, file }, WORKSPACE_FORMAT);

/** overrides.json. */
export const parseOverrides = (text: string, file: string): Parsed<Overrides> =>
  parseDocument({ text, file }, OVERRIDES_FORMAT);

/** lockstep.residuals.json. */
export const parseResiduals = (text: string, file: string): Parsed<Residuals> =>
  parseDocument({ text, file }, RESIDUALS_FORMAT);

/** A release-blocker file. */
export const parseBlocker = (text: string, file: string): Parsed<Blocker> =>
  parseDocument({ text, file }, BLOCKER_FORMAT);

/** One line of market.jsonl, without its newline. */
export const parseMarketLine = (source: JsonSource): Parsed<MarketRecord> =>
  parseWith(source, marketRecord);

/** One line of events.jsonl, without its newline. */
export const parseEventLine = (source: JsonSource): Parsed<EventRecord> =>
  parseWith(source, eventRecord);

/** One message of a market feed. */
export const parseFeedMessage = (source: JsonSource): Parsed<FeedMessage> =>
  parseWith(source, feedMessage);

/** One request to a market feed. */
export const parseFeedRequest = (source: JsonSource): Parsed<FeedRequest> =>
  parseWith(source, feedRequest);

/** recording.json. */
export const parseRecordingHeader = (text: string, file: string): Parsed<RecordingHeader> =>
  parseDocument({ text, file }, RECORDING_FORMAT);

/** One line of a recording's market segment, without its newline. */
export const parseRecordedBar = (source: JsonSource): Parsed<RecordedBar> =>
  parseWith(source, recordedBar);

/** One line of anchors.jsonl, without its newline. */
export const parseAnchor = (source: JsonSource): Parsed<AnchorRecord> =>
  parseWith(source, anchorRecord);

/** One line of seal.jsonl, without its newline. */
export const parseSealLine = (source: JsonSource): Parsed<SealRecord> =>
  parseWith(source, sealRecord);

/** A versioned document: JSON, then its version, then its schema. */
export function parseDocument<S extends z.ZodType>(
  source: JsonSource,
  format: Format<S>,
): Parsed<z.infer<S>> {
  const json = readJson(source);
  if (json.value === undefined) return { value: undefined, issues: json.issues };
  const isObject =
    typeof json.value === 'object' && json.value !== null && !Array.isArray(json.value);
  // What is no object has no version to miss: its schema says so in better words.
  const current = isObject ? migrate(source, json.value, format) : json;
  if (current.value === undefined) {
    return { value: undefined, issues: [...json.issues, ...current.issues] };
  }
  return checkWith({ source, schema: format.schema, value: current.value }, json.issues);
}

/** JSON without a version of its own: a line, or a foreign file. */
export function parseWith<S extends z.ZodType>(source: JsonSource, schema: S): Parsed<z.infer<S>> {
  const json = readJson(source);
  if (json.value === undefined) return { value: undefined, issues: json.issues };
  return checkWith({ source, schema, value: json.value }, json.issues);
}

interface Candidate<S extends z.ZodType> {
  readonly source: JsonSource;
  readonly schema: S;
  readonly value: unknown;
}

function checkWith<S extends z.ZodType>(
  candidate: Candidate<S>,
  before: readonly Issue[],
): Parsed<z.infer<S>> {
  const checked = candidate.schema.safeParse(candidate.value);
  if (checked.success) return { value: checked.data, issues: before };
  const issues = [...before, ...schemaIssues(candidate, checked.error.issues)];
  return { value: undefined, issues };
}
