// A snapshot as one table, and back: a row for every value and for every list and record around them, in the order of the
// document. Where the rows do not give the file's own bytes again, the first row holds the text as it is.
import { encodeSnapshot, type Json, type Snapshot } from '../../core/schema/index.js';
import { isWritable, texts, writable, type LineCell, type LineColumn } from './line-columns.js';

/** `path` is a JSON Pointer (RFC 6901): `/positions/BTC/size`. */
export const SNAPSHOT_COLUMNS: readonly LineColumn[] = texts('path', 'type', 'value', 'raw');

type SnapshotRow = readonly [path: LineCell, type: LineCell, value: LineCell, raw: LineCell];

/** The text must be that of a snapshot. */
export function rowsOfSnapshot(text: string): readonly SnapshotRow[] {
  const document = JSON.parse(text.replace(/^\uFEFF/, '')) as Readonly<Record<string, Json>>;
  const rows = Object.entries(document).flatMap(([key, value]) => rowsOf(pointer('', key), value));
  if (rows.every((row) => row.every(isWritable)) && textOfRows(rows) === text) return rows;
  return rows.map(([path, type, value], index): SnapshotRow => [
    writable(path),
    type,
    writable(value),
    index === 0 ? text : null,
  ]);
}

const pointer = (path: string, step: string): string =>
  `${path}/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`;

function rowsOf(path: string, value: Json): SnapshotRow[] {
  if (typeof value !== 'object' || value === null) return [[path, ...leafOf(value), null]];
  const type = Array.isArray(value) ? 'list' : 'record';
  const members = Object.entries(value as Readonly<Record<string, Json>>);
  return [
    [path, type, null, null],
    ...members.flatMap(([key, member]) => rowsOf(pointer(path, key), member)),
  ];
}

function leafOf(value: string | number | boolean | null): [type: string, value: LineCell] {
  if (value === null) return ['null', null];
  if (typeof value === 'string') return ['text', value === '' ? null : value];
  return [typeof value, JSON.stringify(value)];
}

/** The file that rows stand for; undefined when they are none of a snapshot. */
export function textOfRows(rows: readonly (readonly LineCell[])[]): string | undefined {
  const raw = rows[0]?.[3];
  if (raw !== null && raw !== undefined && raw !== '') return raw;
  const document: Record<string, Json> = {};
  for (const row of rows) if (!put(document, row)) return undefined;
  return encodeSnapshot(document as unknown as Snapshot).value;
}

/** False: the row has no place, or its value is none of its type. */
function put(document: Record<string, Json>, [path, type, text]: readonly LineCell[]): boolean {
  const steps = (path ?? '')
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = steps.pop();
  const value = valueOf(type ?? '', text ?? null);
  let parent: Json | undefined = document;
  for (const step of steps) parent = memberOf(parent, step);
  if (last === undefined || value === undefined || typeof parent !== 'object' || parent === null)
    return false;
  if (Array.isArray(parent)) {
    if (last !== String(parent.length)) return false;
    (parent as Json[]).push(value);
    return true;
  }
  if (last === '__proto__' || Object.hasOwn(parent, last)) return false;
  (parent as Record<string, Json>)[last] = value;
  return true;
}

const memberOf = (parent: Json | undefined, step: string): Json | undefined =>
  typeof parent === 'object' && parent !== null && Object.hasOwn(parent, step)
    ? (parent as Readonly<Record<string, Json>>)[step]
    : undefined;

function valueOf(type: string, text: LineCell): Json | undefined {
  switch (type) {
    case 'record':
      return {};
    case 'list':
      return [];
    case 'null':
      return null;
    case 'text':
      return text ?? '';
    case 'boolean':
      return text === 'true' ? true : text === 'false' ? false : undefined;
    case 'number':
      return text !== null && Number.isFinite(Number(text)) ? Number(text) : undefined;
    default:
      return undefined;
  }
}
