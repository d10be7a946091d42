// A recording: a folder that a bot is still writing. Its events have the form of a capture's; this is what it has beside
// them. `lockstep capture seal` makes a capture of it.
import { z } from 'zod';
import { manifest } from './manifest.js';
import { barRecord } from './market.js';
import { sha256, timestampMs } from './primitives.js';

/** recording.json: what the manifest of a capture needs and only the bot can say. Written once. */
export const recordingHeader = manifest
  .pick({
    schemaVersion: true,
    captureId: true,
    origin: true,
    engine: true,
    strategy: true,
    numeric: true,
    venue: true,
    symbols: true,
    intervalMs: true,
    coverage: true,
    notice: true,
  })
  .extend({
    fingerprint: z.string().min(1).meta({
      description:
        'Whatever identifies code and configuration of the first run; later runs have a restart event with theirs',
    }),
  })
  .strict();

const { kind, ...barFields } = barRecord.shape;

/** One line of market-NNNNNN.jsonl: a bar of a capture with its number and the hash of the line before. */
export const recordedBar = z.strictObject({
  row: z.int().positive().meta({ description: 'From 1, over all segments' }),
  prev: sha256
    .nullable()
    .meta({ description: 'sha-256 of the line before, without its newline; null on the first' }),
  kind,
  ...barFields,
});

const segment = z.int().positive().meta({ description: 'Number of the segment in its file name' });
const bytes = z
  .int()
  .nonnegative()
  .meta({ description: 'Bytes of the segment up to and with this line' });

const sum = sha256.meta({
  description: 'sha-256 of this line as it is without this key: {...} instead of {...,"sum":"..."}',
});

/** One line of anchors.jsonl: what the recording was at a moment. Each carries the hash of the one before. */
export const anchorRecord = z.strictObject({
  anchor: z.int().positive().meta({ description: 'From 1' }),
  prev: sha256.nullable(),
  ts: timestampMs.meta({ description: 'When it was made' }),
  events: z.strictObject({
    seq: z.int().nonnegative().meta({ description: 'Last event; that of the start before any' }),
    sha256: sha256.nullable().meta({ description: 'Of its line; null before the first' }),
    segment,
    bytes,
  }),
  market: z.strictObject({
    row: z.int().nonnegative(),
    sha256: sha256.nullable(),
    segment,
    bytes,
  }),
  files: z.record(z.string(), sha256).meta({
    description: 'Whole files written since the anchor before: recording.json, snapshots',
  }),
  sum,
});

/** Hashes of lines are cut to this many digits: they find a line, the manifest's full hash proves the file. */
export const PRINT_DIGITS = 16;
const sealRow = z.int().positive().meta({ description: 'From 1' });

/** One line of seal.jsonl, which may lie in a capture: where a change is, down to the line. */
export const sealRecord = z.discriminatedUnion('kind', [
  z.strictObject({
    row: sealRow,
    kind: z.literal('file'),
    file: z.string().min(1),
    sha256,
    lines: z.int().nonnegative(),
    sum,
  }),
  z.strictObject({
    row: sealRow,
    kind: z.literal('lines'),
    file: z.string().min(1),
    from: z.int().positive().meta({ description: 'Line the first print is of' }),
    prints: z
      .string()
      .regex(/^([0-9a-f]{16})*$/)
      .meta({ description: 'The first 16 digits of the sha-256 of each line, one after another' }),
    sum,
  }),
  z.strictObject({ row: sealRow, kind: z.literal('end'), sum }),
]);

export type RecordingHeader = z.infer<typeof recordingHeader>;
export type RecordedBar = z.infer<typeof recordedBar>;
export type AnchorRecord = z.infer<typeof anchorRecord>;
export type SealRecord = z.infer<typeof sealRecord>;
