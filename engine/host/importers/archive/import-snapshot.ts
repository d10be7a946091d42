// What `lockstep export` wrote of a snapshot becomes the file again, byte for byte.
import { parseSnapshot, type Issue, type Parsed } from '../../../core/schema/index.js';
import { SNAPSHOT_COLUMNS, textOfRows } from '../../exporters/index.js';
import { fault, gathered } from '../foreign-issue.js';
import { openTable, type TableOptions } from '../table/index.js';
import { absent, archiveFiles, document, type ArchiveFiles } from './archive-files.js';
import { cellsReader } from './cells-reader.js';

/** The text of the file; undefined when an issue is an error. */
export async function importSnapshot(
  archive: string,
  options: TableOptions = {},
): Promise<Parsed<string>> {
  const issues: Issue[] = [];
  const value = await gathered(issues, async () => {
    const files = await archiveFiles(archive);
    const name = files.names.find((each) => /^snapshot\.(json|csv|parquet)(\.gz)?$/.test(each));
    if (name === undefined) throw absent(files, 'snapshot.json');
    const text = name.includes('.json')
      ? (await document(files, name, options)).toString('utf8')
      : await tableText(files, name, options);
    const parsed = parseSnapshot(text, files.pathOf(name));
    issues.push(...parsed.issues);
    return parsed.value === undefined ? undefined : text;
  });
  return { value, issues };
}

async function tableText(
  files: ArchiveFiles,
  name: string,
  options: TableOptions,
): Promise<string> {
  const format = name.includes('.csv') ? 'csv' : 'parquet';
  const file = files.pathOf(name);
  const table = await openTable(file, { ...options, format });
  const cellsOf = cellsReader(table, SNAPSHOT_COLUMNS);
  const rows: (string | null)[][] = [];
  for await (const batch of table.batches()) for (const row of batch) rows.push(cellsOf(row.cells));
  const text = textOfRows(rows);
  if (text !== undefined) return text;
  throw fault(
    'foreign.row',
    { file },
    {
      message: 'The rows are no snapshot: one has no place, or a value is none of its type.',
      remedy: 'Export it again.',
    },
  );
}
