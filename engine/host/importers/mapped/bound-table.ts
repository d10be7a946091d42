// A table's mapping bound to the columns the table really has: what is missing, what is not used, and how a cell is read.
import type {
  FieldMapping,
  TableKind,
  TableMapping,
} from '../../../core/schema/foreign/table-mapping.js';
import { nearestName } from '../../../core/schema/nearest.js';
import type { Table } from '../table/index.js';
import { timeReader, type TimeReader } from '../time-text.js';
import type { ImportIssues } from '../assemble/import-issues.js';
import { NAMED_DECIMALS, RECORD_FIELDS, type RecordField } from './record-fields.js';

export interface BoundField {
  readonly name: string;
  readonly field: RecordField;
  readonly spec: FieldMapping;
  readonly readTime: TimeReader | undefined;
}

/** Where the mapping of a table stands in its file. */
export interface MappingPlace {
  readonly file: string;
  readonly index: number;
}

/** The fields of a table's mapping, as far as they make sense; what does not is an issue of the mapping file. */
export function boundFields(
  mapping: TableMapping,
  place: MappingPlace,
  issues: ImportIssues,
): BoundField[] {
  const known = RECORD_FIELDS[mapping.kind];
  const fields: BoundField[] = [];
  for (const [name, written] of Object.entries(mapping.fields)) {
    const path = `tables[${String(place.index)}].fields.${name}`;
    const field = fieldOf(mapping.kind, name);
    const spec = typeof written === 'string' ? { column: written } : written;
    if (!field)
      issues.report(
        'schema.unknown-key',
        { file: place.file, path },
        unknownField(mapping.kind, name),
      );
    else if ((spec.column === undefined) === (spec.constant === undefined)) {
      issues.report(
        'schema.missing',
        { file: place.file, path },
        {
          message: 'A field comes from a column or is a constant.',
          remedy: 'Write one of "column" and "constant".',
        },
      );
    } else {
      const readTime = field.type === 'time' ? timeReader(spec.time ?? {}) : undefined;
      if (readTime !== undefined && typeof readTime !== 'function') {
        issues.report('schema.format', { file: place.file, path: `${path}.time.format` }, readTime);
      } else fields.push({ name, field, spec, readTime });
    }
  }
  for (const [name, field] of Object.entries(known)) {
    if (field.isOptional === true || mapping.fields[name] !== undefined) continue;
    const path = `tables[${String(place.index)}].fields`;
    issues.report(
      'schema.missing',
      { file: place.file, path },
      {
        message: `A ${mapping.kind} has a field "${name}", and the mapping says nothing of it.`,
        remedy: `Add ${name}: the name of its column, or { constant: ... }.`,
      },
    );
  }
  return fields;
}

function fieldOf(kind: TableKind, name: string): RecordField | undefined {
  const known = RECORD_FIELDS[kind];
  if (Object.hasOwn(known, name)) return known[name];
  const group = NAMED_DECIMALS[kind];
  const isNamed = group !== undefined && name.startsWith(`${group}.`);
  return isNamed ? { type: 'decimal', isOptional: true } : undefined;
}

function unknownField(kind: TableKind, name: string): { message: string; remedy: string } {
  const known = Object.keys(RECORD_FIELDS[kind]);
  const nearest = nearestName(name, known);
  return {
    message: `A ${kind} has no field "${name}".`,
    remedy:
      nearest === undefined ? `Known are: ${known.join(', ')}.` : `Did you mean "${nearest}"?`,
  };
}

const columnsOf = (mapping: TableMapping, fields: readonly BoundField[]): string[] => [
  ...fields.flatMap(({ spec }) => (spec.column === undefined ? [] : [spec.column])),
  ...Object.keys(mapping.only ?? {}),
];

/** Columns the mapping asks for that a table does not have; tables of JSON lines may get them later. */
export function missingColumns(
  table: Table,
  mapping: TableMapping,
  fields: readonly BoundField[],
): string[] {
  if (table.format === 'jsonl') return [];
  return columnsOf(mapping, fields).filter((column) => !table.columns.includes(column));
}

export function reportMissing(
  table: Table,
  missing: readonly string[],
  issues: ImportIssues,
): void {
  for (const column of new Set(missing)) {
    const nearest = nearestName(column, table.columns);
    issues.report(
      'foreign.column.missing',
      { file: table.file, line: 1, path: column },
      {
        message: `There is no column "${column}".`,
        remedy:
          nearest === undefined
            ? `There are: ${table.columns.join(', ')}.`
            : `Did you mean "${nearest}"?`,
      },
    );
  }
}

/** Columns that nothing in the mapping names: what they hold is not in the capture. */
export function reportUnknown(table: Table, mapping: TableMapping, issues: ImportIssues): void {
  const { ignore } = mapping;
  if (ignore === '*') return;
  const specs = Object.values(mapping.fields).map((spec) =>
    typeof spec === 'string' ? spec : spec.column,
  );
  const named = new Set([...specs, ...Object.keys(mapping.only ?? {}), ...(ignore ?? [])]);
  for (const column of table.columns) {
    if (named.has(column)) continue;
    issues.report(
      'foreign.column.unknown',
      { file: table.file, path: column },
      {
        message: `Nothing in the mapping names the column "${column}": it is left out.`,
        remedy: 'Map it, or list it under "ignore".',
      },
    );
  }
}
