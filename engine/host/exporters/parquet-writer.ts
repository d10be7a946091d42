// A table of a capture's lines as Parquet: integers as INT64, everything else as text, so that no reader rounds a price.
import type { LineColumn } from './line-columns.js';
import type { CellRows } from './csv-writer.js';

/** Enough for readers to skip by; few enough to hold. */
const GROUP_ROWS = 50_000;

export async function writeParquet(
  path: string,
  columns: readonly LineColumn[],
  rows: CellRows,
): Promise<void> {
  const { fileWriter, ParquetWriter } = await import('hyparquet-writer');
  const schema = [
    { name: 'capture', num_children: columns.length },
    ...columns.map(({ name, kind }) => ({
      name,
      repetition_type: 'OPTIONAL' as const,
      ...(kind === 'integer'
        ? { type: 'INT64' as const }
        : { type: 'BYTE_ARRAY' as const, converted_type: 'UTF8' as const }),
    })),
  ];
  const writer = fileWriter(path);
  const file = new ParquetWriter({ writer, schema, createdBy: 'lockstep' });
  let held: (readonly (string | null)[])[] = [];
  const flush = async (): Promise<void> => {
    const group = held;
    held = [];
    if (group.length === 0) return;
    const columnData = columns.map(({ name, kind }, index) => ({
      name,
      data: group.map((cells) => valueOf(cells[index], kind)),
    }));
    await file.write({ columnData, rowGroupSize: GROUP_ROWS });
  };
  for await (const batch of rows) {
    for (const cells of batch) {
      held.push(cells);
      if (held.length >= GROUP_ROWS) await flush();
    }
  }
  await flush();
  await file.finish();
}

function valueOf(
  cell: string | null | undefined,
  kind: LineColumn['kind'],
): string | bigint | null {
  if (cell === null || cell === undefined) return null;
  return kind === 'integer' ? BigInt(cell) : cell;
}
