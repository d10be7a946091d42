// The bench's report: who was taken for whom, kind by kind, and what failing cases said.
import Table from 'cli-table3';
import type { CaseResult } from './run-case.js';
import type { Outcome } from './score.js';

const OUTCOMES: readonly Outcome[] = ['right', 'imprecise', 'missed', 'wrong', 'error'];

const CLASS_NAMES: Readonly<Record<string, string>> = {
  'market-data-alignment-gap': 'market',
  'state-initialisation-gap': 'state',
  'numeric-policy-divergence': 'numeric',
  'non-simulatable-oms-effect': 'oms',
  'deterministic-logic-divergence': 'logic',
};

const named = (name: string): string => CLASS_NAMES[name] ?? name;
const COLUMNS = [
  'market',
  'state',
  'numeric',
  'oms',
  'logic',
  'invalid',
  'unclassified',
  'none',
  'error',
];

const plain = { head: [], border: [] };

/** Expected class by row, first wrong or unclassified answer (or else the right one) by column. */
export function confusionTable(results: readonly CaseResult[]): string {
  const table = new Table({ head: ['expected \\ got', ...COLUMNS], style: plain });
  for (const expected of ['market', 'state', 'numeric', 'oms', 'logic', 'invalid']) {
    const row = results.filter(({ expected: [first] }) => named(first ?? '') === expected);
    if (row.length === 0) continue;
    const cells = COLUMNS.map((column) => {
      const count = row.filter(({ score }) => named(score.got) === column).length;
      return count === 0 ? '.' : String(count);
    });
    table.push([expected, ...cells]);
  }
  return table.toString();
}

export function kindTable(results: readonly CaseResult[]): string {
  const table = new Table({
    head: ['kind', 'cases', ...OUTCOMES, 'place', 'heal', 'one root', 'redrawn', 'ms'],
    style: plain,
  });
  for (const name of [...new Set(results.map((result) => result.name))]) {
    const own = results.filter((result) => result.name === name);
    const count = (holds: (result: CaseResult) => boolean): string => {
      const found = own.filter(holds).length;
      return found === 0 ? '.' : String(found);
    };
    table.push([
      name,
      String(own.length),
      ...OUTCOMES.map((outcome) => count(({ score }) => score.outcome === outcome)),
      count(({ score }) => score.isPlaceRight),
      count(({ score }) => score.isInterventionRight),
      count(({ score }) => score.isOneRoot),
      String(own.reduce((sum, { skipped }) => sum + skipped, 0)),
      String(Math.max(...own.map(({ ms }) => ms))),
    ]);
  }
  return table.toString();
}

const percent = (part: number, whole: number): string =>
  whole === 0 ? '-' : `${((100 * part) / whole).toFixed(1)} %`;

export function totals(title: string, results: readonly CaseResult[]): string {
  const count = (holds: (result: CaseResult) => boolean): number => results.filter(holds).length;
  const times = results.map(({ ms }) => ms).sort((a, b) => a - b);
  const at = (part: number): string =>
    String(times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0);
  const all = results.length;
  const parts = OUTCOMES.map(
    (outcome) => `${outcome} ${String(count(({ score }) => score.outcome === outcome))}`,
  );
  return [
    `${title}: ${String(all)} cases; ${parts.join(', ')}`,
    `  class right ${percent(
      count(({ score }) => score.isClassRight),
      all,
    )}, place right ${percent(
      count(({ score }) => score.isPlaceRight),
      all,
    )}, intervention right ${percent(
      count(({ score }) => score.isInterventionRight),
      all,
    )}, one root a cause ${percent(
      count(({ score }) => score.isOneRoot),
      all,
    )}`,
    `  time of a search: median ${at(0.5)} ms, 95th percentile ${at(0.95)} ms, longest ${at(1)} ms`,
  ].join('\n');
}
