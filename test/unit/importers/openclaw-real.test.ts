// The real runs of the openclaw engine: every row and decision arrives, to the last digit. The digests are those that
// two independent programs reproduced bit for bit.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { canonicalJson } from '../../../engine/core/schema/index.js';
import {
  openCapture,
  sha256,
  type Capture,
  type WriteOptions,
} from '../../../engine/host/capture/index.js';
import { importOpenclaw } from '../../../engine/host/importers/openclaw/index.js';
import { folderBytes, withTempDir } from '../../support/captures.js';
import { brief } from '../../support/damaged-captures.js';
import { requireSharedData } from '../../support/shared-data.js';

const EXAMPLE = fileURLToPath(
  new URL('../../../examples/workspace/captures/openclaw-base', import.meta.url),
);

const RUNS = [
  {
    name: 'base',
    config: 'strategy.yaml',
    rows: 156,
    decisions: 78,
    digest: '21e18480ef07f2a248dfc5dee1c31a149d4eaf6ef8f964f084f8c3ebad6c37c1',
  },
  {
    name: 'x01',
    config: 'x01_strategy.yaml',
    rows: 128,
    decisions: 65,
    digest: '7b0948da46ba93d91f0b48f0fe29683a12d35596435ce7b94b69ea0f3a2876fb',
  },
  {
    name: 'x02',
    config: 'x02_strategy.yaml',
    rows: 71,
    decisions: 42,
    digest: '0ed9df98641c8b8ecef5f13d8f2ed5ffdbaddcd17f52c8abc87c287c507fb0fd',
  },
] as const;

/** sha-256 of the ledger rows as comma-separated text. */
const ledgerDigest = ({ events }: Capture): string => {
  const rows = events.flatMap((event) => {
    if (event.kind !== 'ledger') return [];
    const { ts, symbol, action, side, price, size, fee, pnl, balance, text, reason } = event;
    const fields = [ts, symbol, `${action}_${side.toUpperCase()}`, price, size, fee, pnl, balance];
    return [`${[...fields, text, reason, event.confidence].join(',')}\n`];
  });
  return sha256(rows.join(''));
};

describe('the real openclaw runs', () => {
  for (const { name, config, rows, decisions, digest } of RUNS) {
    it(`${name}: ${String(rows)} ledger rows and ${String(decisions)} decisions`, async function () {
      const files = {
        report: requireSharedData(this, 'openclaw', `${name}_report.json`),
        candles: requireSharedData(this, 'openclaw', 'candles_1h.json'),
        config: requireSharedData(this, 'openclaw', config),
      };
      await withTempDir(async (temp) => {
        const out = join(temp, name);
        const imported = await importOpenclaw({ ...files, out });
        assert.deepEqual(imported.issues, []);
        const { value, issues } = await openCapture(out);
        assert.deepEqual(issues, []);
        assert.ok(value);
        const count = (kind: string): number =>
          value.events.filter((event) => event.kind === kind).length;
        assert.deepEqual([count('ledger'), count('decision')], [rows, decisions]);
        assert.equal(value.bars.length, 1800);
        assert.equal(ledgerDigest(value), digest);
        const report = JSON.parse(await readFile(files.report, 'utf8')) as {
          config_fingerprint: string;
        };
        const { configHash, params } = value.manifest.strategy;
        assert.equal(configHash, sha256(canonicalJson(params)));
        assert.deepEqual(
          value.manifest.runs.map(({ fingerprint }) => fingerprint),
          [report.config_fingerprint],
        );
        const again = join(temp, 'again');
        await importOpenclaw({ ...files, out: again });
        assert.deepEqual(await folderBytes(again), await folderBytes(out));
      });
    });
  }

  it('base with the configuration of x01 is refused', async function () {
    const { issues } = await importOpenclaw({
      report: requireSharedData(this, 'openclaw', 'base_report.json'),
      candles: requireSharedData(this, 'openclaw', 'candles_1h.json'),
      config: requireSharedData(this, 'openclaw', 'x01_strategy.yaml'),
    });
    assert.deepEqual(
      issues.map(({ code }) => code),
      ['openclaw.fingerprint.mismatch', 'openclaw.report.slippage'],
    );
    assert.match(issues[0]?.message ?? '', /b5c10b62.*04877f87/);
  });

  it('a run that began with positions is refused', async function () {
    const { issues } = await importOpenclaw({
      report: requireSharedData(this, 'openclaw', 'example_report.json'),
      candles: requireSharedData(this, 'openclaw', 'candles_1h.json'),
      config: requireSharedData(this, 'openclaw', 'example_strategy.yaml'),
    });
    const codes = issues.filter(({ severity }) => severity === 'error').map(({ code }) => code);
    assert.ok(codes.includes('openclaw.report.seeded'));
  });

  it('the example capture has no issues', async () => {
    const { value, issues } = await openCapture(EXAMPLE);
    assert.deepEqual(issues.map(brief), []);
    assert.equal(value?.events.length, 234);
  });

  // UPDATE=1 writes the example anew.
  it('the example capture is what the importer writes today', async function () {
    const files = {
      report: requireSharedData(this, 'openclaw', 'base_report.json'),
      candles: requireSharedData(this, 'openclaw', 'candles_1h.json'),
      config: requireSharedData(this, 'openclaw', 'strategy.yaml'),
    };
    const [NOTICE, LICENSE] = await Promise.all(
      ['NOTICE', 'LICENSE'].map((name) => readFile(join(EXAMPLE, name), 'utf8')),
    );
    const write = (out: string, options: WriteOptions = {}) =>
      importOpenclaw({
        ...files,
        ...options,
        out,
        strategyEntry: '../../strategies/openclaw/index.ts',
        notice: 'Data of fol2/openclaw-crypto-ai-quant, MIT licence; see NOTICE and LICENSE.',
        texts: { NOTICE: NOTICE ?? '', LICENSE: LICENSE ?? '' },
      });
    if (process.env['UPDATE'] !== undefined) await write(EXAMPLE, { overwrite: true });
    await withTempDir(async (temp) => {
      await write(join(temp, 'example'));
      assert.deepEqual(await folderBytes(join(temp, 'example')), await folderBytes(EXAMPLE));
    });
  });
});
