// Whether a run can start from an init state, and what the file leaves open.
import { formatDouble } from '../../../core/numeric/index.js';
import {
  makeIssue,
  placeOfPath,
  type Issue,
  type IssueCode,
  type IssuePlace,
  type JsonPath,
} from '../../../core/schema/index.js';
import type { OpenclawInitState } from '../../../core/schema/foreign/openclaw-init-state.js';
import type { NamedText } from '../foreign-file.js';
import { timelineOf, tradedSymbols } from './candles.js';
import { configValue } from './params.js';
import type { RunInputs } from './run-inputs.js';

/** How the engine writes that a position was never added to. */
export const NO_ADD = 0;

type Found = readonly [path: JsonPath, message: string, remedy: string];

const issuesOf = (text: NamedText, code: IssueCode, found: readonly Found[]): Issue[] =>
  found.map(([path, message, remedy]) =>
    makeIssue(code, placeOfPath(text, path, 'value'), { message, remedy }),
  );

/** What stands against starting a run from it. */
export function initStateIssues(inputs: RunInputs, fromTs: number): Issue[] {
  const { initState } = inputs;
  if (initState === undefined) return [];
  const { text } = initState;
  return [
    ...issuesOf(text, 'openclaw.init-state.symbol', unknownPositions(inputs, initState.state)),
    ...issuesOf(text, 'openclaw.init-state.duplicate', duplicates(initState.state)),
    ...issuesOf(text, 'openclaw.init-state.time', impossibleTimes(initState.state, fromTs)),
    ...issuesOf(text, 'openclaw.init-state.balance', otherBalance(inputs, initState.state)),
    ...issuesOf(text, 'openclaw.init-state.ignored', unknownAttempts(inputs, initState.state)),
  ];
}

function unknownPositions({ candles, texts }: RunInputs, state: OpenclawInitState): Found[] {
  const known = new Set(tradedSymbols(candles));
  return state.positions.flatMap(({ symbol }, index): Found[] => {
    if (known.has(symbol)) return [];
    const message = `The run begins with a position in ${symbol}, which has no candle in ${texts.candles.file}.`;
    const remedy = 'Give the candles of every symbol with a position.';
    return [[['positions', index, 'symbol'], message, remedy]];
  });
}

function duplicates({ positions }: OpenclawInitState): Found[] {
  const seen = new Set<string>();
  return positions.flatMap(({ symbol }, index): Found[] => {
    if (!seen.has(symbol)) {
      seen.add(symbol);
      return [];
    }
    const remedy = 'Keep one position for each symbol.';
    return [[['positions', index, 'symbol'], `${symbol} has a second position.`, remedy]];
  });
}

/** Nothing in the state can be later than the run's start, and no add earlier than its opening. */
function impossibleTimes(state: OpenclawInitState, fromTs: number): Found[] {
  const late = (path: JsonPath, ts: number): Found[] => {
    if (ts <= fromTs) return [];
    const message = `${String(ts)} is after the run's start, ${String(fromTs)}.`;
    return [[path, message, 'Give the state as it was when the run started, and its --from.']];
  };
  const ofPositions = state.positions.flatMap((position, index): Found[] => {
    const { open_time_ms: open, last_add_time_ms: lastAdd } = position;
    const path = ['positions', index, 'last_add_time_ms'];
    if (lastAdd !== NO_ADD && lastAdd < open) {
      const message = `The last add, ${String(lastAdd)}, is before the opening, ${String(open)}.`;
      return [[path, message, 'A position without adds has 0 or its opening time here.']];
    }
    return [...late(['positions', index, 'open_time_ms'], open), ...late(path, lastAdd)];
  });
  const ofAttempts = ATTEMPTS.flatMap((name) =>
    Object.entries(state.runtime?.[name] ?? {}).flatMap(([symbol, ts]) =>
      late(['runtime', name, symbol], ts),
    ),
  );
  return [...ofPositions, ...ofAttempts];
}

export const ATTEMPTS = ['entry_attempt_ms_by_symbol', 'exit_attempt_ms_by_symbol'] as const;

function otherBalance({ report, texts }: RunInputs, state: OpenclawInitState): Found[] {
  if (Object.is(report.initial_balance, state.balance)) return [];
  const message = `The balance is ${formatDouble(state.balance)}, but ${texts.report.file} began with ${formatDouble(report.initial_balance)}.`;
  return [[['balance'], message, 'Give the state this very run started from.']];
}

