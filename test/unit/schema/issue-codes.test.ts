// The list of codes, its description, and the way an issue reads.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { formatIssue, ISSUES, makeIssue } from '../../../engine/core/schema/index.js';

const PAGE = fileURLToPath(new URL('../../../docs/capture-format.md', import.meta.url));

describe('issue codes', () => {
  it('are all described, and no other', () => {
    const page = readFileSync(PAGE, 'utf8');
    const rooms = new Set(Object.keys(ISSUES).map((code) => code.split('.')[0]));
    const described = [...page.matchAll(/`([a-z]+(?:\.[a-z-]+)+)`/g)]
      .map(([, code = '']) => code)
      .filter((code) => rooms.has(code.split('.')[0]) && !/\.jsonl?$/.test(code));
    assert.deepEqual([...new Set(described)].sort(), Object.keys(ISSUES).sort());
  });

  it('carry kind and severity', () => {
    const issue = makeIssue(
      'snapshot.cursor.late',
      { file: 'snapshot.json', line: 4, column: 2, path: 'cursor' },
      { message: 'M.', remedy: 'R.' },
    );
    assert.equal(issue.kind, 'invalid-comparison');
    assert.equal(issue.severity, 'error');
    assert.equal(
      formatIssue(issue),
      'snapshot.json:4:2: error snapshot.cursor.late at cursor: M. Fix: R.',
    );
  });
});
