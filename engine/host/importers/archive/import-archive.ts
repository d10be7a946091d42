// What `lockstep export` wrote becomes the capture again, byte for byte: the hashes of its manifest say whether it did.
import { randomUUID } from 'node:crypto';
import { mkdir, open, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import {
  parseManifest,
  type Issue,
  type Manifest,
  type Parsed,
} from '../../../core/schema/index.js';
import { CaptureError, systemCode } from '../../capture/capture-error.js';
import { EVENTS, MANIFEST, MARKET, sha256, SNAPSHOT } from '../../capture/capture-files.js';
import { createLineWriter } from '../../capture/line-writer.js';
import { scanCapture } from '../../capture/scan-capture.js';
import { publish, type WriteOptions } from '../../capture/write-capture.js';
import { COMPANIONS, LINE_COLUMNS, lineOfCells, type LineFile } from '../../exporters/index.js';
import { fault, gathered } from '../foreign-issue.js';
import { openBytes, openTable, type Table, type TableOptions } from '../table/index.js';
import { absent, archiveFiles, document, type ArchiveFiles } from './archive-files.js';
import { cellsReader } from './cells-reader.js';

export interface ArchiveImport extends WriteOptions {
  /** A folder or an archive that was exported. */
  readonly archive: string;
  readonly out: string;
}

/** Writes the capture whole or not at all. The value is undefined when an issue is an error. */
export async function importArchive(request: ArchiveImport): Promise<Parsed<Manifest>> {
  const out = path.resolve(request.out);
  const partial = path.join(path.dirname(out), `.${path.basename(out)}.partial-${randomUUID()}`);
  const issues: Issue[] = [];
  try {
    await mkdir(partial, { recursive: true });
    const value = await gathered(issues, () => rebuilt(partial, request));
    if (value === undefined) return { value, issues };
    const scan = await scanCapture(partial, {}, request);
    const wrong = scan.issues.filter(
      ({ severity, kind }) => severity === 'error' && kind === 'bad-input',
    );
    if (wrong.length > 0) return { value: undefined, issues: wrong };
    await publish(partial, out, request.overwrite ?? false);
    return { value, issues };
  } catch (error) {
    if (systemCode(error) === undefined || error instanceof CaptureError) throw error;
    const text = `The capture could not be written to ${out}. Check that nothing is there, that the folder is writable and the disk has room.`;
    throw new CaptureError('capture.unwritable', text, { cause: error });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

async function rebuilt(folder: string, request: ArchiveImport): Promise<Manifest | undefined> {
  const files = await archiveFiles(request.archive);
  const options: TableOptions = {
    isEmptyAllowed: true,
    ...(request.signal && { signal: request.signal }),
  };
  const manifest = await document(files, MANIFEST, options);
  const parsed = parseManifest(manifest.toString('utf8'), files.pathOf(MANIFEST));
  const [issue] = parsed.issues.filter(({ severity }) => severity === 'error');
  if (issue) throw fault(issue.code, issue, issue);
  await writeFile(path.join(folder, MANIFEST), manifest);
  await writeFile(path.join(folder, SNAPSHOT), await document(files, SNAPSHOT, options));
  for (const name of COMPANIONS) {
    if (!files.names.includes(name)) continue;
    await writeFile(path.join(folder, name), await document(files, name, options));
  }
  for (const file of [MARKET, EVENTS] as const) {
    const hash = await writeLines(path.join(folder, file), file, { files, options });
    const stated = parsed.value?.files[file].sha256;
    if (hash !== stated) throw changed(files.pathOf(MANIFEST), file);
  }
  return parsed.value;
}

const changed = (place: string, file: string): Error =>
  fault(
    'capture.hash.mismatch',
    { file: place, path: `files["${file}"].sha256` },
    {
      message: `What is in the archive does not give the ${file} that the manifest states.`,
      remedy: 'Export it again; a table that was changed is imported with lockstep import table.',
    },
  );

interface Rebuilding {
  readonly files: ArchiveFiles;
  readonly options: TableOptions;
}

/** Writes the lines a table stands for, and gives the hash of the file. */
async function writeLines(
  target: string,
  file: LineFile,
  { files, options }: Rebuilding,
): Promise<string> {
  const stem = file.replace('.jsonl', '');
  const name = files.names.find(
    (each) =>
      /^(jsonl|csv|parquet)(\.gz)?$/.test(each.slice(stem.length + 1)) &&
      each.startsWith(`${stem}.`),
  );
  if (name === undefined) throw absent(files, file);
  const handle = await open(target, 'wx');
  try {
    const writer = createLineWriter(handle, () => undefined);
    if (name.includes('.jsonl')) {
      const source = await openBytes(files.pathOf(name), options);
      for await (const chunk of source.chunks()) await writer.bytes(chunk);
      return await writer.finish();
    }
    const format = name.includes('.csv') ? 'csv' : 'parquet';
    const table = await openTable(files.pathOf(name), { ...options, format });
    let prev: string | null = null;
    const cellsOf = cellsReader(table, LINE_COLUMNS[file]);
    for await (const batch of table.batches()) {
      for (const row of batch) {
        const line = lineOfCells(file, cellsOf(row.cells), prev);
        if (line === undefined) throw noRecord(table, row.line);
        prev = sha256(line);
        await writer.append(line);
      }
    }
    return await writer.finish();
  } finally {
    await handle.close();
  }
}

const noRecord = (table: Table, line: number): Error =>
  fault(
    'foreign.row',
    { file: table.file, line },
    {
      message: 'The row is no record of a capture.',
      remedy: 'Export it again; a table that was changed is imported with lockstep import table.',
    },
  );
