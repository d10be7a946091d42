// A state the bot hands over, as the text of a snapshot.
import { SCHEMA_VERSION } from '../../core/schema/index.js';
import type { Encoded, RecordEncoder } from './record-encoder.js';
import type { StateExport } from './recorder-options.js';

export const snapshotText = (encoder: RecordEncoder, state: StateExport, seq: number): Encoded =>
  encoder.snapshot({
    ...state,
    schemaVersion: SCHEMA_VERSION,
    cursor: { ...(state.cursor as object | undefined), seq },
  });
