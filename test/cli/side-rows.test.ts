// The rows behind a comparison of several recordings: who stands beside whom, what is marked, and which root is behind it.
import assert from 'node:assert/strict';
import type { EventDraft } from '../../engine/host/capture/index.js';
import type { ReplayClient } from '../../engine/host/replay/replay-client.js';
import type { SideRow, SideRowsPage, SidesResult } from '../../engine/host/replay/sides.js';
import { startReplayClient } from '../../engine/host/replay/start.js';
import { scratchFolder, TEST_MS } from './lockstep.js';
import { LIVE, smallCapture, writeSmall } from './small-capture.js';

const NAMES = ['live', 'paper', 'backtest'] as const;

describe('the rows of a comparison', function () {
  this.timeout(TEST_MS);
  const scratch = scratchFolder();
  let client: ReplayClient;
  let live = '';
  before(async () => {
    client = startReplayClient();
    live = await writeSmall(scratch.dir, 'live');
  });
  after(async () => {
    await client.dispose();
    scratch.remove();
  });

  const recording = (name: string, events: readonly EventDraft[]): Promise<string> => {
    const parts = smallCapture();
    const numbered = events.map((event, index) => ({ ...event, seq: index + 1 }));
    const runs = [{ fingerprint: 'test', firstSeq: 1, lastSeq: numbered.length }];
    return writeSmall(scratch.dir, name, {
      ...parts,
      manifest: { ...parts.manifest, runs },
      events: numbered,
    });
  };

  const compare = (captures: readonly string[]): Promise<SidesResult> =>
    client.request('sides', {
      comparison: 'all',
      sides: captures.map((capture, index) => ({ name: NAMES[index] ?? 'live', capture })),
      overlays: {},
      today: '2026-01-24',
    });

  const page = async (
    only: SideRowsPageOnly = 'all',
    from = 0,
    count = 100,
  ): Promise<SideRowsPage> => {
    const answer = await client.request('sideRows', { comparison: 'all', only, from, count });
    assert.ok(answer !== null);
    return answer;
  };

  it('stand beside each other where all agree', async () => {
    const { verdict, roots } = await compare([live, live, live]);
    assert.equal(verdict, 'pass');
    assert.deepEqual(roots, []);
    const { rows, total, differing } = await page();
    assert.deepEqual(rows.map(rowText), [
      'decision enter | decision enter | decision enter',
      'ledger OPEN | ledger OPEN | ledger OPEN',
      'decision exit | decision exit | decision exit',
      'ledger CLOSE | ledger CLOSE | ledger CLOSE',
    ]);
    assert.deepEqual([total, differing], [4, 0]);
  });

  it('mark who departs from live, and name the root', async () => {
    const dearer = LIVE.map((event) =>
      event.kind === 'ledger' && event.action === 'OPEN' ? { ...event, fee: '0.2' } : event,
    );
    const paper = await recording('dearer', dearer);
    const { roots } = await compare([live, paper, live]);
    assert.deepEqual(
      roots.map(({ of, breaks }) => [of, breaks]),
      [
        [
          ['paper'],
          [
            ['live', 'paper'],
            ['paper', 'backtest'],
          ],
        ],
      ],
    );
    const { rows, total, differing } = await page('differing');
    assert.deepEqual(rows.map(rowText), [
      'ledger OPEN | ledger OPEN | ledger OPEN; fee 0.101 | >0.2 | 0.101; root 1',
    ]);
    assert.deepEqual([total, differing], [1, 1]);
  });

  it('leave a gap where one has no such event, each in the order of its side', async () => {
    const withoutExit = LIVE.filter(({ kind, ts }) => kind !== 'decision' || ts === LIVE[0]?.ts);
    const again: EventDraft[] = LIVE.flatMap((event) =>
      event.kind === 'ledger' && event.action === 'CLOSE'
        ? [event, { ...event, ts: event.ts + 60_000, action: 'ADJUST' as const, pnl: '0' }]
        : [event],
    );
    const paper = await recording('no-exit', withoutExit);
    const backtest = await recording('adjusted', again);
    await compare([live, paper, backtest]);
    const { rows } = await page();
    assert.deepEqual(rows.map(rowText), [
      'decision enter | decision enter | decision enter',
      'ledger OPEN | ledger OPEN | ledger OPEN',
      'decision exit | - | decision exit; root 1',
      'ledger CLOSE | ledger CLOSE | ledger CLOSE',
      '- | - | ledger ADJUST; root 2',
    ]);
  });

  it('what live lacks and the others share is one row', async () => {
    const withoutExit = LIVE.filter(({ kind, ts }) => kind !== 'decision' || ts === LIVE[0]?.ts);
    const other = await recording('live-without', withoutExit);
    await compare([other, live, live]);
    const { rows } = await page('differing');
    assert.deepEqual(rows.map(rowText), ['- | decision exit | decision exit; root 1']);
  });

  it('hold nothing against a side whose recorder does not write such events', async () => {
    const parts = smallCapture();
    const coverage = { kinds: ['ledger' as const] };
    const ledger = LIVE.filter(({ kind }) => kind === 'ledger');
    const runs = [{ fingerprint: 'test', firstSeq: 1, lastSeq: ledger.length }];
    const terse = await writeSmall(scratch.dir, 'terse', {
      ...parts,
      manifest: { ...parts.manifest, coverage, runs },
      events: ledger.map((event, index) => ({ ...event, seq: index + 1 })),
    });
    const withoutExit = LIVE.filter(({ kind, ts }) => kind !== 'decision' || ts === LIVE[0]?.ts);
    await compare([terse, live, await recording('no-exit-again', withoutExit)]);
    const { rows, differing } = await page();
    assert.deepEqual(rows.map(rowText), [
      '? | decision enter | decision enter',
      'ledger OPEN | ledger OPEN | ledger OPEN',
      '? | decision exit | -; root 1',
      'ledger CLOSE | ledger CLOSE | ledger CLOSE',
    ]);
    assert.equal(differing, 1);
  });

  it('come in pages, with the nearest difference before and behind', async () => {
    const withoutExit = LIVE.filter(({ kind, ts }) => kind !== 'decision' || ts === LIVE[0]?.ts);
    await compare([live, await recording('paged', withoutExit)]);
    const first = await page('all', 0, 2);
    assert.deepEqual([first.rows.length, first.total, first.previous, first.next], [2, 4, null, 2]);
    const last = await page('all', 3, 2);
    assert.deepEqual([last.rows.length, last.from, last.previous, last.next], [1, 3, 2, null]);
    const [cell] = last.rows[0]?.cells ?? [];
    assert.equal(typeof cell === 'object' && cell.line, 4);
  });

  it('are none where nothing could be compared', async () => {
    const { verdict, reasons } = await compare([live, `${scratch.dir}/nowhere`]);
    assert.equal(verdict, 'bad-input');
    assert.match(reasons.join('\n'), /^paper: .*nowhere/);
    assert.equal((await page()).total, 0);
    const unknown = { comparison: 'another', only: 'all', from: 0, count: 1 } as const;
    assert.equal(await client.request('sideRows', unknown), null);
  });
});

type SideRowsPageOnly = 'all' | 'differing';

/** `ledger OPEN | - ; fee 0.1 | >0.2; root 1`: what departs is marked by an arrow, what is not recorded by a question mark. */
function rowText({ cells, differences, roots }: SideRow): string {
  const events = cells.map((cell) => {
    if (cell === 'missing') return '-';
    if (cell === 'not-recorded') return '?';
    const { event } = cell;
    return 'action' in event ? `${event.kind} ${event.action}` : event.kind;
  });
  const fields = differences.map(
    ({ path, values, departs }) =>
      `; ${path} ${values.map((value, place) => `${departs[place] === true ? '>' : ''}${value ?? '-'}`).join(' | ')}`,
  );
  return `${events.join(' | ')}${fields.join('')}${roots.length === 0 ? '' : `; root ${roots.join()}`}`;
}
