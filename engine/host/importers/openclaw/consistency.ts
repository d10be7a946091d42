// Whether report, candles and configuration belong to one run. Each on its own may be flawless.
import { formatDouble } from '../../../core/numeric/index.js';
import {
  makeIssue,
  placeOfPath,
  type Issue,
  type IssuePlace,
  type JsonPath,
} from '../../../core/schema/index.js';
import type { OpenclawRow } from '../../../core/schema/foreign/openclaw.js';
import type { EffectiveTree } from './config-tree.js';
import { configFingerprint } from './fingerprint.js';
import { configValue } from './params.js';
import { placementIssues } from './placement.js';
import type { RunInputs } from './run-inputs.js';

/** `fromTs`: before it nothing was traded. */
export function consistencyIssues(inputs: RunInputs, fromTs: number): Issue[] {
  return [
    ...fingerprintIssues(inputs),
    ...slippageIssues(inputs),
    ...placementIssues(inputs, fromTs),
    ...ledgerIssues(inputs),
  ];
}

const inReport = ({ texts }: RunInputs, path: JsonPath): IssuePlace =>
  placeOfPath(texts.report, path, 'value');

function fingerprintIssues(inputs: RunInputs): Issue[] {
  const { report, config, texts } = inputs;
  const index = report.decision_diagnostics.findIndex(
    (step) => step.config_fingerprint !== report.config_fingerprint,
  );
  const odd = report.decision_diagnostics[index]?.config_fingerprint;
  if (odd !== undefined) {
    const path = ['decision_diagnostics', index, 'config_fingerprint'];
    return [
      makeIssue('openclaw.fingerprint.mismatch', inReport(inputs, path), {
        message: `The report was made with configuration ${report.config_fingerprint}, but this decision with ${odd}.`,
        remedy: 'Give a report of one run.',
      }),
    ];
  }
  const computed = configFingerprint(config);
  if (report.config_fingerprint === computed) return [];
  const place = inReport(inputs, ['config_fingerprint']);
  if (hasProfiles(config)) {
    return [
      makeIssue('openclaw.fingerprint.unverified', place, {
        message: `Whether ${texts.config.file} is the configuration of the report cannot be told: the engine's hash covers its pipeline profiles in a form of its own.`,
        remedy: 'Make sure that it is the file of this very run; the profiles have no effect here.',
      }),
    ];
  }
  return [
    makeIssue('openclaw.fingerprint.mismatch', place, {
      message: `The report was made with configuration ${report.config_fingerprint}, but ${texts.config.file} is ${computed}.`,
      remedy: 'Give the configuration of this very run.',
    }),
  ];
}

/** The engine fills profiles up with defaults that no file states, before it hashes them. */
function hasProfiles(config: EffectiveTree): boolean {
  const profiles = configValue(config, ['pipeline', 'profiles']);
  return typeof profiles === 'object' && profiles !== null && Object.keys(profiles).length > 0;
}

function slippageIssues(inputs: RunInputs): Issue[] {
  const { report, config, texts } = inputs;
  const configured = Number(configValue(config, ['trade', 'slippage_bps']));
  if (Object.is(configured, report.slippage_bps)) return [];
  return [
    makeIssue('openclaw.report.slippage', inReport(inputs, ['slippage_bps']), {
      message: `The report ran with ${formatDouble(report.slippage_bps)} bps of slippage, ${texts.config.file} says ${formatDouble(configured)}.`,
      remedy: 'Set trade.slippage_bps to what the run used.',
    }),
  ];
}

/** Positions must open before they change, and the last balance must be the final one. */
function ledgerIssues(inputs: RunInputs): Issue[] {
  const { report, initState } = inputs;
  const open = new Set(initState?.state.positions.map(({ symbol }) => symbol));
  for (const [index, row] of report.trades.entries()) {
    const isOpening = row.action.startsWith('OPEN_');
    if (isOpening === open.has(row.symbol)) {
      const place = inReport(inputs, ['trades', index]);
      return [isOpening ? reopened(place, row) : seeded(place, row)];
    }
    if (isOpening) open.add(row.symbol);
    if (row.action.startsWith('CLOSE_')) open.delete(row.symbol);
  }
  const last = report.trades[report.trades.length - 1]?.balance ?? report.initial_balance;
  if (last === report.final_balance) return [];
  return [
    makeIssue('openclaw.report.balance', inReport(inputs, ['final_balance']), {
      message: `The final balance is ${formatDouble(report.final_balance)}, but the ledger ends at ${formatDouble(last)}.`,
      remedy: 'Give the report with all of its "trades".',
    }),
  ];
}

const seeded = (place: IssuePlace, row: OpenclawRow): Issue =>
  makeIssue('openclaw.report.seeded', place, {
    message: `${row.action} ${row.symbol} changes a position that no earlier row opened: the run began with positions.`,
    remedy: 'Give the state it began from (--init-state), with all positions it had.',
  });

const reopened = (place: IssuePlace, row: OpenclawRow): Issue =>
  makeIssue('openclaw.report.order', place, {
    message: `${row.action} ${row.symbol} opens a position that is already open.`,
    remedy: 'Give the report with all of its "trades", in the order the engine wrote them.',
  });
