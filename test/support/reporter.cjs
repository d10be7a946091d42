// Prints what mocha's spec reporter prints, and writes the counts and what failed to the file named by
// LOCKSTEP_RESULTS, where scripts/test.mjs reads them. A run that dies early leaves no file.

'use strict';

const { writeFileSync } = require('node:fs');
const { reporters } = require('mocha');

class CountingSpec extends reporters.Spec {
  constructor(runner, options) {
    super(runner, options);
    const file = process.env.LOCKSTEP_RESULTS;
    if (file === undefined) return;
    const failures = [];
    runner.on('fail', (test, error) => {
      failures.push({ title: test.fullTitle(), error: error.stack ?? String(error) });
    });
    runner.once('end', () => {
      const { passes, failures: failed, pending } = this.stats;
      const results = { passed: passes, failed, skipped: pending, failures };
      writeFileSync(file, JSON.stringify(results));
    });
  }
}

module.exports = CountingSpec;
