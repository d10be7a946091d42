// Made-up runs of the openclaw engine: what becomes of them, and what is said when the three files do not fit.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openCapture, type EventDraft } from '../../../engine/host/capture/index.js';
import { convertOpenclaw, importOpenclaw } from '../../../engine/host/importers/openclaw/index.js';
import { brief } from '../../support/damaged-captures.js';
import { folderBytes, withTempDir } from '../../support/captures.js';
import {
  candle,
  fakeRun,
  fingerprintOf,
  HOUR_MS,
  row,
  step,
  textsOf,
  tickTs,
  type FakeRun,
} from '../../support/openclaw-run.js';

const convert = (change: (run: FakeRun) => void = () => undefined) => {
  const run = fakeRun();
  change(run);
  return convertOpenclaw(textsOf(run));
};

const eventsOf = (change?: (run: FakeRun) => void): EventDraft[] => {
  const { value, issues } = convert(change);
  assert.deepEqual(issues.map(brief), []);
  return [...((value?.events ?? []) as EventDraft[])];
};

/** An event as one short text. */
const told = (event: EventDraft): string => {
  if (event.kind !== 'decision' && event.kind !== 'ledger') return event.kind;
  const tick = (event.ts - tickTs(0)) / HOUR_MS;
  return `${String(event.seq)} @${String(tick)} ${event.symbol} ${event.action} ${String(event.side)} ${event.reason}`;
};

