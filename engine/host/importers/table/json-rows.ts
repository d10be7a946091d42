// JSON lines as rows: one object a line. Members of objects in it are columns by their path (`fee.cost`), lists are
// text. Numbers keep their digits as written: no double is made of them.
import { readJson } from '../../../core/schema/json-source.js';
import { jsonMembers, skipBlanks } from '../../../core/schema/json-text.js';
import { createSplitter, type RawLine } from '../../capture/read-lines.js';
import { fault, ForeignFault } from '../foreign-issue.js';
import type { ByteSource } from './byte-source.js';
import { textChunks } from './text-chunks.js';
import { RECORD_BYTES_MAX, type Cell, type Table, type TableRow } from './table.js';

/** Opens a file of JSON lines. Its columns are those of the rows read so far. */
export async function openJsonLines(source: ByteSource): Promise<Table> {
  const columns: string[] = [];
  const batches = lineBatches(source, new Map(), columns);
  const first = await batches.next();
  if (first.done === true) {
    const says = { message: 'The file holds no row.', remedy: 'Give one JSON object a line.' };
    throw fault('foreign.empty', { file: source.file }, says);
  }
  return {
    file: source.file,
    format: 'jsonl',
    columns,
    doubles: new Set(),
    batches: async function* () {
      yield first.value;
      yield* batches;
    },
  };
}

async function* lineBatches(
  source: ByteSource,
  indices: Map<string, number>,
  columns: string[],
): AsyncGenerator<TableRow[]> {
  let batch: TableRow[] = [];
  let failure: ForeignFault | undefined;
  const splitter = createSplitter((line) => {
    if (failure) return;
    const text = lineText(source.file, line);
    if (text instanceof ForeignFault) failure = text;
    else if (text.trim() !== '') {
      const read = readJson({ text, file: source.file, line: line.number });
      const [issue] = read.issues;
      if (issue) failure = new ForeignFault(issue);
      else if (text.trimStart().startsWith('{')) {
        batch.push({ line: line.number, cells: cellsOf(text, indices, columns) });
      } else failure = notAnObject(source.file, line.number);
    }
  });
  const take = (): TableRow[] => {
    const taken = batch;
    batch = [];
    return taken;
  };
  for await (const chunk of textChunks(source)) {
    splitter.push(chunk);
    const rows = take();
    if (rows.length > 0) yield rows;
    if (failure) throw failure;
  }
  splitter.end();
  const rows = take();
  if (rows.length > 0) yield rows;
  if (failure) throw failure;
}

function lineText(file: string, line: RawLine): string | ForeignFault {
  if (!line.isTooLong) return line.bytes.toString('utf8');
  return fault(
    'foreign.limit',
    { file, line: line.number },
    {
      message: `The line is longer than ${String(RECORD_BYTES_MAX)} bytes.`,
      remedy: 'Write one object a line.',
    },
  );
}

const notAnObject = (file: string, line: number): ForeignFault =>
  fault(
    'foreign.row',
    { file, line },
    { message: 'The line is no JSON object.', remedy: 'Write one object a line.' },
  );

function cellsOf(text: string, indices: Map<string, number>, columns: string[]): Cell[] {
  const cells: Cell[] = new Array<Cell>(columns.length).fill(undefined);
  const visit = (start: number, prefix: string): void => {
    for (const { name, value } of jsonMembers(text, start)) {
      const path = `${prefix}${String(name)}`;
      if (text[value.start] === '{') visit(value.start, `${path}.`);
      else cells[indexOf(path, indices, columns)] = scalar(text.slice(value.start, value.end));
    }
  };
  visit(skipBlanks(text, 0), '');
  return cells;
}

function indexOf(path: string, indices: Map<string, number>, columns: string[]): number {
  const known = indices.get(path);
  if (known !== undefined) return known;
  indices.set(path, columns.length);
  columns.push(path);
  return columns.length - 1;
}

/** Text of a value that is no object: strings without quotes, everything else as written. */
export function scalar(written: string): Cell {
  if (written.startsWith('"')) return JSON.parse(written) as string;
  return written === 'null' ? null : written;
}
