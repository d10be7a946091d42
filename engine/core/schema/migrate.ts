// Brings a document of an older schemaVersion to the one this engine reads, one version at a time.
import type { z } from 'zod';
import { makeIssue, type Issue, type Parsed } from './issue.js';
import { placeOfPath, type JsonSource } from './json-source.js';
import { member } from './schema-shape.js';
import { SCHEMA_VERSION } from './primitives.js';

/** One step: a document of version n, as JSON, to version n + 1. Keyed by n. */
export type Migrations = Readonly<Record<number, (document: unknown) => unknown>>;

/** A file format with a version: its schema, and how older versions become this one. */
export interface Format<S extends z.ZodType> {
  readonly name: string;
  readonly schema: S;
  readonly version: number;
  readonly migrations: Migrations;
}

/** A format of the current version. No older version exists yet, so its table of migrations is empty. */
export const currentFormat = <S extends z.ZodType>(name: string, schema: S): Format<S> => ({
  name,
  schema,
  version: SCHEMA_VERSION,
  migrations: {},
});

type Versions = Pick<Format<z.ZodType>, 'version' | 'migrations'>;

/** The versions a format reads, ascending: its own and every one that a chain of steps leads from. */
export function readableVersions(format: Versions): number[] {
  const versions = [format.version];
  let oldest = format.version;
  while (format.migrations[oldest - 1]) {
    oldest -= 1;
    versions.unshift(oldest);
  }
  return versions;
}

/** Checks `schemaVersion` and migrates. The value is undefined when the version cannot be read. */
export function migrate(source: JsonSource, document: unknown, format: Versions): Parsed<unknown> {
  const written = member(document, 'schemaVersion');
  const versions = readableVersions(format);
  if (typeof written !== 'number' || !versions.includes(written)) {
    return { value: undefined, issues: [refusal(source, written, versions)] };
  }
  let value = document;
  for (let version = written; version < format.version; version += 1) {
    value = format.migrations[version]?.(value);
  }
  return { value, issues: [] };
}

function refusal(source: JsonSource, written: unknown, versions: readonly number[]): Issue {
  const last = versions[versions.length - 1] ?? SCHEMA_VERSION;
  const readable = `This engine reads ${versions.length === 1 ? 'version' : 'versions'} ${versions.join(', ')}.`;
  const place = placeOfPath(source, ['schemaVersion'], 'value');
  if (written === undefined) {
    return makeIssue('schema.version.missing', place, {
      message: `"schemaVersion" is missing. ${readable}`,
      remedy: `Add "schemaVersion": ${String(last)}.`,
    });
  }
  const isNewer = typeof written === 'number' && Number.isInteger(written) && written > last;
  return makeIssue('schema.version.unsupported', place, {
    message: `The schemaVersion is ${JSON.stringify(written)}. ${readable}`,
    remedy: isNewer
      ? 'Use a newer Lockstep, or write the file in an older version.'
      : `Write "schemaVersion": ${String(last)}, a JSON number, and the file in that version.`,
  });
}
