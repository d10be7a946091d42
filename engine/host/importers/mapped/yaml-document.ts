// A YAML or JSON document checked against a schema; every issue has the line it is about.
import { LineCounter, parseDocument, type Document } from 'yaml';
import { makeIssue, type Issue, type Parsed } from '../../../core/schema/index.js';
import type { NamedText } from '../foreign-file.js';

/** What checks a document that has been read as JSON. */
export type DocumentCheck<T> = (source: { text: string; file: string }) => Parsed<T>;

/** Reads YAML 1.2, of which JSON is a part. */
export function readYaml<T>(source: NamedText, check: DocumentCheck<T>): Parsed<T> {
  const { file, text } = source;
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, stringKeys: true });
  const [error] = document.errors;
  if (error) {
    const [message = error.message] = error.message.split(' at line ');
    const place = { file, ...positionOf(lines, error.pos[0]) };
    const says = {
      message: `${message}.`,
      remedy: 'Correct the YAML; quote texts with special characters.',
    };
    return { value: undefined, issues: [makeIssue('foreign.format', place, says)] };
  }
  // maxAliasCount bounds what a few lines may expand to.
  const json = JSON.stringify(document.toJS({ maxAliasCount: 100 })) as string | undefined;
  const checked = check({ file, text: json ?? 'null' });
  const place = (issue: Issue): Issue => {
    const { file: of, path, code, severity, kind, message, remedy } = issue;
    const where = { file: of, ...(path !== undefined && { path }) };
    const what = { code, severity, kind, message, remedy };
    return { ...where, ...positionOf(lines, offsetOf(document, path)), ...what };
  };
  return { value: checked.value, issues: checked.issues.map(place) };
}

function positionOf(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

/** Where the innermost part of a path that is there begins. */
function offsetOf(document: Document, path: string | undefined): number {
  const steps = stepsOf(path ?? '');
  for (let length = steps.length; length > 0; length -= 1) {
    const node: unknown = document.getIn(steps.slice(0, length), true);
    const range = typeof node === 'object' && node !== null && 'range' in node ? node.range : null;
    if (Array.isArray(range) && typeof range[0] === 'number') return range[0];
  }
  return 0;
}

function stepsOf(path: string): (string | number)[] {
  const steps = [...path.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+)\]|([^.[\]]+)/g)];
  return steps.map(([, quoted, index, plain]) =>
    index !== undefined
      ? Number(index)
      : quoted !== undefined
        ? (JSON.parse(`"${quoted}"`) as string)
        : (plain ?? ''),
  );
}
