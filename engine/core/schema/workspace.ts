// lockstep.json: which recordings a workspace replays, and with which overrides.
import { z } from 'zod';
import { json, numericPolicy, schemaVersion } from './primitives.js';

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
});
export type Workspace = z.infer<typeof workspace>;
