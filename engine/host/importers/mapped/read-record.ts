// One row as one record, field by field. What is wrong with a cell is an issue at its row and column.
import type { FieldMapping, TableMapping } from '../../../core/schema/foreign/table-mapping.js';
import { gateRecord } from '../../../core/schema/events.js';
import { nearestName } from '../../../core/schema/nearest.js';
import { absolute, multiplyDecimals, negated } from '../exact-decimal.js';
import { shownText } from '../foreign-issue.js';
import type { Cell, Table, TableRow } from '../table/index.js';
import { isTimeFault } from '../time-text.js';
import type { ImportIssues } from '../assemble/import-issues.js';
import type { BoundField } from './bound-table.js';
import { isTimestamp, misfit } from './record-fields.js';

export type FoundValue = string | number | readonly object[];
export type FoundRecord = Record<string, FoundValue>;

export interface RecordReading {
  readonly table: Table;
  readonly mapping: TableMapping;
  readonly fields: readonly BoundField[];
  readonly symbols: Readonly<Record<string, string>>;
  readonly issues: ImportIssues;
}

interface Fault {
  readonly message: string;
  readonly remedy: string;
  readonly isTime?: true;
}

const isFault = (found: FoundValue | Fault): found is Fault =>
  typeof found === 'object' && 'message' in found;

/** A reader of rows: the record, `undefined` when an issue was reported, `null` when the row is left out on purpose. */
export function recordReader(
  reading: RecordReading,
): (row: TableRow) => FoundRecord | undefined | null {
  const { table, mapping, fields, symbols, issues } = reading;
  const indices = new Map<string, number>();
  let known = 0;
  const cellOf = (row: TableRow, column: string): Cell => {
    // Columns of JSON lines may still be added.
    for (; known < table.columns.length; known += 1) indices.set(table.columns[known] ?? '', known);
    const index = indices.get(column);
    return index === undefined ? undefined : row.cells[index];
  };
  const only = Object.entries(mapping.only ?? {}).map(
    ([column, texts]) => [column, new Set(texts)] as const,
  );
  return (row) => {
    if (only.some(([column, texts]) => !texts.has(cellOf(row, column) ?? ''))) return null;
    const record: FoundRecord = {};
    let isSound = true;
    for (const bound of fields) {
      const { spec, name } = bound;
      const cell = spec.constant ?? cellOf(row, spec.column ?? '');
      const found = valueOf(cell, bound, symbols);
      if (found === undefined) continue;
      if (isFault(found)) {
        isSound = false;
        const place = { file: table.file, line: row.line, path: spec.column ?? name };
        const { message, remedy } = found;
        issues.report(found.isTime === true ? 'foreign.time' : 'foreign.value', place, {
          message,
          remedy,
        });
      } else record[name] = found;
    }
    return isSound ? record : undefined;
  };
}

function valueOf(
  cell: Cell,
  bound: BoundField,
  symbols: Readonly<Record<string, string>>,
): FoundValue | Fault | undefined {
  const { field, spec, name } = bound;
  const written = cell?.trim() ?? '';
  const text = written === '' ? (spec.default ?? '') : written;
  if (text === '') {
    if (field.isOptional === true) return undefined;
    const remedy = 'Fill it in, or give the field a default.';
    return { message: `There is no value for "${name}".`, remedy };
  }
  const worded = wordOf(text, spec);
  if (typeof worded !== 'string') return worded;
  switch (field.type) {
    case 'time':
      return timeOf(worded, bound);
    case 'decimal':
      return decimalOf(worded, bound);
    case 'json':
      return gatesOf(worded);
    case 'symbol':
      return fitting(symbols[worded] ?? worded, bound);
    case 'integer': {
      const found = fitting(worded, bound);
      return typeof found === 'string' ? Number(found) : found;
    }
    default:
      return fitting(worded, bound);
  }
}

function wordOf(text: string, { words }: FieldMapping): string | Fault {
  if (words === undefined) return text;
  if (Object.hasOwn(words, text)) return words[text] ?? text;
  const known = Object.keys(words);
  const nearest = nearestName(text, known);
  return {
    message: `${shownText(text)} is not among the mapping's words: ${known.join(', ')}.`,
    remedy:
      nearest === undefined
        ? 'Add it to "words".'
        : `Did you mean "${nearest}"? Else add it to "words".`,
  };
}

function timeOf(text: string, { readTime }: BoundField): number | Fault {
  const found = readTime?.(text) ?? { message: 'This is no time.', remedy: 'Write one.' };
  if (isTimeFault(found)) return { ...found, isTime: true };
  if (isTimestamp(found)) return found;
  return {
    message: `${shownText(text)} is the time ${String(found)} ms since 1970, far from any trading.`,
    remedy: 'State the unit of the column: s, ms, us or ns.',
    isTime: true,
  };
}

function decimalOf(text: string, bound: BoundField): string | Fault {
  const { decimal, group, multiply, absolute: isAbsolute, negate } = bound.spec;
  const ungrouped = group === undefined ? text : text.replaceAll(group, '');
  const pointed = decimal === 'comma' ? ungrouped.replace(',', '.') : ungrouped;
  const plain = pointed.startsWith('+') ? pointed.slice(1) : pointed;
  const found = fitting(plain, bound);
  if (typeof found !== 'string') {
    const hint = /^-?[\d.]*,\d+$/.test(text) && decimal !== 'comma';
    return hint ? { ...found, remedy: 'State decimal: comma.' } : found;
  }
  const scaled = multiply === undefined ? found : multiplyDecimals(found, multiply);
  const signed = isAbsolute === true ? absolute(scaled) : scaled;
  return negate === true ? negated(signed) : signed;
}

function gatesOf(text: string): readonly object[] | Fault {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const checked = gateRecord.array().safeParse(value);
  if (checked.success) return checked.data;
  const message = `${shownText(text)} is no list of gates.`;
  return { message, remedy: 'Write JSON in the form of "gates" in lockstep schema events.' };
}

function fitting(text: string, { field, name }: BoundField): string | Fault {
  const wanted = misfit(field, text);
  if (wanted === undefined) return text;
  const choice = field.choices && nearestName(text, field.choices);
  return {
    message: `${shownText(text)} is no "${name}": expected ${wanted}.`,
    remedy:
      choice !== undefined
        ? `Did you mean "${choice}"? Other words are mapped with "words".`
        : field.choices === undefined
          ? 'Correct the value, or how the mapping reads it.'
          : 'Map the source\'s words with "words".',
  };
}