describe('an openclaw run', () => {
  it('becomes decisions before the rows they caused', () => {
    assert.deepEqual(eventsOf().map(told), [
      '1 @1 BTC enter long entry_signal',
      '2 @1 BTC OPEN long entry_signal',
      '3 @2 BTC CLOSE long exit_stop_loss',
    ]);
  });

  it('merges flips, adds, reduces and several symbols in one bar', () => {
    const close = { action: 'CLOSE_LONG', reason: 'Signal Flip', reason_code: 'exit_signal_flip' };
    const events = eventsOf(({ report }) => {
      report.trades = [
        row(1, 'BTC'),
        row(1, 'ETH', { action: 'OPEN_SHORT' }),
        row(2, 'BTC', close),
        row(2, 'ETH', { action: 'REDUCE_SHORT', reason_code: 'exit_take_profit' }),
        row(2, 'ETH', { action: 'ADD_SHORT', reason: 'Pyramid #1', reason_code: 'entry_pyramid' }),
        row(2, 'BTC', { action: 'OPEN_SHORT' }),
      ];
      report.decision_diagnostics = [
        step(1, 'BTC'),
        step(1, 'ETH', { signal: 'SELL' }),
        step(2, 'BTC', { source: 'indicator-bar-close', signal: 'SELL' }),
        step(2, 'ETH', { source: 'pyramid', signal: 'SELL' }),
        step(2, 'BTC', { signal: 'SELL' }),
      ];
      report.final_balance = 9999.65;
    });
    assert.deepEqual(events.map(told), [
      '1 @1 BTC enter long entry_signal',
      '2 @1 BTC OPEN long entry_signal',
      '3 @1 ETH enter short entry_signal',
      '4 @1 ETH OPEN short entry_signal',
      '5 @2 BTC exit long exit_signal_flip',
      '6 @2 BTC CLOSE long exit_signal_flip',
      '7 @2 ETH REDUCE short exit_take_profit',
      '8 @2 ETH add short entry_pyramid',
      '9 @2 ETH ADD short entry_pyramid',
      '10 @2 BTC enter short entry_signal',
      '11 @2 BTC OPEN short entry_signal',
    ]);
  });

  it('keeps a step that came to nothing as a blocked decision, in its place', () => {
    const change = ({ report }: FakeRun): void => {
      report.decision_diagnostics = [
        step(0, 'ETH'),
        step(1, 'ETH'),
        step(1, 'BTC'),
        step(2, 'ETH', { signal: 'SELL' }),
        step(3, 'ETH'),
      ];
    };
    assert.deepEqual(eventsOf(change).map(told), [
      '1 @0 ETH blocked long order_not_applied',
      '2 @1 ETH blocked long order_not_applied',
      '3 @1 BTC enter long entry_signal',
      '4 @1 BTC OPEN long entry_signal',
      // The engine opens after all exits of the bar.
      '5 @2 BTC CLOSE long exit_stop_loss',
      '6 @2 ETH blocked short order_not_applied',
      '7 @3 ETH blocked long order_not_applied',
    ]);
    const decisions = convert(change).value?.manifest.coverage.decisions;
    assert.deepEqual(decisions?.[3], { action: 'blocked', reason: 'order_not_applied' });
  });

  it('keeps numbers to the last digit, and the sign of zero', () => {
    const text = JSON.stringify(fakeRun().report)
      .replace('"pnl":0,', '"pnl":-0.0,')
      .replace('"fee":0.35', '"fee":1.05e-7');
    const texts = textsOf(fakeRun());
    const { value } = convertOpenclaw({ ...texts, report: { file: 'report.json', text } });
    const ledger = [...((value?.events ?? []) as EventDraft[])][1];
    assert.ok(ledger?.kind === 'ledger');
    assert.deepEqual(
      [ledger.pnl, ledger.fee, ledger.price, ledger.balance],
      ['-0', '1.05e-7', '100.25', '9999.65'],
    );
  });

  it('carries gates and indicators over', () => {
    const [event] = eventsOf(({ report }) => {
      report.decision_diagnostics = [
        step(1, 'BTC', {
          gate_result: {
            passed: false,
            checked_gates: [
              {
                gate_name: 'adx_min',
                actual_value: 12.5,
                threshold_value: -0,
                passed: false,
                reason: 'low',
              },
            ],
          },
          indicator_snapshot: { adx: 12.5, bar_count: 200, vol_trend: true },
        }),
      ];
    });
    assert.ok(event?.kind === 'decision');
    assert.deepEqual(event.gates, [
      { name: 'adx_min', value: '12.5', threshold: '0', passed: false },
    ]);
    assert.deepEqual(event.indicators, { adx: '12.5', bar_count: '200', vol_trend: true });
  });

  it('orders symbols and bars, and closes a bar whose close time is missing', () => {
    const { value } = convert(({ candles }) => {
      candles['ETH'] = [1, 2].map((index) => {
        const bare = candle(index);
        delete bare.t_close;
        delete bare.n;
        return bare;
      });
      candles['AAA'] = [];
    });
    assert.ok(value);
    assert.deepEqual(value.manifest.symbols, ['BTC', 'ETH']);
    const bars = [...(value.bars as Iterable<{ symbol: string; openTs: number; closeTs: number }>)];
    assert.deepEqual(
      bars.map(({ symbol, openTs }) => `${symbol} ${String((openTs - tickTs(0)) / HOUR_MS)}`),
      ['BTC 0', 'BTC 1', 'ETH 1', 'BTC 2', 'ETH 2', 'BTC 3'],
    );
    assert.ok(bars.every(({ openTs, closeTs }) => closeTs === openTs + HOUR_MS - 1));
  });

  it('is read without a trade, though nothing can be compared then', () =>
    withTempDir(async (temp) => {
      const run = fakeRun();
      run.report.trades = [];
      run.report.decision_diagnostics = [];
      run.report.final_balance = run.report.initial_balance;
      const out = join(temp, 'capture');
      const { issues } = await importOpenclaw({ ...(await writeRun(temp, run)), out });
      assert.deepEqual(issues, []);
      const opened = await openCapture(out);
      assert.deepEqual(opened.issues.map(brief), ['events.jsonl events.empty!']);
    }));

  it('gives the same bytes twice, and a capture without issues', () =>
    withTempDir(async (temp) => {
      const files = await writeRun(temp, fakeRun());
      const outs = [join(temp, 'a'), join(temp, 'b')];
      for (const out of outs) await importOpenclaw({ ...files, out, texts: { NOTICE: 'n\n' } });
      const [first, second] = await Promise.all(outs.map(folderBytes));
      assert.deepEqual(first, second);
      assert.equal(first?.['NOTICE'], 'n\n');
      assert.deepEqual((await openCapture(join(temp, 'a'))).issues, []);
    }));
});

async function writeRun(dir: string, run: FakeRun) {
  const paths = {
    report: join(dir, 'r.json'),
    candles: join(dir, 'c.json'),
    config: join(dir, 'c.yaml'),
  };
  const texts = textsOf(run);
  for (const name of ['report', 'candles', 'config'] as const)
    await writeFile(paths[name], texts[name].text);
  return paths;
}

type Row = readonly [name: string, change: (run: FakeRun) => void, ...expected: string[]];
const first = <T>(list: readonly T[]): T => list[0] as T;

