// What a person sees while editing a strategy: departures on the line that decided and on the live line, findings at
// their place, and nothing left over once it is right again.
import assert from 'node:assert/strict';
import { copyExample, type ExampleCopy } from './support/example-copy.js';
import { LanguageClient, uriOf } from './support/language-client.js';
import { describeDiagnostic, lineOf, messageOf, rangeText } from './support/places.js';

describe('editing a strategy', function () {
  this.timeout(120_000);
  let example: ExampleCopy;
  let client: LanguageClient;
  let stops = '';
  let catalogue = '';

  before(async () => {
    example = await copyExample();
    client = await LanguageClient.start({ folder: example.folder });
    stops = example.beside('stops.ts');
    catalogue = example.beside('catalogue.ts');
    await client.open(example.strategy);
    await client.open(stops);
    await client.open(catalogue);
    await client.until(() => client.status?.state === 'parity', 'parity of the example');
  });
  after(async () => {
    await client.stop();
    await example.remove();
  });

  /** Edits, runs `check` with the new text after the replay, and takes the edit back. */
  async function whileEdited(
    file: string,
    [from, to]: readonly [string, string],
    check: (text: string) => void,
  ): Promise<void> {
    const edited = client.nextRun();
    const text = await client.edit(file, (before) => before.replace(from, to));
    await edited;
    check(text);
    const undone = client.nextRun();
    await client.edit(file, (before) => before.replace(to, from));
    assert.equal((await undone).state, 'parity');
    assert.deepEqual(client.diagnosticsOf(file), [], 'nothing is left over');
  }

  const found = (file: string): readonly string[] =>
    client.diagnosticsOf(file).map(describeDiagnostic);

  it('a strategy that agrees with live has no diagnostics', () => {
    assert.deepEqual(client.published, []);
    assert.equal(client.status?.message, 'Parity: 234/234 events.');
  });

  it('a changed threshold is told at the decision and at the live event, each linked to the other', async () => {
    const exits = example.beside('exits.ts');
    const changed = ["multiple.mul('0.8')", "multiple.mul('0.7')"] as const;
    await whileEdited(stops, changed, () => {
      assert.equal(client.status?.state, 'mismatch');
      const [decision] = client.diagnosticsOf(exits);
      assert.equal(decision?.code, 'departure.field');
      assert.match(
        messageOf(decision),
        /^CLOSE short SOL \(exit_stop_loss\) departs: .* departures here in all\.$/,
      );
      assert.equal(decision.codeDescription?.href, 'lockstep-code:/departure.field.md');
      const data = decision.data as { tick: number; seq: number; symbol: string; replay: string };
      assert.equal(data.replay, 'openclaw base');
      assert.equal(data.symbol, 'SOL');

      const live = decision.relatedInformation?.[0]?.location;
      assert.equal(live?.uri, uriOf(example.events));
      const line = client
        .diagnosticsOf(example.events)
        .find(({ range }) => range.start.line === live.range.start.line);
      assert.equal(line?.code, 'departure.field');
      const back = line.relatedInformation?.[0]?.location;
      assert.equal(back?.uri, uriOf(exits));
      assert.deepEqual(back.range, decision.range);
    });
    assert.deepEqual(client.diagnosticsOf(exits), []);
    assert.deepEqual(client.diagnosticsOf(example.events), []);
  });

  it('one line behind many departures has one diagnostic', async () => {
    const changed = ["multiple.mul('0.8')", "multiple.mul('0.7')"] as const;
    await whileEdited(stops, changed, () => {
      const places = found(example.beside('exits.ts'));
      assert.equal(new Set(places).size, places.length, places.join('\n'));
      assert.ok(client.diagnosticsOf(example.events).length <= 100);
      assert.ok((client.status?.departures ?? 0) > 50);
    });
  });

  it('a syntax error is told at its place', async () => {
    await whileEdited(stops, ['const distance = atr', 'const distance = = atr'], (text) => {
      const line = lineOf(text, '= = atr');
      assert.deepEqual(found(stops), [`${String(line)}:20-${String(line)}:21 error syntax`]);
      assert.equal(client.status?.state, 'failed');
    });
  });

  it('a nondeterministic function is told at its place, and nothing runs', async () => {
    const changed = ["multiple.mul('0.8')", 'multiple.mul(Math.random())'] as const;
    await whileEdited(stops, changed, (text) => {
      assert.deepEqual(found(stops), [
        `${rangeText(text, 'Math.random')} error nondeterministic.random`,
      ]);
      assert.match(client.status?.message ?? '', /`Math\.random` is random/);
    });
  });

  it('an undeclared gate is told with the nearest declared one', async () => {
    await whileEdited(stops, ["'stop_loss'", "'stop_los'"], (text) => {
      const [first] = client.diagnosticsOf(stops);
      assert.equal(
        first === undefined ? '' : describeDiagnostic(first),
        `${rangeText(text, "'stop_los'")} error gate.undeclared`,
      );
      assert.match(messageOf(first), /Did you mean `stop_loss`\?/);
    });
  });

  it('a declared name that nothing uses fades, and the replay runs all the same', async () => {
    const changed = ["warmup: 'Too few", "never_used: 'Never',\n  warmup: 'Too few"] as const;
    await whileEdited(catalogue, changed, (text) => {
      const [first, ...others] = client.diagnosticsOf(catalogue);
      assert.equal(others.length, 0);
      assert.equal(
        first === undefined ? '' : describeDiagnostic(first),
        `${rangeText(text, 'never_used')} warning reason.unused`,
      );
      assert.deepEqual(first?.tags, [1]);
      assert.equal(client.status?.state, 'parity');
    });
  });

  it('an import of a package is told at its specifier', async () => {
    const line = "import { max, min, type Num } from 'lockstep/strategy';";
    await whileEdited(stops, [line, `${line}\nimport 'node:fs';`], (text) => {
      assert.deepEqual(found(stops), [`${rangeText(text, "'node:fs'")} error import.package`]);
    });
  });

  it('an exception is told at the statement that threw, with the tick to debug at', async () => {
    const changed = [
      '  return multiple;',
      "  if (s.adx.gt(20)) throw new Error('boom');\n  return multiple;",
    ] as const;
    await whileEdited(stops, changed, (text) => {
      const [first] = client.diagnosticsOf(stops);
      assert.equal(first?.code, 'strategy.threw');
      assert.equal(first.range.start.line + 1, lineOf(text, "throw new Error('boom')"));
      assert.match(messageOf(first), /boom/);
      assert.ok((first.data as { tick: number }).tick > 0);
    });
  });

  it('a loop without end is stopped and told at its line, and the server lives', async () => {
    const changed = [
      '  return multiple;',
      '  while (s.adx.gt(0)) continue;\n  return multiple;',
    ] as const;
    await whileEdited(stops, changed, (text) => {
      const [first] = client.diagnosticsOf(stops);
      assert.equal(first?.code, 'strategy.loop-limit');
      assert.equal(first.range.start.line + 1, lineOf(text, 'while (s.adx.gt(0))'));
      assert.equal(client.status?.state, 'failed');
    });
  });

  it('closing a changed file without saving replays what is on disk', async () => {
    const edited = client.nextRun();
    await client.edit(stops, (text) => text.replace("mul('0.8')", "mul('0.7')"));
    assert.equal((await edited).state, 'mismatch');
    const closed = client.nextRun();
    await client.close(stops);
    assert.equal((await closed).state, 'parity');
    assert.deepEqual(client.diagnosticsOf(example.events), []);
    await client.open(stops);
  });
});
