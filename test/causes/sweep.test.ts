// Parameters that no arithmetic leads to: live ran with another one, and a sweep of all of them finds it, or says why there
// was none. What a sweep may not do is explain other code, or choose between values that fit equally well.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Intervention, Json } from '../../engine/core/schema/index.js';
import type { Root } from '../../engine/host/replay/explanation.js';
import type { ReplayClient } from '../../engine/host/replay/replay-client.js';
import { startReplayClient } from '../../engine/host/replay/start.js';
import { BOT_FOLDER } from '../support/bench-bot.js';
import { LOGIC_VARIANTS, overlaysOf } from '../support/bench-bot-variants.js';
import type { RecordedParts } from '../support/recording.js';
import { explain, opened, recordBot, withCode, withCoverage, withLive } from './support.js';

const CLASS = 'deterministic-logic-divergence';
const SWEPT = /configurations of 40 parameters were swept over the whole recording/;

const drift = (path: string, value: Json): Intervention => ({ kind: 'params-value', path, value });

/** Everything a report says for a root, in which a fact of the sweep may stand. */
const saidOf = (root: Root | undefined): string =>
  [...(root?.evidence?.facts ?? []), ...(root?.doubts ?? [])].join('\n');

describe('sweeps of the search for causes', function () {
  this.timeout(120_000);
  let client: ReplayClient;
  let base: RecordedParts;
  /** From the first bar on, where the windows of indicators are in no state yet. */
  let fresh: RecordedParts;
  before(async () => {
    client = startReplayClient();
    base = await recordBot(client);
    fresh = await recordBot(client, 45, 0);
  });
  after(() => client.dispose());

  const DRIFTS: readonly (readonly [what: string, path: string, value: Json])[] = [
    ['the window of an indicator', 'indicators.atr', 23],
    ['a floor that enters by its reciprocal', 'entry.atr_floor_pct', '0.0085'],
  ];
  for (const [what, path, value] of DRIFTS)
    it(`${what} is named with its value`, async () => {
      const live = await withLive(client, fresh, [drift(path, value)]);
      const { report, roots } = await explain(client, live);
      assert.deepEqual(
        roots.map((root) => [root.class, root.interventions]),
        [[CLASS, [drift(path, value)]]],
      );
      const [root] = roots;
      assert.match(saidOf(root), SWEPT);
      assert.equal(root?.evidence?.strength, 'searched');
      assert.deepEqual(root.evidence.equivalents, []);
      assert.equal(root.mismatches.length, report.mismatches.length);
    });

  it('values that fit equally well are all named, and none is chosen', async () => {
    const rich = await withLive(client, base, [drift('entry.adx_min', '19')]);
    const live = withCoverage(rich, ['ledger']);
    const { roots } = await explain(client, live);
    const [root] = roots;
    assert.deepEqual([roots.length, root?.class], [1, CLASS]);
    assert.match(root?.title ?? '', /adx_min = 19, .*: the recording cannot tell these apart$/);
    const equals = root?.evidence?.equivalents.map(({ intervention }) => intervention) ?? [];
    assert.ok(equals.length > 1);
    for (const each of [...(root?.interventions ?? []), ...equals]) {
      const ask = () => client.request('run', {});
      const report = await opened(client, live, { interventions: [each], ask });
      assert.equal(report.verdict, 'parity', JSON.stringify(each));
    }
  });

  it('other code is not explained by a parameter', async () => {
    const name = 'trend gate reads the directional index';
    const variant = LOGIC_VARIANTS.find((each) => each.name === name);
    assert.ok(variant !== undefined);
    const { roots } = await explain(client, await withCode(client, fresh, overlaysOf(variant)));
    assert.equal(roots[0]?.class, CLASS);
    assert.match(saidOf(roots[0]), SWEPT);
    for (const root of roots) assert.deepEqual(root.interventions, [], root.title);
  });

  it('a strategy that no compiled lane runs: the search goes on, and says why nothing was swept', async () => {
    const file = `${BOT_FOLDER}desk.ts`;
    const text = readFileSync(file, 'utf8');
    const portable = 'const price = bar.close;';
    assert.ok(text.includes(portable));
    const closure = 'const price = [bar].map((each) => each.close)[0] ?? bar.close;';
    const overlays = { [file]: text.replace(portable, closure) };
    const live = await withLive(client, fresh, [drift('indicators.atr', 23)]);
    const ask = () => client.request('explain', { helpers: 0, waive: ['strategy'] });
    const { roots } = await opened(client, live, { overlays, ask });
    assert.ok(roots.length > 0);
    assert.match(
      saidOf(roots[0]),
      /no sweep of the parameters was made: the strategy is not portable/,
    );
  });

  it('tells its progress with the lane, and ends when it is cancelled', async () => {
    const live = await withLive(client, fresh, [drift('indicators.atr', 23)]);
    const stop = new AbortController();
    const lanes = new Set<string | undefined>();
    const ask = () =>
      client.request(
        'explain',
        { helpers: 0 },
        {
          signal: stop.signal,
          onProgress: ({ phase, lane }) => {
            if (phase !== 'sweep') return;
            lanes.add(lane);
            stop.abort();
          },
        },
      );
    await assert.rejects(opened(client, live, { ask }), /cancelled/);
    assert.deepEqual([...lanes], ['fast']);
    assert.equal((await explain(client, live)).roots[0]?.class, CLASS);
  });
});
