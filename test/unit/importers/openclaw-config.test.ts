// The configuration of an openclaw run: defaults, what a file may say, and the engine's fingerprint of it.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { configFingerprint, readConfig } from '../../../engine/host/importers/openclaw/index.js';
import { rustFloat } from '../../../engine/host/importers/openclaw/fingerprint.js';
import { configValue } from '../../../engine/host/importers/openclaw/params.js';
import { brief } from '../../support/damaged-captures.js';

const BASE = `
global:
  trade: { allocation_pct: 0.10, leverage: 1, max_open_positions: 3, max_total_margin_pct: 1.0, slippage_bps: 0,
    use_bbo_for_fills: false, min_notional_usd: 0.0, enable_reef_filter: false, enable_dynamic_sizing: false,
    enable_pyramiding: false, enable_partial_tp: false, enable_ssf_filter: false, enable_breakeven_stop: false,
    enable_rsi_overextension_exit: false, enable_vol_buffered_trailing: false, min_atr_pct: 0,
    tsme_require_adx_slope_negative: false, entry_min_confidence: low }
  filters: { enable_ranging_filter: false, enable_anomaly_filter: false, enable_extension_filter: false,
    require_adx_rising: false, use_stoch_rsi_filter: false, require_btc_alignment: false }
  thresholds: { entry: { min_adx: 0, max_dist_ema_fast: 1.0, ave_enabled: false } }
`;

const read = (text: string) => readConfig({ file: 'c.yaml', text });

type Row = readonly [text: string, expected: string, message?: RegExp];
const under = (path: string, line: string): string =>
  [...path.split('.'), line]
    .map((part, depth, all) => `${'  '.repeat(depth)}${part}${depth < all.length - 1 ? ':' : ''}`)
    .join('\n');
const trade = (line: string): string => under('global.trade', line);

/** Sixteen levels of ten aliases each: small to write, endless to expand. */
const bomb = `x: [${Array.from({ length: 16 }, (_, level) => `&a${String(level)} [${Array.from({ length: 10 }, () => (level === 0 ? '1' : `*a${String(level - 1)}`)).join(',')}]`).join(',')}]
global: { pipeline: { profiles: *a15 } }`;

