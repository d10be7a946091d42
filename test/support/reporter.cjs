// Prints what mocha's spec reporter prints, and writes the counts to the file named by
// LOCKSTEP_RESULTS, where scripts/test.mjs reads them. A run that dies early leaves no file.

'use strict';

const { writeFileSync } = require('node:fs');
const { reporters } = require('mocha');

class CountingSpec extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const file = process.env.LOCKSTEP_RESULTS;
    if (file === undefined) return;
    runner.once('end', () => {
      const { passes, failures, pending } = this.stats;
      writeFileSync(file, JSON.stringify({ passed: passes, failed: failures, skipped: pending }));
    });
  }
}

module.exports = CountingSpec;
