// Tables of any program become a capture, as a mapping file says.
import path from 'node:path';
import { DEFAULT_DECIMAL } from '../../../core/numeric/index.js';
import { mapping, type Mapping } from '../../../core/schema/foreign/table-mapping.js';
import type { Issue, Manifest, Parsed } from '../../../core/schema/index.js';
import { parseDocument } from '../../../core/schema/parse.js';
import { currentFormat } from '../../../core/schema/migrate.js';
import { assembleCapture } from '../assemble/assemble-capture.js';
import { emptyStart, plainVenue, type CaptureSettings } from '../assemble/capture-settings.js';
import type { ForeignImport } from '../assemble/foreign-import.js';
import { ImportIssues } from '../assemble/import-issues.js';
import { startBalance } from '../assemble/start-balance.js';
import { compareBars, compareEvents, merged } from '../assemble/placed.js';
import { readForeignFile, type NamedText } from '../foreign-file.js';
import { boundFields } from './bound-table.js';
import { mappedBars, mappedEvents, type MappedTable } from './mapped-rows.js';
import { readYaml } from './yaml-document.js';

export interface TablesImport extends ForeignImport {
  /** The mapping file, YAML or JSON. */
  readonly mapping: string;
}

const FORMAT = currentFormat('mapping', mapping);

/** Reads a mapping file. */
export const parseMapping = (source: NamedText): Parsed<Mapping> =>
  readYaml(source, (json) => parseDocument(json, FORMAT));

/** Reads the tables and writes the capture. The value is undefined when an issue is an error. */
export async function importTables(request: TablesImport): Promise<Parsed<Manifest>> {
  const source = await readForeignFile(request.mapping, request.signal);
  if (!source.value) return { value: undefined, issues: source.issues };
  const parsed = parseMapping(source.value);
  if (!parsed.value) return { value: undefined, issues: [...source.issues, ...parsed.issues] };
  const issues = new ImportIssues();
  for (const issue of parsed.issues) issues.add(issue);
  const tables = tablesOf(parsed.value, request, issues);
  if (issues.hasErrors) return { value: undefined, issues: placed(issues.all(), source.value) };
  const bars = tables.filter(({ mapping: { kind } }) => kind === 'bar');
  const events = tables.filter(({ mapping: { kind } }) => kind !== 'bar');
  const settings = settingsOf(parsed.value, request.settings ?? {});
  const found = await assembleCapture(
    {
      facts: {
        ...{ importer: 'table', source: parsed.value.name, engine: parsed.value.name },
        ...{ mode: 'live', numeric: DEFAULT_DECIMAL, venue: plainVenue(parsed.value.name) },
        file: request.mapping,
      },
      intervalMs: parsed.value.intervalMs,
      snapshot: emptyStart(startBalance(settings, request.mapping, issues)),
      bars: merged(bars.map(mappedBars), compareBars),
      events: merged(events.map(mappedEvents), compareEvents),
      coverage: [
        ...new Set(events.flatMap(({ mapping: { kind } }) => (kind === 'bar' ? [] : [kind]))),
      ],
    },
    { out: request.out, settings, write: request },
    issues,
  );
  return found;
}

function tablesOf(value: Mapping, request: TablesImport, issues: ImportIssues): MappedTable[] {
  const folder = path.dirname(request.mapping);
  return value.tables.map((table, index) => ({
    mapping: table,
    path: path.isAbsolute(table.file) ? table.file : path.join(folder, table.file),
    fields: boundFields(table, { file: request.mapping, index }, issues),
    symbols: value.symbols ?? {},
    intervalMs: value.intervalMs,
    issues,
    options: {
      ...(request.signal && { signal: request.signal }),
      ...(request.onRead && { onProgress: request.onRead }),
    },
  }));
}

/** Issues of the mapping name paths; their lines are where those stand in the file. */
function placed(issues: readonly Issue[], source: NamedText): readonly Issue[] {
  const inMapping = issues.filter(({ file, line }) => file === source.file && line === undefined);
  const { issues: found } = readYaml(source, () => ({ value: undefined, issues: inMapping }));
  return issues.map((issue) => found[inMapping.indexOf(issue)] ?? issue);
}

function settingsOf(value: Mapping, given: CaptureSettings): CaptureSettings {
  const { mode, captureId, balance, strategy, numeric, venue, window, notice } = value;
  return {
    ...(mode !== undefined && { mode }),
    ...(captureId !== undefined && { captureId }),
    ...(balance !== undefined && { balance }),
    ...(strategy !== undefined && { strategyEntry: strategy.entry }),
    ...(strategy?.params !== undefined && { params: strategy.params }),
    ...(numeric !== undefined && { numeric }),
    ...(venue !== undefined && { venue }),
    ...(window?.fromTs !== undefined && { fromTs: window.fromTs }),
    ...(window?.toTs !== undefined && { toTs: window.toTs }),
    ...(window?.end !== undefined && { end: window.end }),
    ...(notice !== undefined && { notice }),
    ...given,
  };
}
