// Root causes over the protocol: they take the place of departures, carry decisions a person can make, and go with them.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Causes, Written } from '../../server/protocol.js';
import { copyExample, type ExampleCopy } from './support/example-copy.js';
import { LanguageClient } from './support/language-client.js';
import { messageOf } from './support/places.js';

const REPLAY = 'openclaw base';

describe('roots of an edited strategy', function () {
  this.timeout(180_000);
  let example: ExampleCopy;
  let client: LanguageClient;

  before(async () => {
    example = await copyExample();
    client = await LanguageClient.start({ folder: example.folder });
    await client.open(example.strategy);
    await client.open(example.beside('stops.ts'));
    await client.until(() => client.status?.state === 'parity', 'parity of the example');
    await client.edit(example.beside('stops.ts'), (text) =>
      text.replace("multiple.mul('0.8')", "multiple.mul('0.7')"),
    );
    await client.until(() => client.status?.state === 'mismatch', 'departures');
    await client.until(() => client.status?.causes === 'known', 'causes');
  });
  after(async () => {
    await client.stop();
    await example.remove();
  });

  const causes = async (): Promise<Causes> => {
    const answer = await client.connection.sendRequest<Causes | null>('lockstep/causes', {
      replay: REPLAY,
    });
    assert.ok(answer !== null);
    return answer;
  };

  it('are far fewer than the departures, and account for all of them', async () => {
    const { roots, unexplained } = await causes();
    assert.ok(roots.length >= 1 && roots.length < 5, `${String(roots.length)} roots`);
    assert.equal(client.status?.roots.count, roots.length);
    assert.equal(unexplained, null);
    const following = roots.reduce((sum, { cascade }) => sum + 1 + cascade, 0);
    assert.ok(following >= client.status.departures);
  });

  it('never name another class than the edit was: the example records no state, so nothing is proven', async () => {
    const { roots } = await causes();
    for (const root of roots) {
      assert.match(root.class, /^(unclassified|deterministic-logic-divergence)$/);
      if (root.class === 'unclassified') assert.ok(root.doubts.length > 0, root.title);
    }
  });

  it('stand where the replay decided, with a page about their class', () => {
    const uris = [...new Set(client.published.map(({ uri }) => uri))];
    const shown = uris
      .flatMap((uri) => client.published.findLast((sent) => sent.uri === uri)?.diagnostics ?? [])
      .filter(({ data }) => (data as { root?: string } | undefined)?.root !== undefined);
    const [first] = shown;
    assert.ok(first !== undefined);
    assert.match(messageOf(first), /Root 1 of replay openclaw base, tick \d+/);
    assert.match(first.codeDescription?.href ?? '', /^lockstep-code:\/.+\.md$/);
  });

  it('without a class are never accepted', async () => {
    const root = (await causes()).roots.find((each) => each.class === 'unclassified');
    if (root === undefined) return;
    const answer = await client.connection.sendRequest<Written>('lockstep/accept', {
      replay: REPLAY,
      root: root.id,
      approver: 'jane',
      reason: 'known',
      expires: '2999-01-01',
    });
    assert.ok('problem' in answer);
    assert.match(answer.problem, /cannot be accepted/);
    const registry = path.join(
      path.dirname(path.dirname(example.events)),
      'lockstep.residuals.json',
    );
    await assert.rejects(readFile(registry, 'utf8'));
  });

  it('are gone once the strategy is right again', async () => {
    await client.edit(example.beside('stops.ts'), (text) =>
      text.replace("multiple.mul('0.7')", "multiple.mul('0.8')"),
    );
    await client.until(() => client.status?.state === 'parity', 'parity');
    assert.deepEqual((await causes()).roots, []);
    assert.deepEqual(client.diagnosticsOf(example.beside('exits.ts')), []);
  });
});
