// manifest.json: what a capture is, where it came from, and what must hold for a comparison to mean anything.
import { z } from 'zod';
import {
  identifier,
  json,
  numericPolicy,
  schemaVersion,
  sequenceNumber,
  sha256,
  symbolName,
  timestampMs,
} from './primitives.js';
import { venuePolicy } from './venue.js';

const fileEntry = z.strictObject({ sha256, rows: z.int().nonnegative() });

/** Which of its events a recorder writes. Replay events outside it have no live partner to be compared with. */
export const coverage = z.strictObject({
  kinds: z
    .array(
      z.enum([
        'decision',
        'ledger',
        'intent',
        'order',
        'acknowledgement',
        'reject',
        'fill',
        'funding',
        'balance',
        'risk',
        'restart',
        'checkpoint',
        'gap',
      ]),
    )
    .min(1),
  decisions: z
    .array(
      z.strictObject({
        action: z.enum(['enter', 'add', 'reduce', 'exit', 'hold', 'blocked']),
        reason: identifier.optional(),
      }),
    )
    .optional()
    .meta({ description: 'Which decisions are recorded; absent: all of them' }),
});

export const manifest = z.strictObject({
  schemaVersion,
  captureId: z.string().min(1),
  origin: z.strictObject({
    mode: z.enum(['live', 'paper', 'backtest']),
    importer: z.string().optional(),
    source: z.string().optional(),
  }),
  engine: z.strictObject({
    name: z.string().min(1),
    version: z.string().nullable(),
    flags: z.record(z.string(), json),
  }),
  strategy: z.strictObject({
    entry: z.string().min(1).meta({
      description:
        'Path relative to this folder, or lockstep:NAME for a strategy that ships with Lockstep',
    }),
    codeHash: sha256.nullable(),
    configHash: sha256.nullable(),
    params: json,
  }),
  numeric: numericPolicy,
  venue: venuePolicy,
  symbols: z.array(symbolName).min(1),
  intervalMs: z.int().positive(),
  window: z.strictObject({
    fromTs: timestampMs.meta({ description: 'Open time of the first tick' }),
    toTs: timestampMs.meta({ description: 'Open time of the last tick' }),
    end: z.enum(['cut', 'finish']).meta({
      description: 'finish: the run ended here, so the end-of-run rules apply; cut: it went on',
    }),
  }),
  sequence: z.strictObject({ first: sequenceNumber, last: sequenceNumber }).nullable(),
  files: z.strictObject({
    'snapshot.json': fileEntry,
    'market.jsonl': fileEntry,
    'events.jsonl': fileEntry,
  }),
  coverage,
  runs: z.array(
    z.strictObject({
      fingerprint: z.string().min(1),
      firstSeq: sequenceNumber,
      lastSeq: sequenceNumber,
    }),
  ),
  notice: z.string().optional().meta({ description: 'Origin and licence of the data' }),
});

export type Manifest = z.infer<typeof manifest>;
export type Coverage = z.infer<typeof coverage>;
