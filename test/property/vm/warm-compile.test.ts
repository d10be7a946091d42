// Compiling after an edit gives what compiling anew gives, byte for byte, whatever was compiled before: nothing that is kept
// between compilations may show.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describeType } from '../../../engine/core/memory/value-type.js';
import { engineSources } from '../../../engine/host/lanes/engine-sources.js';
import { disassemble } from '../../../engine/vm/bytecode/disassemble.js';
import { encodeProgram } from '../../../engine/vm/bytecode/encode-program.js';
import { compileProgram } from '../../../engine/vm/compile/compile-program.js';
import { SourcePrograms, type SourceText } from '../../../engine/vm/compile/source-program.js';
import { atDepth } from '../../support/depth.js';

const FOLDER = fileURLToPath(
  new URL('../../../examples/workspace/strategies/openclaw', import.meta.url),
);
const ENTRY = path.join(FOLDER, 'index.ts');

/** Compiling anew takes a second: usually behind every third edit, where what the edits before it left is seen too. */
const EVERY = atDepth(3, 1);

/** Name, file, what is replaced, by what. Each edit is made to what the edits before it left. */
const EDITS: readonly (readonly [string, string, string, string])[] = [
  ['a comment before everything', 'index.ts', '// The trading', '// Changed.\n// The trading'],
  ['a rule', 'gates.ts', 's.adxSlope.gt(0)', 's.adxSlope.gte(0)'],
  ['a rule that is wrong in its types', 'gates.ts', 's.adxSlope.gte(0)', 's.adxSlope.gte(true)'],
  ['... and mended', 'gates.ts', 's.adxSlope.gte(true)', 's.adxSlope.gt(0)'],
  ['a field of state', 'counters.ts', 'totalChecks = 0;', 'totalChecks = 0;\n  more = 0;'],
  ['a new name for a gate', 'catalogue.ts', 'adx_min:', 'adx_least:'],
  ['... taken back', 'catalogue.ts', 'adx_least:', 'adx_min:'],
  ['a list that is not portable', 'counters.ts', 'more = 0;', 'more = new Map<string, number>();'],
  ['... taken out', 'counters.ts', '\n  more = new Map<string, number>();', ''],
  ['the body of a function that others call', 'gates.ts', 'return !g.isRanging && ', 'return '],
  ['a comment', 'regime.ts', 'export function passes', '// Both sides.\nexport function passes'],
  [
    'a function before others',
    'state.ts',
    '/** The desk',
    'export const one = (): number => 1;\n/** The desk',
  ],
  ['a constant that another file writes out', 'state.ts', 'NOT_TRADED = -1', 'NOT_TRADED = -2'],
  ['state whose type follows from a body', 'state.ts', '): State {\n  return {', ') {\n  return {'],
  ['... with a field more', 'state.ts', 'btcUsdt: init', 'seen: 0,\n    btcUsdt: init'],
  [
    '... that a function of another file writes',
    'index.ts',
    'const market =',
    'tick.state.shadow.n = 1;\n  const market =',
  ],
  ['... taken back', 'index.ts', 'tick.state.shadow.n = 1;\n  const market =', 'const market ='],
  [
    '... whose type is declared again',
    'state.ts',
    ') {\n  return {\n    btc',
    '): State {\n  return {\n    btc',
  ],
  ['a function under another name', 'state.ts', 'function deskOf', 'function deskFor'],
  ['... for all', 'state.ts', 'function deskFor', 'const other = 0;\nexport function deskOf'],
  ['text that is no program', 'index.ts', 'export default', 'export default ('],
  ['... mended', 'index.ts', 'export default (', 'export default'],
  ['no end-of-run rules', 'index.ts', '  onEnd: closeAll,\n', ''],
];

const readAll = (): SourceText[] =>
  readdirSync(FOLDER)
    .filter((name) => name.endsWith('.ts'))
    .map((name) => path.join(FOLDER, name))
    .map((file) => ({ path: file, text: readFileSync(file, 'utf8') }));

function compiled(sources: SourcePrograms, files: readonly SourceText[]): object {
  const strategy = { files, entry: ENTRY };
  const { program, issues } = compileProgram(sources, strategy, { numWords: 2, trace: 'full' });
  if (program === null) return { issues };
  const { words, ...rest } = encodeProgram(program) as { words: Uint32Array };
  const sinks = program.sinks.map(({ name, parameters }) => [name, parameters.map(describeType)]);
  return { issues, text: disassemble(program), words: [...words], rest, sinks };
}

describe('compiling after an edit', function () {
  this.timeout(600_000);

  it('gives what compiling anew gives', () => {
    const warm = new SourcePrograms(engineSources());
    let files = readAll();
    compiled(warm, files);
    for (const [index, [name, file, before, after]] of EDITS.entries()) {
      let isMade = false;
      files = files.map((one) => {
        if (path.basename(one.path) !== file || !one.text.includes(before)) return one;
        isMade = true;
        return { ...one, text: one.text.replace(before, after) };
      });
      assert.ok(isMade, `${name}: ${file} holds ${before}`);
      const found = compiled(warm, files);
      if ((index + 1) % EVERY !== 0 && index + 1 < EDITS.length) continue;
      const cold = new SourcePrograms(engineSources());
      assert.deepEqual(found, compiled(cold, files), name);
    }
  });
});