describe('the configuration of an openclaw run', () => {
  it('has the fingerprint the engine reports', () => {
    const { value, issues } = read(BASE);
    assert.deepEqual(issues, []);
    assert.ok(value);
    assert.equal(
      configFingerprint(value),
      'b5c10b62a2238f2e9c6126615d08db2ae07464f8629f97c5dc36ec7407a60efc',
    );
  });

  it('is the default where the file says nothing', () => {
    const fingerprints = [
      '',
      'global:',
      'global: {}',
      '# none',
      'global:\n  trade:\n    leverage:\n',
    ].map((text) => {
      const { value, issues } = read(text);
      assert.deepEqual(issues, []);
      return value && configFingerprint(value);
    });
    assert.equal(new Set(fingerprints).size, 1);
  });

  it('does not depend on how a number is written, or on the order of keys', () => {
    const texts = [
      '{leverage: 1, sl_atr_mult: 0.5}',
      '{sl_atr_mult: 5e-1, leverage: 1.0}',
      '{"leverage": 1.00, "sl_atr_mult": .5}',
    ];
    const fingerprints = texts.map((text) => {
      const { value } = read(`global: {trade: ${text}}`);
      return value && configFingerprint(value);
    });
    assert.equal(new Set(fingerprints).size, 1);
  });

  it('follows aliases, and keeps a negative zero only where there is one', () => {
    const { value } = read(
      'global:\n  trade: { leverage: &x -0.0, sl_atr_mult: *x, tp_atr_mult: -0 }',
    );
    assert.ok(value);
    const read1 = (key: string): unknown => configValue(value, ['trade', key]);
    assert.deepEqual(['leverage', 'sl_atr_mult', 'tp_atr_mult'].map(read1), [-0, -0, 0]);
  });

  const ROWS: readonly Row[] = [
    [trade('leverage: 2'), ''],
    [
      trade('levrage: 2'),
      'c.yaml:3 openclaw.config.unknown-key? global.trade.levrage',
      /not known/,
    ],
    [
      trade('max_open_positions: 3.0'),
      'c.yaml:3 openclaw.config.type global.trade.max_open_positions',
      /a whole number.*not 3\.0/,
    ],
    [
      trade('max_open_positions: -1'),
      'c.yaml:3 openclaw.config.type global.trade.max_open_positions',
    ],
    [
      trade('max_open_positions: "3"'),
      'c.yaml:3 openclaw.config.type global.trade.max_open_positions',
    ],
    [
      trade('leverage: .nan'),
      'c.yaml:3 openclaw.config.type global.trade.leverage',
      /a number, not \.nan/,
    ],
    [trade('leverage: .inf'), 'c.yaml:3 openclaw.config.type global.trade.leverage'],
    [
      trade('leverage: [1]'),
      'c.yaml:3 openclaw.config.type global.trade.leverage',
      /a group or list/,
    ],
    [
      trade('enable_reef_filter: yes'),
      'c.yaml:3 openclaw.config.type global.trade.enable_reef_filter',
      /true or false, not yes/,
    ],
    [
      trade('entry_min_confidence: High'),
      'c.yaml:3 openclaw.config.type global.trade.entry_min_confidence',
      /one of low, medium, high/,
    ],
    [under('global', 'trade: 5'), 'c.yaml:2 openclaw.config.type global.trade', /a group of keys/],
    [under('global', 'trades: {}'), 'c.yaml:2 openclaw.config.unknown-key? global.trades'],
    ['trade:\n  leverage: 2\n', 'c.yaml:1 openclaw.config.ignored? trade', /beside "global"/],
    ['- 1\n', 'c.yaml:1 openclaw.config.type', /not a map/],
    [
      'global:\n  trade:\n    leverage: 1\n    leverage: 2\n',
      'c.yaml:4 openclaw.config.yaml',
      /unique/,
    ],
    [trade('leverage: *x'), 'c.yaml:3 openclaw.config.yaml', /stands for nothing/],
    ['global: &g { trade: *g }', 'c.yaml:1 openclaw.config.unknown-key? global.trade.trade'],
    ['global: { pipeline: { profiles: { a: [1, { b: true }] } } }', ''],
    [
      'global: { pipeline: { profiles: &p { a: *p } } }',
      'c.yaml:1 openclaw.config.type global.pipeline.profiles',
      /finite/,
    ],
    ['global: { pipeline: { profiles: *p } }', 'c.yaml:1 openclaw.config.yaml'],
    [
      bomb,
      'c.yaml:1 openclaw.config.ignored? x; c.yaml:1 openclaw.config.type global.pipeline.profiles',
      /./,
    ],
    ['global: {\n', 'c.yaml:2 openclaw.config.yaml'],
    ['global:\n\ttrade: 1\n', 'c.yaml:2 openclaw.config.yaml'],
  ];
  for (const [text, expected, message] of ROWS) {
    it(JSON.stringify(text.slice(0, 100)), () => {
      const { issues } = read(text);
      assert.equal(issues.map(brief).join('; '), expected);
      if (message) assert.match(issues[0]?.message ?? '', message);
    });
  }

  it('never throws, whatever the file holds', () => {
    const damage = fc.tuple(
      fc.nat(),
      fc.constantFrom('', '*', '&', '{', '}', ':', '\n', '-', '"', '!', '|', '\t', '\u0000'),
    );
    fc.assert(
      fc.property(fc.array(damage, { maxLength: 5 }), (damages) => {
        let text = BASE;
        for (const [at, character] of damages) {
          const index = at % text.length;
          text = `${text.slice(0, index)}${character}${text.slice(index + 1)}`;
        }
        const { value, issues } = read(text);
        assert.equal(
          value === undefined,
          issues.some(({ severity }) => severity === 'error'),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('names the key that was meant', () => {
    assert.match(read(trade('levrage: 2')).issues[0]?.remedy ?? '', /Did you mean "leverage"\?/);
  });
});

describe('floats as serde_json prints them', () => {
  const ROWS: readonly (readonly [number, string])[] = [
    [0, '0.0'],
    [-0, '-0.0'],
    [1, '1.0'],
    [-2.5, '-2.5'],
    [0.1, '0.1'],
    [0.00001, '0.00001'],
    [0.000001, '1e-6'],
    [0.0000015, '1.5e-6'],
    [123456789012345.6, '123456789012345.6'],
    [1e15, '1000000000000000.0'],
    [1e16, '1e16'],
    [12345678901234567000, '1.2345678901234567e19'],
    [5e-324, '5e-324'],
    [1.7976931348623157e308, '1.7976931348623157e308'],
  ];
  for (const [value, text] of ROWS) {
    it(text, () => {
      assert.equal(rustFloat(value), text);
    });
  }
});
