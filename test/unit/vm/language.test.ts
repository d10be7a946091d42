// Small portable programs, run in the reference and the fast lane side by side: what JavaScript does with each form is what
// the lanes do. Traps and limits have a table of their own (traps.test.ts).
import assert from 'node:assert/strict';
import { LaneBench, outcomeOf, strategySource } from '../../support/vm/lane-program.js';
import { ENGINE } from './programs/engine.js';
import { LISTS, OBJECTS } from './programs/objects.js';
import type { Row } from './programs/parts.js';
import { STATEMENTS } from './programs/statements.js';
import { VALUES } from './programs/values.js';

const TABLES: Readonly<Record<string, readonly Row[]>> = {
  statements: STATEMENTS,
  values: VALUES,
  objects: OBJECTS,
  lists: LISTS,
  engine: ENGINE,
};

describe('portable programs do in the fast lane what JavaScript does', function () {
  this.timeout(60_000);
  let bench: LaneBench;
  before(async () => {
    bench = await LaneBench.start();
  });
  after(() => bench.dispose());
  for (const [name, rows] of Object.entries(TABLES)) {
    describe(name, () => {
      for (const [title, program] of rows) {
        it(title, async () => {
          const report = await bench.run({ text: strategySource(program) });
          assert.equal(outcomeOf(report), 'equal over 4');
        });
      }
    });
  }
});
