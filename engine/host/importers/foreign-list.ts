// Lists in JSON documents of other programs; their elements know their place.
import type { IssuePlace, Parsed } from '../../core/schema/index.js';
import { jsonMembers, skipBlanks } from '../../core/schema/json-text.js';
import type { ImportIssues } from './assemble/import-issues.js';
import { readForeignText, type NamedText } from './foreign-file.js';
import type { TableOptions } from './table/index.js';

/** An element of a list, and where it stands. */
export interface Listed<T> {
  readonly item: T;
  readonly place: IssuePlace;
}

export type ListParser<T> = (source: NamedText) => Parsed<T[]>;

export interface ListReading<T> {
  readonly files: readonly string[];
  readonly parse: ListParser<T>;
  readonly options: TableOptions;
  readonly issues: ImportIssues;
}

/** The elements of lists in several files, in the order of the files. What is wrong goes to the issues. */
export async function readLists<T>(reading: ListReading<T>): Promise<Listed<T>[]> {
  const { files, parse, options, issues } = reading;
  const found: Listed<T>[] = [];
  for (const file of files) {
    const source = await readForeignText(file, options);
    const parsed = parse(source);
    for (const issue of parsed.issues) issues.add(issue);
    const places = elementPlaces(source);
    (parsed.value ?? []).forEach((item, index) => {
      found.push({ item, place: places[index] ?? { file } });
    });
  }
  return found;
}

/** Places of the elements of a list, in one pass. */
function elementPlaces({ file, text }: NamedText): IssuePlace[] {
  const places: IssuePlace[] = [];
  let line = 1;
  let at = 0;
  for (const { name, value } of jsonMembers(text, skipBlanks(text, 0))) {
    for (let next = text.indexOf('\n', at); next !== -1 && next < value.start;) {
      line += 1;
      at = next + 1;
      next = text.indexOf('\n', at);
    }
    places.push({ file, line, path: `[${String(name)}]` });
  }
  return places;
}
