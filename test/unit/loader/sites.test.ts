// What instrumentation notes: which names a statement may read, and where in the text its sites lie.
import assert from 'node:assert/strict';
import ts from 'typescript';
import { compileBuild } from '../../../engine/host/loader/compile.js';
import { SiteRanges } from '../../../engine/host/loader/site-ranges.js';
import { visibleNames } from '../../../engine/host/loader/visible-names.js';
import { replayOfText, SCRIPT_FILE } from '../../support/builds.js';

/** Names visible at the statement `HERE;`. */
function namesAt(text: string): string {
  const source = ts.createSourceFile('a.ts', text, ts.ScriptTarget.ES2022, true);
  const find = (node: ts.Node): ts.Statement | undefined =>
    ts.isExpressionStatement(node) && node.getText() === 'HERE;'
      ? node
      : ts.forEachChild(node, find);
  const found = find(source);
  assert.ok(found);
  return visibleNames(found).join(' ');
}

describe('visible names', () => {
  const TABLE: readonly (readonly [string, string])[] = [
    ['const module = 1; function f() { HERE; }', ''],
    ['function f(a, { b, c: [d] }, ...e) { HERE; }', 'a b d e'],
    ['function f() { const a = 1; HERE; const b = 2; }', 'a'],
    ['function f() { let a, b = 1; { const c = 1; HERE; } }', 'c a b'],
    ['function f(a) { const g = (b) => { HERE; }; }', 'b a'],
    ['function f(a) { const g = function (b) { HERE; }; }', 'b a'],
    ['function f(a) { function g(b) { HERE; } }', 'b'],
    ['function f() { for (let i = 0; i < 1; i++) { HERE; } }', 'i'],
    ['function f() { for (const [k, v] of x) HERE; }', 'k v'],
    ['function f() { for (const k in x) { HERE; } const z = 1; }', 'k'],
    ['function f() { try { const a = 1; } catch (e) { HERE; } }', 'e'],
    ['function f() { try { const a = 1; } finally { HERE; } }', ''],
    ['function f() { switch (1) { case 1: const a = 1; HERE; } }', 'a'],
    ['function f() { switch (1) { case 1: const a = 1; case 2: HERE; } }', ''],
    ['class A { m(a) { HERE; } }', 'a this'],
    ['class A { m() { [1].map((x) => { HERE; }); } }', 'x this'],
    ['const o = { m(a) { HERE; } };', 'a'],
    ['function f() { const x = 1; { HERE; const x = 2; } }', ''],
    ['function f() { const x = 1; { HERE; class x {} } }', ''],
    ['function f() { const x = 1; { const g = () => { HERE; }; const x = 2; } }', ''],
    ['function f(y) { switch (1) { case 1: let y = 1; case 2: HERE; } }', ''],
    ['function f(x) { for (const x of g(() => { HERE; })) ; }', ''],
    ['function f() { const x = 1; { const x = 2; HERE; } }', 'x'],
  ];
  for (const [text, expected] of TABLE) {
    it(text, () => {
      assert.equal(namesAt(text), expected);
    });
  }
});

const TEXT = `import { defineStrategy } from 'lockstep/strategy';

export function run(tick) {
  const ok = tick.gate(0, 'low',
    tick.num(1), '>', 2);
  if (ok) tick.hold(0, 'go'); else tick.num(1).add(2);
  while (ok) { tick.add(0, {}); }
}
`;

describe('sites', () => {
  const sitesOf = (build: 'plain' | 'recording') =>
    (compileBuild([{ path: SCRIPT_FILE, text: TEXT }], build)[0]?.sites ?? []).map(
      ({ kind, start, end }) => `${kind}: ${TEXT.slice(start, end).split('\n')[0] ?? ''}`,
    );

  it('calls and loops in both builds, statements in the recording one, by their exact text', () => {
    const calls = [
      "call: tick.gate(0, 'low',",
      "call: tick.hold(0, 'go')",
      'call: tick.add(0, {})',
      'loop: while (ok) { tick.add(0, {}); }',
    ];
    assert.deepEqual([...sitesOf('plain')].sort(), [...calls].sort());
    const statements = [
      "statement: const ok = tick.gate(0, 'low',",
      "statement: if (ok) tick.hold(0, 'go'); else tick.num(1).add(2);",
      "statement: tick.hold(0, 'go');",
      'statement: tick.num(1).add(2);',
      'statement: while (ok) { tick.add(0, {}); }',
      'statement: tick.add(0, {});',
    ];
    assert.deepEqual([...sitesOf('recording')].sort(), [...calls, ...statements].sort());
  });

  it('a range begins and ends where the text does, over lines', () => {
    const files = [{ path: SCRIPT_FILE, text: TEXT }];
    const ranges = new SiteRanges(files);
    const sites = compileBuild(files, 'plain')[0]?.sites ?? [];
    assert.equal(ranges.add(sites), 0);
    const gate = sites.findIndex(({ start }) => TEXT.startsWith('tick.gate', start));
    assert.deepEqual(ranges.rangeOf(gate), {
      file: SCRIPT_FILE,
      line: 4,
      column: 14,
      endLine: 5,
      endColumn: 25,
    });
    assert.equal(ranges.rangeOf(-1), null);
    assert.equal(ranges.rangeOf(99), null);
  });

  it('a line without a statement moves to the next one that has any', () => {
    const files = [{ path: SCRIPT_FILE, text: TEXT }];
    const ranges = new SiteRanges(files);
    ranges.add(compileBuild(files, 'recording')[0]?.sites ?? []);
    assert.deepEqual(ranges.linesOf(SCRIPT_FILE), [4, 6, 7]);
    assert.equal(ranges.statementsAt(SCRIPT_FILE, 1)?.line, 4);
    assert.equal(ranges.statementsAt(SCRIPT_FILE, 6)?.sites.length, 3);
    assert.equal(ranges.statementsAt(SCRIPT_FILE, 8), null);
    assert.equal(ranges.statementsAt('/other.ts', 1), null);
  });

  it('a statement is reported before what it does, with braces and without', () => {
    const text = `import { defineStrategy } from 'lockstep/strategy';
export default defineStrategy({
  id: 't', params: {}, gates: { low: 'Low' }, reasons: { go: 'Go' }, state: () => ({}),
  onTick(tick) {
    if (tick.index === 0) tick.gate(0, 'low', tick.num(1), '>', 2);
    else tick.hold(0, 'go');
    for (let n = 0; n < 2; n += 1) tick.verdict(0, 'low', true, tick.num(n), 2);
    switch (tick.index) { case 0: tick.block(0, 'long', 'go'); }
  },
});`;
    const { replay, program } = replayOfText(text, { ticks: [{ BTC: '1' }] });
    const moments: string[] = [];
    replay.record(0, ({ moment }) => {
      const line = program.ranges.rangeOf(moment.site)?.line;
      if (line !== undefined) moments.push(`${moment.kind} ${line}`);
    });
    assert.deepEqual(moments.slice(0, -1), [
      ...['statement 5', 'statement 5', 'gate 5'],
      ...['statement 7', 'statement 7', 'gate 7', 'statement 7', 'gate 7'],
      ...['statement 8', 'statement 8', 'decision 8'],
    ]);
  });
});
