// The recorded runs of the reference engine, bit for bit: ledger with texts, decisions with gates and indicators,
// the shadow account, the gate statistics; and the same again after saving and restoring on the way.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import {
  convertOpenclaw,
  convertSeededOpenclaw,
} from '../../../engine/host/importers/openclaw/index.js';
import { barsOf, readCandles } from '../../../engine/host/importers/openclaw/candles.js';
import type { BarRecord, Snapshot } from '../../../engine/core/schema/index.js';
import { requireSharedData } from '../../support/shared-data.js';
import {
  createRun,
  diagnosedDecisions,
  ledgerLine,
  ledgerOf,
  playTo,
  readReport,
  readText,
  reportLine,
  stateOf,
  type DecisionRecord,
  type Diagnostic,
  type Report,
  type Run,
} from './recorded-run.js';

interface Recording {
  readonly id: string;
  readonly config: string;
  /** SHA-256 of all rows, as published with the ledger. */
  readonly digest: string;
}

const RECORDINGS: readonly Recording[] = [
  {
    id: 'base',
    config: 'strategy.yaml',
    digest: '21e18480ef07f2a248dfc5dee1c31a149d4eaf6ef8f964f084f8c3ebad6c37c1',
  },
  {
    id: 'x01',
    config: 'x01_strategy.yaml',
    digest: '7b0948da46ba93d91f0b48f0fe29683a12d35596435ce7b94b69ea0f3a2876fb',
  },
  {
    id: 'x02',
    config: 'x02_strategy.yaml',
    digest: '0ed9df98641c8b8ecef5f13d8f2ed5ffdbaddcd17f52c8abc87c287c507fb0fd',
  },
];

/** A prime, so that the cuts fall on ticks of every kind. */
const CUT_TICKS = 7;
const HOUR_MS = 3_600_000;

describe('openclaw: recorded runs', () => {
  for (const recording of RECORDINGS) {
    it(`${recording.id}: ledger, decisions and statistics`, function () {
      const report = readReport(requireSharedData(this, 'openclaw', `${recording.id}_report.json`));
      const run = loadRun(this, recording);
      const lines = checkRun(run, report);
      const text = lines.map((line) => `${line}\n`).join('');
      assert.equal(createHash('sha256').update(text).digest('hex'), recording.digest);
    });

    it(`${recording.id}: saved and restored every ${String(CUT_TICKS)} ticks`, function () {
      const whole = loadRun(this, recording).records();
      const { session, parts, ticks } = loadRun(this, recording);
      const pieces = [];
      while (session.position < ticks.length) {
        const snapshot = JSON.parse(JSON.stringify(session.save())) as Snapshot;
        session.restore(snapshot, session.position);
        const end = Math.min(session.position + CUT_TICKS, ticks.length);
        pieces.push(...playTo(session, parts, end));
      }
      assert.deepEqual(pieces, whole);
    });
  }

  // Partial exits, adds, the end of a run, all default filters, a start in the middle with an open position.
  it('example: from a snapshot of an open position', async function () {
    const report = readReport(requireSharedData(this, 'openclaw', 'example_report.json'));
    checkRun(await loadExample(this), report);
  });
});

function loadRun(context: Mocha.Context, recording: Recording): Run {
  const read = (name: string) => readText(requireSharedData(context, 'openclaw', name));
  const converted = convertOpenclaw({
    report: read(`${recording.id}_report.json`),
    candles: read('candles_1h.json'),
    config: read(recording.config),
  });
  assert.ok(converted.value, JSON.stringify(converted.issues));
  const { manifest, snapshot } = converted.value;
  const { symbols, venue, strategy } = manifest;
  return createRun({ symbols, venue, params: strategy.params, bars: loadBars(context), snapshot });
}

function loadBars(context: Mocha.Context): readonly BarRecord[] {
  const path = requireSharedData(context, 'openclaw', 'candles_1h.json');
  const candles = readCandles(readText(path)).value;
  assert.ok(candles);
  return barsOf(candles, HOUR_MS);
}

/** The start comes from the engine's own init state; the strategy's part of it is built by the strategy. */
async function loadExample(context: Mocha.Context): Promise<Run> {
  const read = (name: string) => readText(requireSharedData(context, 'openclaw', name));
  const texts = {
    report: read('example_report.json'),
    candles: read('candles_1h.json'),
    config: read('example_strategy.yaml'),
    initState: read('example_init_state.json'),
  };
  const { value, issues } = await convertSeededOpenclaw(texts, { folder: '.' });
  assert.ok(value, JSON.stringify(issues));
  const { symbols, venue, strategy } = value.manifest;
  const { snapshot } = value;
  return createRun({ symbols, venue, params: strategy.params, bars: loadBars(context), snapshot });
}

/** Compares everything a report states about the run; returns the ledger's lines. */
function checkRun(run: Run, report: Report): readonly string[] {
  const records = run.records();
  const lines = ledgerOf(records).map(ledgerLine);
  assert.deepEqual(lines, report.trades.map(reportLine));
  const decisions = diagnosedDecisions(records);
  assert.equal(decisions.length, report.decision_diagnostics.length);
  report.decision_diagnostics.forEach((diagnostic, index) => {
    assert.deepEqual(
      recorded(decisions[index] as DecisionRecord, diagnostic),
      expected(diagnostic),
    );
  });
  checkStatistics(run, report);
  const { num } = run.parts;
  const { balance } = run.session.current.state.account;
  assert.equal(num.format(balance), String(report.final_balance));
  return lines;
}

const gateNames = ({ gate_result: result }: Diagnostic): readonly string[] =>
  (result?.checked_gates ?? []).map((gate) => gate.gate_name);

const expected = (diagnostic: Diagnostic) => ({
  ts: diagnostic.timestamp_ms,
  symbol: diagnostic.symbol,
  step: String(diagnostic.step),
  cash: String(diagnostic.state_cash_usd),
  gates: (diagnostic.gate_result?.checked_gates ?? []).map((gate) => [
    gate.gate_name,
    gate.passed,
    String(gate.actual_value),
    String(gate.threshold_value),
  ]),
  indicators: Object.fromEntries(
    Object.entries(diagnostic.indicator_snapshot).map(([name, value]) => [name, String(value)]),
  ),
});

/** The same of a decision, without what only the replay records. */
function recorded(decision: DecisionRecord, diagnostic: Diagnostic) {
  const { ts, symbol, gates, indicators } = decision;
  const names = gateNames(diagnostic);
  return {
    ts,
    symbol,
    step: indicators['shadow_step'],
    cash: indicators['shadow_cash'],
    gates: gates
      .filter(({ name }) => names.includes(name))
      .map(({ name, passed, value, threshold }) => [name, passed, value, threshold]),
    indicators: Object.fromEntries(
      Object.keys(diagnostic.indicator_snapshot).map((name) => [name, String(indicators[name])]),
    ),
  };
}

function checkStatistics(run: Run, report: Report): void {
  for (const [name, count] of Object.entries(stateOf(run).counters)) {
    // A restored instance holds its numeric context as well.
    if (typeof count !== 'number') continue;
    const reportName = name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    assert.equal(count, report.gate_stats[reportName], reportName);
  }
}
