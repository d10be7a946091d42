// The same source gives the same program and the same WebAssembly, whatever was compiled before it.
import assert from 'node:assert/strict';
import { numWordsFor } from '../../../engine/core/memory/number-cells.js';
import type { NumericPolicy } from '../../../engine/core/numeric/index.js';
import { engineSources } from '../../../engine/host/lanes/engine-sources.js';
import { compileProgram } from '../../../engine/vm/compile/compile-program.js';
import { SourcePrograms } from '../../../engine/vm/compile/source-program.js';
import { binary64Code } from '../../../engine/vm/fast/binary64-code.js';
import { decimalCode } from '../../../engine/vm/fast/decimal-code.js';
import { emitModule } from '../../../engine/vm/fast/emit-module.js';
import { atDepth } from '../../support/depth.js';
import { randomProgram, textOf } from '../../support/vm/fuzz/program.js';

const TEXTS = atDepth([3, 21], [3, 8, 21, 34]).map((seed) => textOf(randomProgram(seed)));
const POLICIES: readonly NumericPolicy[] = [
  { kind: 'binary64' },
  { kind: 'decimal', precision: 20, rounding: 'half-up' },
  { kind: 'decimal', precision: 34, rounding: 'floor' },
];

function moduleOf(sources: SourcePrograms, text: string, policy: NumericPolicy): string {
  const entry = '/workspace/strategy.ts';
  const numWords = numWordsFor(policy) ?? 0;
  const files = [{ path: entry, text }];
  const { program, issues } = compileProgram(
    sources,
    { files, entry },
    { numWords, trace: 'full' },
  );
  assert.ok(program !== null, issues.map(({ message }) => message).join('\n'));
  const numbers = policy.kind === 'binary64' ? binary64Code : decimalCode(program);
  return Buffer.from(emitModule(program, numbers)).toString('base64');
}

describe('compiling is deterministic', function () {
  this.timeout(60_000);
  for (const policy of POLICIES) {
    it(JSON.stringify(policy), () => {
      const first = new SourcePrograms(engineSources());
      const once = TEXTS.map((text) => moduleOf(first, text, policy));
      const again = TEXTS.map((text) => moduleOf(first, text, policy));
      const second = new SourcePrograms(engineSources());
      const backwards = [...TEXTS].reverse().map((text) => moduleOf(second, text, policy));
      assert.deepEqual(again, once, 'a second time');
      assert.deepEqual(backwards.reverse(), once, 'in another order');
      assert.equal(new Set(once).size, TEXTS.length);
    });
  }
});
