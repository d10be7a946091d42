// Paper over a recording: what it does must be what live did there, however it is fed and however often it is ended.
import assert from 'node:assert/strict';
import { createNumeric } from '../../../engine/core/numeric/index.js';
import { compareRuns, isCovered, isMatch } from '../../../engine/core/parity/index.js';
import { startReplayClient } from '../../../engine/host/replay/start.js';
import {
  barItem,
  END,
  KilledError,
  listFeed,
  MemoryStore,
  paperCase,
  paperStart,
  type PaperCase,
  type PaperHow,
} from '../../support/paper.js';
import { seededRandom } from '../../support/seeded-random.js';

const CAPTURE = 'examples/workspace/captures/openclaw-base';
const STRATEGY = 'examples/workspace/strategies/openclaw/index.ts';

describe('a paper run', function () {
  this.timeout(120_000);
  let parts: PaperCase;
  let whole: MemoryStore;
  // One for all: a new one loads the compiler anew. Paper in a process of its own is killed in test/cli.
  const client = startReplayClient();
  after(() => client.dispose());
  const start = (of: PaperCase, how: Omit<PaperHow, 'client'>): ReturnType<typeof paperStart> =>
    paperStart(of, { ...how, client });

  before(async () => {
    parts = await paperCase(CAPTURE, STRATEGY);
    whole = new MemoryStore(parts.snapshot);
    const feed = listFeed([...parts.bars.map((bar) => barItem(bar)), END]);
    const { end, counts } = await start(parts, { store: whole, feed });
    assert.equal(end.kind, 'feed-ended');
    assert.equal(counts.ticks, 600);
  });

  it('does what live did, in every field that live recorded', () => {
    const { coverage } = parts.manifest;
    const covered = whole.written.events.filter((event) => isCovered(coverage, event));
    const recorded = parts.live.slice(0, covered.length);
    const { pairs } = compareRuns(createNumeric(parts.manifest.numeric), recorded, covered);
    assert.deepEqual(
      pairs.filter((pair) => !isMatch(pair)),
      [],
    );
    // The rest of the recording is what the end of the run did; paper has no end.
    assert.ok(covered.length > 220 && parts.live.length - covered.length <= 9);
  });

  it('has the numbers of its events in a row', () => {
    assert.deepEqual(
      whole.written.events.map(({ seq }) => seq),
      whole.written.events.map((_, index) => index + 1),
    );
  });

  it('loses and doubles nothing when it is killed at any write and started again', async () => {
    const random = seededRandom(20_261_127);
    let store = new MemoryStore(parts.snapshot, random.int(1, 900));
    let starts = 0;
    for (let isOver = false; !isOver; starts += 1) {
      const last = store.written.bars.at(-1)?.openTs ?? 0;
      // A feed that cannot go back: what was under way when paper died comes again, as it would from a file.
      const from = parts.bars.filter((bar) => bar.openTs >= last);
      const feed = listFeed([...from.map((bar) => barItem(bar)), END]);
      try {
        const { end } = await start(parts, { store, feed });
        isOver = end.kind === 'feed-ended';
      } catch (error) {
        if (!(error instanceof KilledError)) throw error;
        store = store.reopened(random.int(1, 900));
      }
    }
    assert.ok(starts > 3, `${String(starts)} starts`);
    assert.deepEqual(store.written, whole.written);
  });

  it('takes what a feed repeats, disorders and fills in for the same ticks', async () => {
    const random = seededRandom(7);
    const lost = parts.bars.filter(() => random.int(0, 19) === 0);
    const said = parts.bars.filter((bar) => !lost.includes(bar));
    const items = said.flatMap((bar) =>
      random.int(0, 9) === 0 ? [barItem(bar), barItem(bar)] : [barItem(bar)],
    );
    const store = new MemoryStore(parts.snapshot);
    const feed = listFeed([...items, END], parts.bars);
    const { end, counts } = await start(parts, { store, feed });
    assert.equal(end.kind, 'feed-ended');
    assert.ok((counts.notes['gap'] ?? 0) > 10 && (counts.notes['repeated'] ?? 0) > 50);
    const until = store.written.bars.at(-1)?.openTs ?? 0;
    assert.deepEqual(
      store.written.bars,
      whole.written.bars.filter(({ openTs }) => openTs <= until),
    );
    assert.deepEqual(
      store.written.events,
      whole.written.events.slice(0, store.written.events.length),
    );
  });

  it('refuses to go on with another strategy than the one that began', async () => {
    const store = new MemoryStore(parts.snapshot, 1_500);
    const items = parts.bars.map((bar) => barItem(bar));
    await assert.rejects(start(parts, { store, feed: listFeed(items) }), KilledError);
    const params = {
      ...(parts.manifest.strategy.params as object),
      trade: { allocation_pct: '0.5' },
    };
    const strategy = { ...parts.manifest.strategy, params };
    const changed = { ...parts, manifest: { ...parts.manifest, strategy } };
    await assert.rejects(
      start(changed, { store: store.reopened(), feed: listFeed([END]) }),
      /paper.resume.differs|run again it is|not declared|unknown/,
    );
  });
});
