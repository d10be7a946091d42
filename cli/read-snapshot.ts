// A snapshot file a user names, read and checked against its schema.
import { parseSnapshot, type Parsed, type Snapshot } from '../engine/core/schema/index.js';
import { readForeignFile } from '../engine/host/importers/foreign-file.js';

export async function readSnapshot(file: string, signal: AbortSignal): Promise<Parsed<Snapshot>> {
  const read = await readForeignFile(file, signal);
  if (read.value === undefined) return { value: undefined, issues: read.issues };
  return parseSnapshot(read.value.text, file);
}
