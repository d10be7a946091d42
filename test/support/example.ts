// The recording that ships with Lockstep.
import { fileURLToPath } from 'node:url';

export const EXAMPLE_CAPTURE = fileURLToPath(
  new URL('../../examples/workspace/captures/openclaw-base', import.meta.url),
);
