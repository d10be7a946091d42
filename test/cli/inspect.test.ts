// `lockstep inspect`: instructions with their places, and what keeps a strategy out of the compiled lanes.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { EXAMPLE, lockstep, ROOT, scratchFolder, TEST_MS } from './lockstep.js';
import { STRATEGIES, writeSmall } from './small-capture.js';

describe('lockstep inspect', function () {
  this.timeout(TEST_MS);
  const scratch = scratchFolder();
  after(scratch.remove);

  it('a function with its instructions, each at its place, the same every time', async () => {
    const args = ['inspect', EXAMPLE, '--function', 'stopMultiple'];
    const run = await lockstep(args);
    assert.equal(run.code, 0, run.err);
    assert.match(run.out, /^entries: step step, finish finish\nroots: state, strategy, params/);
    const places = [...run.out.matchAll(/ ; (\S+):(\d+):(\d+)$/gm)];
    assert.ok(places.length > 10);
    const source = readFileSync(path.join(ROOT, places[0]?.[1] ?? ''), 'utf8').split('\n');
    const used = new Set(places.map(([, file]) => file));
    assert.equal(used.size, 1, [...used].join(' '));
    const multiplied = [...run.out.matchAll(/ = num\.mul .* ; \S+:(\d+):(\d+)$/gm)];
    assert.ok(multiplied.length > 0);
    for (const [, line, column] of multiplied)
      assert.match(source[Number(line) - 1]?.slice(Number(column) - 1) ?? '', /^[\w.]+\.mul\(/);
    assert.match(run.out, /\nportable: \d+ functions with the engine, \d+ instructions shown/);
    assert.equal((await lockstep(args)).out, run.out);
  });

  it("the strategy's functions alone, or the engine's as well", async () => {
    const capture = await writeSmall(scratch.dir, 'small');
    const own = await lockstep(['inspect', capture]);
    assert.equal(own.code, 0, own.err);
    assert.match(own.out, /one-trade\.ts:\d+/);
    assert.doesNotMatch(own.out, /; \/lockstep\/engine/);
    const all = await lockstep(['inspect', capture, '--engine']);
    assert.match(all.out, /; \/lockstep\/engine\/core\/kernel\/step\.ts:\d+:\d+/);
    assert.ok(all.out.length > own.out.length);
  });

  it('a function that is not there: the nearest name', async () => {
    const run = await lockstep(['inspect', EXAMPLE, '--function', 'stopMultipel']);
    assert.equal(run.code, 3);
    assert.match(
      run.err,
      /No function stopMultipel is compiled\. Fix: did you mean stopMultiple\?/,
    );
  });

  it('a strategy outside the subset: the places, exit 1', async () => {
    const capture = await writeSmall(scratch.dir, 'closure');
    const strategy = path.join(scratch.dir, 'closure.ts');
    const portable = readFileSync(path.join(STRATEGIES, 'one-trade.ts'), 'utf8');
    const to = 'const close = [tick.bar(symbol)].map((bar) => bar.close)[0] ?? num(0);';
    writeFileSync(strategy, portable.replace('const { close } = tick.bar(symbol);', to));
    const run = await lockstep(['inspect', capture, '--strategy', strategy]);
    assert.equal(run.code, 1, run.err);
    assert.match(run.out, /^\S*closure\.ts:\d+:\d+: not portable: .*\. Fix: .*\n$/);
  });
});
