import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  columnFromClient,
  columnToClient,
  lineFromClient,
  lineToClient,
  oneBased,
  rangeToClient,
} from '../../../debug-adapter/positions.js';

const anyCounting = fc.record({ linesStartAt1: fc.boolean(), columnsStartAt1: fc.boolean() });
const anyPosition = fc.integer({ min: 1, max: 100_000 }).map(oneBased);

describe('positions', () => {
  it('come back from a client as they went', () => {
    fc.assert(
      fc.property(anyPosition, anyCounting, (position, counting) => {
        assert.equal(lineFromClient(lineToClient(position, counting), counting), position);
        assert.equal(columnFromClient(columnToClient(position, counting), counting), position);
      }),
    );
  });

  it('count lines and columns each as the client said', () => {
    const range = { line: 3, column: 5, endLine: 4, endColumn: 9 };
    const counting = { linesStartAt1: false, columnsStartAt1: true };
    assert.deepEqual(rangeToClient(range, counting), {
      line: 2,
      column: 5,
      endLine: 3,
      endColumn: 9,
    });
  });
});
