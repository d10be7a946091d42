// lockstep.json: which recordings a workspace replays, with which overrides, and which it holds against each other.
import { z } from 'zod';
import { json, numericPolicy, schemaVersion } from './primitives.js';

const recording = (what: string) =>
  z
    .string()
    .min(1)
    .optional()
    .meta({ description: `Folder of ${what}, relative to this file` });

const comparison = z
  .strictObject({
    name: z.string().min(1),
    live: recording("live's capture"),
    paper: recording('the capture of a paper run'),
    backtest: recording('the capture of a backtest'),
  })
  .refine(
    ({ live, paper, backtest }) =>
      [live, paper, backtest].filter((folder) => folder !== undefined).length > 1,
    'expected at least two of live, paper and backtest',
  );

export const workspace = z.strictObject({
  schemaVersion,
  replays: z.array(
    z.strictObject({
      name: z.string().min(1),
      capture: z
        .string()
        .min(1)
        .meta({ description: 'Folder of the capture, relative to this file' }),
      strategy: z
        .string()
        .min(1)
        .optional()
        .meta({ description: "Strategy file, relative to this file; absent: the manifest's" }),
      params: json.optional().meta({ description: "Merged over the manifest's params" }),
      numeric: numericPolicy
        .optional()
        .meta({ description: "Instead of the manifest's numeric policy" }),
    }),
  ),
  comparisons: z
    .array(comparison)
    .optional()
    .meta({ description: 'Recordings that are held against each other, all pairs' }),
});
export type Workspace = z.infer<typeof workspace>;
