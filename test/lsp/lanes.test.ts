// The check of the lanes behind a replay: proof in the status, hints where a strategy keeps out of compiled lanes.
import assert from 'node:assert/strict';
import { copyExample, type ExampleCopy } from './support/example-copy.js';
import { LanguageClient } from './support/language-client.js';
import { describeDiagnostic, messageOf, rangeText } from './support/places.js';

const HINTED = "[multiple].map((each) => each.mul('0.8'))";

describe('lanes in the background', function () {
  this.timeout(120_000);
  let example: ExampleCopy;
  let client: LanguageClient;
  let stops = '';

  before(async () => {
    example = await copyExample();
    client = await LanguageClient.start({ folder: example.folder });
    stops = example.beside('stops.ts');
    await client.open(stops);
  });
  after(async () => {
    await client.stop();
    await example.remove();
  });

  const laneState = (state: string) => (): boolean => client.status?.lanes.state === state;

  it('a portable strategy: the lanes agree, and the status says in how many ticks', async () => {
    await client.until(laneState('agree'), 'lanes that agree');
    assert.match(
      client.status?.lanes.message ?? '',
      /^Lanes agree in all of 600 ticks: reference \d+ ms, fast \d+ ms/,
    );
    assert.equal(client.status?.state, 'parity');
    assert.deepEqual(client.diagnosticsOf(stops), []);
  });

  it('a closure: a hint at its place with the remedy, and the replay stands', async () => {
    const written = "[multiple].map((each) => each.mul('0.8'))[0] ?? multiple";
    const text = await client.edit(stops, (before) =>
      before.replace("multiple.mul('0.8')", written),
    );
    await client.until(laneState('reference-only'), 'lanes that cannot run');
    assert.equal(client.status?.state, 'parity');
    const [hint, ...others] = client.diagnosticsOf(stops);
    assert.deepEqual(others, []);
    assert.ok(hint !== undefined);
    assert.match(messageOf(hint), /^Kept out of the compiled lanes: /);
    assert.equal(describeDiagnostic(hint), `${rangeText(text, HINTED)} hint portability`);
    assert.match(
      client.status.lanes.message,
      /^Only the reference lane can run this strategy: 1 place in it is not portable\.$/,
    );
  });

  it('taken back, nothing is left over', async () => {
    await client.edit(stops, (before) =>
      before.replace(
        "[multiple].map((each) => each.mul('0.8'))[0] ?? multiple",
        "multiple.mul('0.8')",
      ),
    );
    await client.until(laneState('agree'), 'lanes that agree');
    assert.deepEqual(client.diagnosticsOf(stops), []);
  });
});
