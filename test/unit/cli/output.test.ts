// What people and machines read: names of paths, times, tables, snapshots, progress.
import assert from 'node:assert/strict';
import path from 'node:path';
import type { Snapshot } from '../../../engine/core/schema/index.js';
import { packageRoot } from '../../../engine/host/package-root.js';
import { nameIn, namesForMachines, namesForPeople } from '../../../cli/output/path-names.js';
import { createProgress } from '../../../cli/output/progress.js';
import { snapshotText } from '../../../cli/output/snapshot-text.js';
import { tableText } from '../../../cli/output/table.js';
import { timeText } from '../../../cli/output/time.js';

describe('cli: names of paths', () => {
  it('for people: relative to where they are, unless that is longer', () => {
    const names = namesForPeople('/home/me/work');
    assert.equal(names('/home/me/work/a/b.ts'), 'a/b.ts');
    assert.equal(names('/home/me/other.ts'), '../other.ts');
    assert.equal(names('/x.ts'), '/x.ts');
    assert.equal(names('/home/me/work'), '.');
  });

  it('for machines: relative to the capture, shipped strategies by name', () => {
    const shipped = path.join(packageRoot(), 'examples/workspace/strategies/openclaw/exits.ts');
    const names = namesForMachines('/data/capture', true);
    assert.equal(names('/data/strategies/mine.ts'), '../strategies/mine.ts');
    assert.equal(names('/data/capture'), '.');
    assert.equal(names(shipped), 'lockstep:openclaw/exits.ts');
    assert.doesNotMatch(namesForMachines('/data/capture', false)(shipped), /^lockstep:/);
  });

  it('in a message: every known path, the longest first', () => {
    const names = namesForMachines('/data/capture', false);
    const text = 'no /data/capture/events.jsonl in /data/capture, nor /elsewhere/x.ts';
    const paths = ['/data/capture', '/data/capture/events.jsonl'];
    assert.equal(nameIn(text, paths, names), 'no events.jsonl in ., nor /elsewhere/x.ts');
  });
});

describe('cli: text', () => {
  it('times are UTC, with milliseconds only where there are some', () => {
    assert.equal(timeText(1_769_259_600_000), '2026-01-24 13:00:00 UTC');
    assert.equal(timeText(1_769_259_600_001), '2026-01-24 13:00:00.001 UTC');
  });

  it('tables have columns and nothing else; without rows there is none', () => {
    const columns = [{ title: 'kind' }, { title: 'n', align: 'right' }] as const;
    const rows = [
      ['ledger', '156'],
      ['all', '7'],
    ];
    assert.equal(
      tableText({ columns, indent: 1 }, rows),
      ' kind      n\n ledger  156\n all       7\n',
    );
    assert.equal(tableText({ columns }, []), '');
  });

  it('progress: silent in a pipe, tenths when asked for, one line on a terminal', () => {
    const lines = (isTerminal: boolean, isWanted: boolean): string => {
      let text = '';
      const progress = createProgress(
        {
          isTerminal,
          write: (more) => {
            text += more;
          },
        },
        isWanted,
      );
      for (const done of [0, 4, 12, 19, 100]) progress.report('replay', done, 100);
      progress.end();
      return text;
    };
    assert.equal(lines(false, false), '');
    assert.equal(lines(false, true), 'replay 0 %\nreplay 10 %\nreplay 100 %\n');
    const CLEAR = '\r\u001B[2K';
    const written = [0, 4, 12, 19, 100].map((done) => `${CLEAR}replay ${String(done)} %`);
    assert.equal(lines(true, false), `${written.join('')}${CLEAR}`);
  });
});

const SNAPSHOT: Snapshot = {
  schemaVersion: 1,
  cursor: { seq: 7, lastTickTs: 1_769_259_600_000, lastBarTs: { BTC: 1_769_259_600_000 } },
  account: { balance: '1009.788' },
  positions: {
    BTC: {
      side: 'short',
      size: '0.5',
      entryPrice: '101',
      leverage: '3',
      margin: '16.8',
      adds: 2,
      openTs: 1_769_256_000_000,
      lastAddTs: 1_769_256_000_000,
    },
  },
  orders: [],
  counters: { nextOrderId: 4, ticks: 201 },
  lastClose: { BTC: '111' },
  strategy: {
    on: true,
    atr: { $num: '0.1' },
    bad: { $float: 'NaN' },
    ema: { $class: 'Ema', window: 20, ready: true },
    desks: [{ a: 1 }, { a: 2 }],
    levels: [1, 2, 3],
    many: [1, 2, 3, 4, 5],
    none: [],
  },
};

describe('cli: a snapshot for people', () => {
  it('money and positions in full, the strategy state in one line a field', () => {
    assert.equal(
      snapshotText(SNAPSHOT),
      `state after 2026-01-24 13:00:00 UTC, 201 ticks done, events up to 7

account
  balance  1009.788

positions
  symbol  side   size  entry price  leverage  margin  adds  opened
  BTC     short  0.5   101          3         16.8    2     2026-01-24 12:00:00 UTC

orders
  none

last bars
  symbol  opened                   close
  BTC     2026-01-24 13:00:00 UTC  111

strategy state
  field   value
  on      true
  atr     0.1
  bad     NaN
  ema     Ema of 2 fields
  desks   2 x record of 1 field
  levels  1, 2, 3
  many    list of 5 items
  none    empty list
`,
    );
  });

  it('before the first tick, with a waiting order and a state the strategy builds itself', () => {
    const order = {
      orderId: 3,
      symbol: 'BTC',
      action: 'open',
      side: 'long',
      size: '1',
      fraction: null,
      notional: null,
      price: null,
      margin: '1',
      leverage: '1',
      reason: 'go',
      values: [],
    } as const;
    const text = snapshotText({
      ...SNAPSHOT,
      cursor: { seq: 0, lastTickTs: null, lastBarTs: {} },
      orders: [{ ...order, values: [] }],
      positions: {},
      strategy: null,
    });
    assert.match(text, /^state before the first tick, /);
    assert.match(text, /\n {2}3 +BTC +open +long +1 +at the open +go\n/);
    assert.match(text, /strategy state\n {2}as the strategy builds it\n/);
  });
});
