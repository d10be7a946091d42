// The rows of a sweep as Parquet: a column a parameter, then the ranks' figures. Money stays decimal text, which no reader
// rounds; rows are written in groups, so that a sweep of any length takes the same memory.
import { fileWriter, ParquetWriter } from 'hyparquet-writer';
import { open } from 'node:fs/promises';
import { CommandError } from './command-error.js';
import type { SweepRow } from '../engine/host/sweep/sweep-row.js';

type Cell = string | number | boolean | null;

interface Column {
  readonly name: string;
  readonly type: 'BYTE_ARRAY' | 'INT32' | 'DOUBLE' | 'BOOLEAN';
  readonly of: (row: SweepRow) => Cell;
}

/** Enough for readers to skip by; few enough to hold. */
const GROUP_ROWS = 10_000;

const MAGIC = 'PAR1';

/**
 * Refuses what cannot become the file, before anything runs: a folder, another kind of file, a place that is not there.
 * An earlier Parquet file is replaced, since every run writes all rows.
 *
 * @throws CommandError
 */
export async function claimParquet(file: string, force: boolean): Promise<void> {
  const refuse = (message: string, remedy: string): CommandError =>
    new CommandError(`--parquet ${file} ${message}`, remedy);
  const handle = await open(file, 'a+').catch((error: unknown) => {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw refuse(
      `cannot be written (${code}).`,
      'check that its folder is there and can be written.',
    );
  });
  try {
    const { size } = await handle.stat();
    const start = (await handle.read(Buffer.alloc(MAGIC.length), 0, MAGIC.length, 0)).buffer;
    if (size > 0 && start.toString('latin1') !== MAGIC && !force)
      throw refuse('holds something else.', 'give another path, or --force to replace it.');
  } finally {
    await handle.close();
  }
}

export class SweepParquet {
  private rows: SweepRow[] = [];
  private writer: { readonly columns: readonly Column[]; readonly file: ParquetWriter } | null =
    null;

  constructor(private readonly path: string) {}

  async add(row: SweepRow): Promise<void> {
    this.rows.push(row);
    if (this.rows.length >= GROUP_ROWS) await this.flush();
  }

  async close(): Promise<void> {
    await this.flush();
    await this.writer?.file.finish();
  }

  private async flush(): Promise<void> {
    const { rows } = this;
    const [first] = rows;
    if (first === undefined) return;
    this.rows = [];
    this.writer ??= this.open(columnsOf(first));
    const { columns, file } = this.writer;
    const columnData = columns.map(({ name, of }) => ({ name, data: rows.map(of) }));
    await file.write({ columnData, rowGroupSize: GROUP_ROWS });
  }

  private open(columns: readonly Column[]): NonNullable<typeof this.writer> {
    const schema = [
      { name: 'sweep', num_children: columns.length },
      ...columns.map(({ name, type }) => ({
        name,
        type,
        repetition_type: 'OPTIONAL' as const,
        ...(type === 'BYTE_ARRAY' && { converted_type: 'UTF8' as const }),
      })),
    ];
    const writer = fileWriter(this.path);
    return { columns, file: new ParquetWriter({ writer, schema, createdBy: 'lockstep' }) };
  }
}

function columnsOf(first: SweepRow): readonly Column[] {
  const figure = (name: string, of: (row: SweepRow) => number | null): Column => ({
    name,
    type: 'INT32',
    of,
  });
  return [
    figure('index', ({ index }) => index),
    ...Object.entries(first.params).map(([name, value]): Column => ({
      name,
      type:
        typeof value === 'boolean'
          ? 'BOOLEAN'
          : typeof value === 'number'
            ? 'DOUBLE'
            : 'BYTE_ARRAY',
      of: ({ params }) => params[name] ?? null,
    })),
    figure('mismatches', ({ mismatches }) => mismatches),
    figure('first_divergence', ({ firstDivergence }) => firstDivergence),
    { name: 'balance', type: 'BYTE_ARRAY', of: ({ balance }) => balance },
    { name: 'windows', type: 'BYTE_ARRAY', of: ({ windows }) => JSON.stringify(windows) },
  ];
}
