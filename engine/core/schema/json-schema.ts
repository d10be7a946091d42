// The formats as JSON Schema, for recorders in other languages. Generated from the zod schemas, so the two cannot
// differ; what JSON Schema cannot say (the hash chain, order between lines) is in docs/capture-format.md.
import { z } from 'zod';
import { eventRecord } from './events.js';
import { blocker } from './blocker.js';
import { overrides } from './intervention.js';
import { mapping } from './foreign/table-mapping.js';
import { manifest } from './manifest.js';
import { marketRecord } from './market.js';
import { SCHEMA_VERSION } from './primitives.js';
import { anchorRecord, recordedBar, recordingHeader, sealRecord } from './recording.js';
import { residuals } from './residuals.js';
import { snapshot } from './snapshot.js';
import { workspace } from './workspace.js';

export type JsonSchemaName =
  | 'manifest'
  | 'snapshot'
  | 'market'
  | 'events'
  | 'workspace'
  | 'overrides'
  | 'residuals'
  | 'blocker'
  | 'recording'
  | 'recording-market'
  | 'anchors'
  | 'seal'
  | 'mapping';
/** A JSON Schema document, draft 2020-12. */
export type JsonSchema = Readonly<Record<string, unknown>>;

interface Published {
  readonly schema: z.ZodType;
  readonly title: string;
  readonly description: string;
}

const PUBLISHED: Readonly<Record<JsonSchemaName, Published>> = {
  manifest: {
    schema: manifest,
    title: 'Lockstep capture: manifest.json',
    description: 'What a capture is, where it came from, and what must hold for a comparison.',
  },
  snapshot: {
    schema: snapshot,
    title: 'Lockstep capture: snapshot.json',
    description: 'All state a deterministic continuation needs, as it was before the first tick.',
  },
  market: {
    schema: marketRecord,
    title: 'Lockstep capture: one line of market.jsonl',
    description:
      'What live saw: one bar a line, ascending by open time, then by symbol, then by revision.',
  },
  events: {
    schema: eventRecord,
    title: 'Lockstep capture: one line of events.jsonl',
    description: 'What live did: one event a line, ascending by sequence number, chained by hash.',
  },
  workspace: {
    schema: workspace,
    title: 'Lockstep workspace: lockstep.json',
    description: 'Which captures a workspace replays, and with which overrides.',
  },
  overrides: {
    schema: overrides,
    title: 'Lockstep overrides: overrides.json',
    description: 'Substitutions a replay is run with: the evidence of a cause, or a correction.',
  },
  residuals: {
    schema: residuals,
    title: 'Lockstep registry: lockstep.residuals.json',
    description: 'Differences between live and replay that a person accepted, and up to what.',
  },
  blocker: {
    schema: blocker,
    title: 'Lockstep release-blocker file',
    description: 'What a release gate must know of the last verification.',
  },
  recording: {
    schema: recordingHeader,
    title: 'Lockstep recording: recording.json',
    description: 'What a bot says of itself when it begins to record.',
  },
  'recording-market': {
    schema: recordedBar,
    title: 'Lockstep recording: one line of market-NNNNNN.jsonl',
    description: 'One bar a line, in the order live saw them, numbered and chained by hash.',
  },
  anchors: {
    schema: anchorRecord,
    title: 'Lockstep recording: one line of anchors.jsonl',
    description: 'What the recording was at a moment; kept elsewhere, it proves the recording.',
  },
  seal: {
    schema: sealRecord,
    title: 'Lockstep capture: one line of seal.jsonl',
    description: 'Hashes of whole files and of lines, to find where a capture was changed.',
  },
  mapping: {
    schema: mapping,
    title: 'Lockstep mapping file of lockstep import table',
    description: 'Which columns of which tables become which fields of a capture.',
  },
};

/** Where the schemas are published; the number is the schema version they describe. */
export const jsonSchemaId = (name: JsonSchemaName): string =>
  `https://lockstep.dev/schema/v${String(SCHEMA_VERSION)}/${name}.json`;

/** All formats, by name. Plain data: stringify it as it is. */
export function jsonSchemas(): Record<JsonSchemaName, JsonSchema> {
  const names = Object.keys(PUBLISHED) as JsonSchemaName[];
  const entries = names.map((name) => [name, describe(name, PUBLISHED[name])] as const);
  return Object.fromEntries(entries) as Record<JsonSchemaName, JsonSchema>;
}

function describe(name: JsonSchemaName, { schema, title, description }: Published): JsonSchema {
  const generated = z.toJSONSchema(schema, { target: 'draft-2020-12' });
  const { $schema, ...body } = generated;
  return { $schema, $id: jsonSchemaId(name), title, description, ...body };
}