const INCONSISTENT: readonly Row[] = [
  [
    'another configuration',
    (run) => {
      run.config = 'global:\n  trade:\n    slippage_bps: 2.0\n    leverage: 9\n';
    },
    'report.json:2 openclaw.fingerprint.mismatch config_fingerprint',
  ],
  [
    'a decision of another configuration',
    ({ report }) => {
      first(report.decision_diagnostics).config_fingerprint = 'abc';
    },
    'report.json:40 openclaw.fingerprint.mismatch decision_diagnostics[0].config_fingerprint',
  ],
  [
    'another slippage',
    ({ report }) => {
      report.slippage_bps = 3;
    },
    'report.json:5 openclaw.report.slippage slippage_bps',
  ],
  [
    'a symbol without candles',
    ({ candles }) => {
      delete candles['BTC'];
    },
    'report.json:9 openclaw.report.symbol trades[0].symbol',
    'report.json:22 openclaw.report.symbol trades[1].symbol',
    'report.json:37 openclaw.report.symbol decision_diagnostics[0].symbol',
  ],
  [
    'a row outside the candles',
    ({ report }) => {
      report.trades[1] = { ...row(9, 'BTC'), action: 'CLOSE_LONG', balance: 9999.3 };
    },
    'report.json:21 openclaw.report.time trades[1].timestamp',
  ],
  [
    'a row between two candles',
    ({ report }) => {
      first(report.trades).timestamp += 1;
      first(report.decision_diagnostics).timestamp_ms += 1;
    },
    'report.json:8 openclaw.report.time trades[0].timestamp',
    'report.json:36 openclaw.report.time decision_diagnostics[0].timestamp_ms',
  ],
  [
    'rows that run backwards',
    ({ report }) => {
      report.trades[1] = { ...row(0, 'BTC'), action: 'CLOSE_LONG', balance: 9999.3 };
    },
    'report.json:21 openclaw.report.order trades[1].timestamp',
  ],
  [
    'a position from before',
    ({ report }) => {
      report.trades.shift();
      report.decision_diagnostics = [];
    },
    'report.json:7 openclaw.report.seeded! trades[0]',
  ],
  [
    'a position opened twice',
    ({ report }) => {
      report.trades[1] = row(2, 'BTC', { balance: 9999.3 });
    },
    'report.json:20 openclaw.report.order trades[1]',
  ],
  [
    'a last balance that differs',
    ({ report }) => {
      report.final_balance = 1;
    },
    'report.json:4 openclaw.report.balance final_balance',
  ],
  [
    'a row without its decision',
    ({ report }) => {
      report.decision_diagnostics = [];
    },
    'report.json:7 openclaw.report.row-without-decision trades[0]',
  ],
  [
    'a decision for the other side',
    ({ report }) => {
      first(report.decision_diagnostics).signal = 'SELL';
    },
    'report.json:7 openclaw.report.row-without-decision trades[0]',
  ],
  [
    'candles out of order',
    ({ candles }) => {
      candles['ETH']?.reverse();
    },
    'candles.json:14 openclaw.candles.order ETH[1].t',
  ],
  [
    'no candles',
    (run) => {
      run.candles = { BTC: [] };
    },
    'candles.json openclaw.candles.empty',
  ],
  [
    'sub-bars',
    (run) => {
      run.config = `${run.config}  engine: { entry_interval: 5m }\n`;
      run.report.config_fingerprint = fingerprintOf(run.config);
      first(run.report.decision_diagnostics).config_fingerprint = fingerprintOf(run.config);
    },
    'config.yaml openclaw.config.sub-bars global.engine.entry_interval',
  ],
  [
    'an interval that is none',
    (run) => {
      run.config = `${run.config}  engine: { interval: hourly }\n`;
      run.report.config_fingerprint = fingerprintOf(run.config);
      first(run.report.decision_diagnostics).config_fingerprint = fingerprintOf(run.config);
    },
    'config.yaml openclaw.config.interval global.engine.interval',
  ],
  [
    'a number that is none',
    ({ candles }) => {
      first(candles['BTC'] ?? []).c = NaN;
    },
    'candles.json:52 schema.type BTC[0].c',
  ],
  [
    'an action it does not know',
    ({ report }) => {
      first(report.trades).action = 'FUNDING';
    },
    'report.json:10 schema.choice trades[0].action',
  ],
];

describe('openclaw files that do not fit', () => {
  for (const [name, change, ...expected] of INCONSISTENT) {
    it(name, () => {
      const { value, issues } = convert(change);
      assert.deepEqual(issues.map(brief), expected);
      assert.equal(value, undefined);
    });
  }

  it('names both fingerprints', () => {
    const { issues } = convert((run) => {
      run.config = 'global: {}\n';
    });
    const message = issues[0]?.message ?? '';
    assert.match(message, new RegExp(fingerprintOf('global: {}')));
    assert.match(message, new RegExp(fakeRun().report.config_fingerprint));
  });

  it('says which file is missing', () =>
    withTempDir(async (temp) => {
      const files = await writeRun(temp, fakeRun());
      const { issues } = await importOpenclaw({ ...files, candles: join(temp, 'none.json') });
      assert.deepEqual(
        issues.map(({ file, code }) => [file, code]),
        [[join(temp, 'none.json'), 'foreign.unreadable']],
      );
    }));
});
