// Where diagnostics of an earlier text stand in a later one. What a slow check found is shown beside what a quick one
// found just now, and must neither jump nor vanish while somebody types elsewhere in the file.
import type { Diagnostic } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';

/** Those whose place is still there. Everything between the first and the last changed character counts as changed. */
export function movedDiagnostics(
  diagnostics: readonly Diagnostic[],
  before: string,
  now: string,
): readonly Diagnostic[] {
  if (before === now) return diagnostics;
  const change = changeBetween(before, now);
  const [from, to] = [documentOf(before), documentOf(now)];
  return diagnostics.flatMap((diagnostic) => {
    const { start, end } = diagnostic.range;
    const moved = movedSpan({ start: from.offsetAt(start), end: from.offsetAt(end) }, change);
    if (moved === null) return [];
    const range = { start: to.positionAt(moved.start), end: to.positionAt(moved.end) };
    return [{ ...diagnostic, range }];
  });
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/** What changed, as offsets in the earlier text, and by how much the text grew. */
interface Change extends Span {
  readonly growth: number;
}

function changeBetween(before: string, now: string): Change {
  const shorter = Math.min(before.length, now.length);
  let start = 0;
  while (start < shorter && before[start] === now[start]) start += 1;
  let same = 0;
  while (same < shorter - start && before.at(-1 - same) === now.at(-1 - same)) same += 1;
  return { start, end: before.length - same, growth: now.length - before.length };
}

function movedSpan({ start, end }: Span, change: Change): Span | null {
  if (end <= change.start) return { start, end };
  const moved = { start: start + change.growth, end: end + change.growth };
  if (start >= change.end) return moved;
  // An edit within the place leaves it standing; one that reaches over its edge has taken it away.
  const isWithin = start < change.start && end > change.end;
  return isWithin ? { start, end: moved.end } : null;
}

const documentOf = (text: string): TextDocument => TextDocument.create('', '', 0, text);