function unknownAttempts({ candles }: RunInputs, state: OpenclawInitState): Found[] {
  const known = new Set(tradedSymbols(candles));
  return ATTEMPTS.flatMap((name) =>
    Object.keys(state.runtime?.[name] ?? {}).flatMap((symbol): Found[] => {
      if (known.has(symbol)) return [];
      const message = `${symbol} has no candle, so its last attempt has no effect.`;
      return [[['runtime', name, symbol], message, 'Give its candles if the run traded it.']];
    }),
  );
}

type Assumption = readonly [isOpen: boolean, path: string, message: string, remedy: string];

/** Fields of the capture's snapshot that the file does not state: what stands there instead, one warning a field. */
export function assumptions(inputs: RunInputs, fromTs: number): Issue[] {
  const { initState } = inputs;
  if (initState === undefined) return [];
  const { state, text } = initState;
  const all = [...ofStart(inputs, state, fromTs), ...ofPauses(inputs, state), ...NEVER_STATED];
  return all.flatMap(([isOpen, path, message, remedy]) => {
    const place: IssuePlace = { file: text.file, path };
    return isOpen ? [makeIssue('openclaw.init-state.assumed', place, { message, remedy })] : [];
  });
}

function ofStart({ candles }: RunInputs, state: OpenclawInitState, fromTs: number): Assumption[] {
  const before = timelineOf(candles).filter((ts) => ts < fromTs).length;
  return [
    [
      fromTs === state.exported_at_ms,
      'run.from_ts',
      `The run is taken to start when the state was exported, at ${String(fromTs)}.`,
      'Give its start with --from if it was another.',
    ],
    [
      true,
      'strategy.desks[].bank',
      `The file has no indicators: they are warmed up from the ${String(before)} candle times before the start.`,
      'That is exact only if the run itself was warmed up from the same first candle.',
    ],
  ];
}

function ofPauses({ candles, config }: RunInputs, state: OpenclawInitState): Assumption[] {
  const symbols = tradedSymbols(candles);
  const unlisted = (name: (typeof ATTEMPTS)[number]): readonly string[] =>
    symbols.filter((symbol) => state.runtime?.[name]?.[symbol] === undefined);
  const entries = unlisted('entry_attempt_ms_by_symbol');
  const exits = unlisted('exit_attempt_ms_by_symbol');
  return [
    [
      state.positions.some((position) => position.last_add_time_ms === NO_ADD),
      'positions[].lastAddTs',
      'A position states 0 as its last add: it stands as the earliest time there is, so no pause of adds is under way.',
      'That is what the engine makes of it.',
    ],
    [
      configValue(config, ['trade', 'reentry_cooldown_minutes']) !== 0,
      'strategy.desks[].times.lastClose',
      'The file has no last close (time, side, reason): no re-entry pause is under way at the start.',
      'An entry that live held back soon after the start may show here; record the time, side and reason of each last close.',
    ],
    [
      entries.length > 0,
      'strategy.desks[].times.lastEntry',
      `No last entry is stated for ${entries.join(', ')}: no entry pause is under way.`,
      'List it under runtime.entry_attempt_ms_by_symbol.',
    ],
    [
      exits.length > 0,
      'strategy.desks[].times.lastExit',
      `No last exit is stated for ${exits.join(', ')}: no exit pause is under way.`,
      'List it under runtime.exit_attempt_ms_by_symbol.',
    ],
  ];
}

const NEVER_STATED: readonly Assumption[] = [
  [
    true,
    'strategy.shadow',
    'The file has no shadow account: its cash is the balance, its step 0, its positions are those of the account.',
    'It feeds diagnostics and no trade.',
  ],
  [
    true,
    'strategy.counters',
    'The file has no gate statistics: they begin at 0.',
    'They are counted from the start of the run.',
  ],
  [
    true,
    'orders',
    'The file has no orders: none is under way.',
    'Export the state while no order is open.',
  ],
  [
    true,
    'cursor.seq',
    'The file has no event number: the events of the run are counted from 1.',
    'Nothing to do: the report is the whole run.',
  ],
];
