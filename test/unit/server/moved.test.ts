// Where a diagnostic stands after an edit: `[` and `]` mark its place before and after; no marks after means that it is gone.
import assert from 'node:assert/strict';
import type { Diagnostic } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { movedDiagnostics } from '../../../server/diagnostics/moved.js';

const table: readonly (readonly [what: string, before: string, after: string])[] = [
  ['nothing changed', 'a\n[b]\n', 'a\n[b]\n'],
  ['a line above', 'a\n[b]\n', 'new\na\n[b]\n'],
  ['a line above is gone', 'x\na\n[b]\n', 'a\n[b]\n'],
  ['a line below', '[b]\nc\n', '[b]\nnew\nc\n'],
  ['words before it in its line', 'f([b])', 'f(a, [b])'],
  ['words behind it', 'f([b])', 'f([b], c)'],
  ['an edit within it', 'f([a.map(x)])', 'f([a.map(xyz)])'],
  ['it is written otherwise', 'f([a.map(x)])', 'f(b)'],
  ['it is deleted with its line', 'a\n[b]\nc\n', 'a\nc\n'],
  ['its beginning is another', 'f([a.map(x)])', 'f(bb.map(x))'],
  ['the whole text is another', 'f([a])', 'something else'],
  ['an empty place at the start of the file', '[]a\n', '[]b\n'],
];

const textOf = (marked: string): string => marked.replace('[', '').replace(']', '');

function marked(text: string, { range }: Diagnostic): string {
  const document = TextDocument.create('', '', 0, text);
  const [start, end] = [document.offsetAt(range.start), document.offsetAt(range.end)];
  return `${text.slice(0, start)}[${text.slice(start, end)}]${text.slice(end)}`;
}

describe('diagnostics of an earlier text', () => {
  for (const [what, before, after] of table) {
    it(what, () => {
      const text = textOf(before);
      const document = TextDocument.create('', '', 0, text);
      const start = document.positionAt(before.indexOf('['));
      const end = document.positionAt(before.indexOf(']') - 1);
      const given = { range: { start, end }, message: 'here' };
      const found = movedDiagnostics([given], text, textOf(after));
      const isGone = !after.includes('[');
      assert.deepEqual(
        found.map((each) => marked(textOf(after), each)),
        isGone ? [] : [after],
      );
    });
  }
});
