// A table somebody else wrote, row by row: what CSV, JSONL, Parquet and Feather have in common. Cells are exact text.
// Deliberately no numbers and no times here: what a cell means is the importer's business.

/** `null`: the table says that there is no value; `undefined`: the row has no such column. */
export type Cell = string | null | undefined;

export interface TableRow {
  /** Line of a text file on which the row begins, or the number of the row; from 1. */
  readonly line: number;
  /** In the order of `columns`. */
  readonly cells: readonly Cell[];
}

export type TableFormat = 'csv' | 'jsonl' | 'parquet' | 'feather';

export interface Table {
  /** The path it was asked for by; of an archive with `#` and the entry's name. */
  readonly file: string;
  readonly format: TableFormat;
  /** Known before the first row; only in JSONL do later rows append to it. */
  readonly columns: readonly string[];
  /** Columns whose numbers were doubles in the file: their text is the shortest that gives the same double. */
  readonly doubles: ReadonlySet<string>;
  /** All rows in order, some at a time. Throws ForeignFault where the file is wrong. May be called once. */
  batches(): AsyncGenerator<readonly TableRow[], void, undefined>;
}

/** How a file is read. */
export interface TableOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: TableProgress) => void;
  /** Of CSV; absent: comma, semicolon, tab or bar, whichever the first line has most of. */
  readonly delimiter?: string;
  /** Of CSV; false: the first line is a row already and columns are named "1", "2", and so on. */
  readonly header?: boolean;
  /** Absent: told from the bytes. Only text needs it: CSV and JSONL. */
  readonly format?: TableFormat;
  /** A file without a byte is no fault: of files that say elsewhere how much is in them. */
  readonly isEmptyAllowed?: boolean;
  /** Absent: `UNPACKED_BYTES_MAX`. */
  readonly unpackedBytesMax?: number;
}

/** Bytes read of the file as it lies on disk. */
export interface TableProgress {
  readonly file: string;
  readonly bytes: number;
  readonly totalBytes: number;
}

/** Archives may claim little and unpack without end. Rows are streamed, so this bounds time and disk, not memory. */
export const UNPACKED_BYTES_MAX = 16 * 1024 ** 3;

/** Of a record of text; a quote that is never closed must not end up in memory whole. */
export const RECORD_BYTES_MAX = 4 * 1024 * 1024;
