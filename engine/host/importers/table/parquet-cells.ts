// Parquet's physical values as exact text. The library's own conversions are switched off, since they make doubles of
// decimals and dates of nanoseconds: it is shown a schema without meanings, and the meanings are applied here.
import type { FileMetaData, SchemaElement } from 'hyparquet';
import { doubleText, floatText, scaledText, signedBigEndian, timeText } from './double-text.js';
import type { TimeUnit } from './double-text.js';
import type { Cell } from './table.js';

/** The text of one physical value; undefined when a column's type has none. */
export type CellText = (value: unknown) => Cell;

/** A copy of the metadata in which columns are only bytes, integers and floats. */
export const withoutMeanings = (metadata: FileMetaData): FileMetaData => ({
  ...metadata,
  schema: metadata.schema.map(({ converted_type: _c, logical_type: _l, ...plain }) => plain),
});

/** How values of a column become text; undefined for types that hold no value of a table. */
export function cellTextOf(element: SchemaElement): CellText | undefined {
  const text = meaningOf(element) ?? physicalText(element);
  return text && ((value) => (value === null || value === undefined ? null : text(value)));
}

export const isDouble = ({ type, converted_type: converted }: SchemaElement): boolean =>
  (type === 'DOUBLE' || type === 'FLOAT') && converted === undefined;

function meaningOf(element: SchemaElement): CellText | undefined {
  const { converted_type: converted, logical_type: logical } = element;
  if (converted === 'DECIMAL' || logical?.type === 'DECIMAL') {
    const scale = element.scale ?? (logical?.type === 'DECIMAL' ? logical.scale : 0);
    return (value) => scaledText(integerOf(value), scale);
  }
  if (logical?.type === 'TIMESTAMP') {
    const { unit, isAdjustedToUTC } = logical;
    return (value) => timeText(integerOf(value), unit, isAdjustedToUTC);
  }
  if (converted === 'TIMESTAMP_MILLIS' || converted === 'TIMESTAMP_MICROS') {
    const unit: TimeUnit = converted === 'TIMESTAMP_MILLIS' ? 'MILLIS' : 'MICROS';
    return (value) => timeText(integerOf(value), unit, true);
  }
  if (converted === 'DATE') {
    return (value) => timeText(integerOf(value) * 86_400n, 'SECONDS', true);
  }
  if (isUnsigned(element)) {
    const bits = element.type === 'INT64' ? 64 : 32;
    return (value) => BigInt.asUintN(bits, integerOf(value)).toString();
  }
  return undefined;
}

const isUnsigned = ({ converted_type: converted, logical_type: logical }: SchemaElement): boolean =>
  (converted?.startsWith('UINT_') ?? false) || (logical?.type === 'INTEGER' && !logical.isSigned);

function physicalText({ type, converted_type: converted }: SchemaElement): CellText | undefined {
  switch (type) {
    case 'BOOLEAN':
      return (value) => String(value === true);
    case 'INT32':
    case 'INT64':
      return (value) => integerOf(value).toString();
    case 'INT96':
      // The library gives nanoseconds since the epoch; see `NANOSECONDS` of the reader.
      return (value) => timeText(integerOf(value), 'NANOS', false);
    case 'FLOAT':
      return (value) => floatText(value as number);
    case 'DOUBLE':
      return (value) => doubleText(value as number);
    case 'BYTE_ARRAY':
      if (converted === 'BSON') return undefined;
      return (value) => Buffer.from(value as Uint8Array).toString('utf8');
    default:
      return undefined;
  }
}

function integerOf(value: unknown): bigint {
  if (value instanceof Uint8Array) return signedBigEndian(value);
  return BigInt(value as number | bigint);
}
