// CSV as rows of text: RFC 4180 with any of the usual delimiters. Every row has as many fields as the first line.
import { CsvError, parse, type Options } from 'csv-parse';
import { fault, shownText } from '../foreign-issue.js';
import type { ByteSource } from './byte-source.js';
import { textChunks } from './text-chunks.js';
import { RECORD_BYTES_MAX, type Table, type TableOptions, type TableRow } from './table.js';

const DELIMITERS = [',', ';', '\t', '|'] as const;

/** Opens a CSV file. Throws ForeignFault when it has no usable first line. */
export async function openCsv(source: ByteSource, options: TableOptions): Promise<Table> {
  const { file } = source;
  const delimiter = options.delimiter ?? likeliestDelimiter(source.head);
  const batches = csvBatches(source, delimiter);
  const first = await firstBatch(batches);
  const head = first[0];
  if (head === undefined) {
    const says = { message: 'The file holds no row.', remedy: 'Give a file with a header line.' };
    throw fault('foreign.empty', { file }, says);
  }
  const hasHeader = options.header !== false;
  const columns = hasHeader
    ? headerOf(file, head)
    : head.cells.map((_, index) => String(index + 1));
  const rest = hasHeader ? first.slice(1) : first;
  return {
    file,
    format: 'csv',
    columns,
    doubles: new Set(),
    batches: async function* () {
      if (rest.length > 0) yield rest;
      yield* batches;
    },
  };
}

async function firstBatch(batches: AsyncGenerator<TableRow[]>): Promise<readonly TableRow[]> {
  for (;;) {
    const next = await batches.next();
    if (next.done === true) return [];
    if (next.value.length > 0) return next.value;
  }
}

/** Names as they stand, without blanks around them; each may be there once. */
function headerOf(file: string, { line, cells }: TableRow): readonly string[] {
  const names = cells.map((cell) => (cell ?? '').trim());
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice === undefined) return names;
  throw fault(
    'foreign.column.duplicate',
    { file, line, path: twice },
    {
      message: `The header names the column ${shownText(twice)} twice.`,
      remedy: 'Give every column a name of its own, or read the file without a header.',
    },
  );
}

function likeliestDelimiter(head: Buffer): string {
  const [line = ''] = head.toString('utf8').split(/[\r\n]/, 1);
  const unquoted = line.replace(/"[^"]*"/g, '');
  const counts = DELIMITERS.map((delimiter) => unquoted.split(delimiter).length);
  const most = Math.max(...counts);
  return most === 1 ? ',' : (DELIMITERS[counts.indexOf(most)] ?? ',');
}

async function* csvBatches(source: ByteSource, delimiter: string): AsyncGenerator<TableRow[]> {
  let batch: TableRow[] = [];
  let line = 1;
  const options: Options = {
    delimiter,
    skip_empty_lines: true,
    max_record_size: RECORD_BYTES_MAX,
    record_delimiter: ['\r\n', '\n'],
    on_record: (cells: unknown, context) => {
      batch.push({ line, cells: cells as string[] });
      line = context.lines + 1;
      return null;
    },
  };
  const parser = parse(options);
  let failure: Error | undefined;
  let wake = (): void => undefined;
  parser.on('error', (error) => {
    failure = error;
    wake();
  });
  parser.resume();
  // A parser that fails calls nobody back: its error has to.
  const settled = (act: (done: () => void) => void): Promise<void> =>
    new Promise((resolve) => {
      wake = resolve;
      act(resolve);
    });
  const take = (): TableRow[] => {
    const taken = batch;
    batch = [];
    return taken;
  };
  for await (const chunk of textChunks(source)) {
    await settled((done) => {
      parser.write(chunk, () => {
        done();
      });
    });
    yield take();
    if (failure) throw broken(source.file, failure);
  }
  await settled((done) => {
    parser.once('end', done);
    parser.end();
  });
  yield take();
  if (failure) throw broken(source.file, failure);
}

function broken(file: string, error: Error): Error {
  if (!(error instanceof CsvError)) return error;
  const line = Number((error as { lines?: unknown }).lines ?? 1);
  const [message, remedy] = explained(error);
  return fault('foreign.row', { file, line }, { message, remedy });
}

function explained(error: CsvError): readonly [message: string, remedy: string] {
  switch (error.code) {
    case 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH':
      return [
        `The row has ${String((error as { record?: unknown[] }).record?.length)} fields, the first line another number.`,
        'Give every row all fields; put values with the delimiter in them between quotes.',
      ];
    case 'CSV_QUOTE_NOT_CLOSED':
      return [
        'A quote that was opened is never closed; the file may be cut off.',
        'Copy the file again, or close the quote.',
      ];
    case 'CSV_MAX_RECORD_SIZE':
      return [
        `The row is longer than ${String(RECORD_BYTES_MAX)} bytes.`,
        'Look for a quote that is never closed.',
      ];
    default:
      return [error.message, 'Write the field between quotes, and a quote in it twice.'];
  }
}
