// The release-blocker file: what a release gate must know of the last verification, in one small document. Its digest
// is over its own text; making and checking that is host/verify/blocker.ts's business.
import { z } from 'zod';
import { calendarDate } from './residuals.js';
import { schemaVersion, sha256 } from './primitives.js';

export const BLOCKER_KIND = 'lockstep-release-blocker';

const hashedFile = z.strictObject({
  path: z.string().min(1).meta({ description: 'Relative to the folder of this file' }),
  sha256,
});

export const blocker = z.strictObject({
  schemaVersion,
  kind: z.literal(BLOCKER_KIND),
  blocked: z.boolean(),
  verdict: z
    .enum(['pass', 'fail', 'lane-divergence', 'invalid-comparison', 'bad-input'])
    .nullable()
    .meta({ description: 'null: the verification is under way, or ended without one' }),
  reasons: z.array(z.string()).meta({ description: 'Why it is blocked; empty when it is not' }),
  notes: z.array(z.string()).meta({
    description: 'What a reader must know beside the verdict: waived conditions, substitutions',
  }),
  capture: z.string().nullable().meta({ description: 'captureId' }),
  today: calendarDate.meta({ description: 'The day expiries were judged by' }),
  reports: z.array(hashedFile),
  registry: hashedFile.nullable(),
  inputs: z.record(z.string(), sha256).meta({ description: 'sha-256 of every input' }),
  createdAt: z.iso.datetime({ error: 'expected a time such as 2026-01-24T13:00:00.000Z' }),
  digest: sha256.meta({ description: 'Of this object without digest, as RFC 8785 JSON' }),
});

export type Blocker = z.infer<typeof blocker>;
