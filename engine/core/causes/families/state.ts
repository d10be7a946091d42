// State without a record of it: account and positions solved from ledger rows, and fields of the strategy's state that have
// not changed since the start, tried with the values live recorded around the departure.
import type { Snapshot } from '../../schema/index.js';
import { leavesOf, type Leaf } from '../../session/json-path.js';
import type { Candidate, Family } from '../candidate.js';
import { readings, solve } from '../decimal-solver.js';
import type { Investigation } from '../investigation.js';
import { CLASS, isInert, isStateProven, shown, stateCandidate } from './state-candidate.js';
import { valuePool, type Pool } from './value-pool.js';

/** Account and positions, solved from the numbers of the departing ledger row. */
export const ledgerState: Family = (investigation) => {
  // Neither is a matter of the state at the start.
  const always = [...frozen(investigation), ...windowEnd(investigation)];
  if (isStateProven(investigation)) return always;
  return [
    ...always,
    ...balances(investigation),
    ...bases(investigation),
    ...positions(investigation),
  ];
};

function balances(investigation: Investigation): Candidate[] {
  const { departure, scene, num } = investigation;
  const stated = scene.stateAtStart.account.balance;
  const values: string[] = [];
  for (const { path, live, replay } of departure.fields) {
    if (live === null || replay === null) continue;
    const [a, b] = [solver(live), solver(replay)];
    if (a === undefined || b === undefined || b.isZero()) continue;
    if (path === 'balance' || path === 'state.account.balance')
      values.push(...readings(num, solve(stated).add(a.sub(b))));
    // Sizes and margins follow the balance in proportion, at least before anything is open.
    else values.push(...readings(num, solve(stated).mul(a).div(b)));
    if (path.startsWith('gates.')) values.push(...readings(num, solve(stated).add(a.sub(b))));
  }
  return [...new Set(values)]
    .filter((value) => value !== stated)
    .slice(0, 60)
    .map((value, index) =>
      stateCandidate([{ path: 'account.balance', value }], {
        title: `the snapshot's balance is ${stated}; live had ${value}`,
        isRecorded: false,
        freedom: 1,
        order: index,
        isInert: false,
      }),
    );
}

const solver = (text: string): ReturnType<typeof solve> | undefined =>
  /^-?[\d.]+(?:e[+-]?\d+)?$/i.test(text) ? solve(text) : undefined;

/** Entry basis and size of a position that was open at the start, from the row that closes it. */
function bases(investigation: Investigation): Candidate[] {
  const { departure, scene, num, symbol } = investigation;
  const { live } = departure;
  const position = scene.stateAtStart.positions[symbol];
  if (position === undefined || live?.kind !== 'ledger') return [];
  const candidates: Candidate[] = [];
  const add = (field: 'entryPrice' | 'size', values: readonly string[], isRecorded: boolean) => {
    const path = `positions.${symbol}.${field}`;
    values.forEach((value, index) => {
      candidates.push(
        stateCandidate([{ path, value }], {
          title: `the snapshot's ${symbol} position has ${field} ${position[field]}; live had ${value}`,
          isRecorded,
          freedom: isRecorded ? 0 : 1,
          order: 10 + index,
          isInert: isInert(investigation, path),
        }),
      );
    });
  };
  if (live.action === 'CLOSE' || live.action === 'REDUCE') {
    add('size', [live.size], true);
    add('entryPrice', readings(num, solvedBasis(live), 'loose'), false);
  }
  return candidates;
}

/** price - pnl/size for a long, price + pnl/size for a short: the formula of realised profit turned round. */
function solvedBasis(live: {
  readonly side: string;
  readonly price: string;
  readonly pnl: string;
  readonly size: string;
}): ReturnType<typeof solve> {
  const size = solve(live.size);
  if (size.isZero()) return solve(live.price);
  const part = solve(live.pnl).div(size);
  return live.side === 'long' ? solve(live.price).sub(part) : solve(live.price).add(part);
}

/** A position live closes and the snapshot lacks, or one that the snapshot has and live never had. */
function positions(investigation: Investigation): Candidate[] {
  const { departure, scene, num, symbol, file, market } = investigation;
  const { live, replay } = departure;
  const path = `positions.${symbol}`;
  const candidates: Candidate[] = [];
  const stated = scene.stateAtStart.positions[symbol];
  if (stated !== undefined) {
    candidates.push(
      stateCandidate([{ path, value: null }], {
        title: `the snapshot has a ${symbol} position that live did not have`,
        isRecorded: false,
        freedom: 1,
        order: 20,
        isInert: isInert(investigation, path),
      }),
    );
  }
  const row = [live, ...investigation.liveTick].find(
    (event) =>
      event?.kind === 'ledger' &&
      event.symbol === symbol &&
      (event.action === 'CLOSE' || event.action === 'REDUCE'),
  );
  if (row?.kind !== 'ledger' || stated !== undefined || replay?.kind === 'ledger')
    return candidates;
  const openTs =
    file.snapshot.cursor.lastTickTs ?? (market.times[0] ?? 0) - file.manifest.intervalMs;
  for (const entryPrice of readings(num, solvedBasis(row), 'loose')) {
    const margin = num.format(num(entryPrice).mul(row.size));
    const value = {
      side: row.side,
      size: row.size,
      entryPrice,
      leverage: '1',
      margin,
      adds: 0,
      openTs,
      lastAddTs: openTs,
    };
    candidates.push(
      stateCandidate([{ path, value }], {
        title: `the snapshot lacks live's ${row.side} ${symbol} position`,
        isRecorded: true,
        freedom: 1,
        order: 21,
        isInert: false,
      }),
    );
  }
  return candidates;
}

function frozen({ departure, scene }: Investigation): Candidate[] {
  const field = departure.fields.find(
    ({ path }) => path === 'balance' || path === 'state.account.balance',
  );
  if (field?.live !== scene.stateAtStart.account.balance) return [];
  return [
    {
      class: CLASS,
      title: `live's balance never moves from ${field.live}`,
      interventions: [{ kind: 'state-frozen-balance' }],
      isRecorded: true,
      freedom: 0,
      fromTs: null,
      order: 0,
    },
  ];
}

/** Rows of the last tick that only an end of the run explains, or that lack one. */
function windowEnd({ departure, market, settings }: Investigation): Candidate[] {
  if (departure.ts !== market.times.at(-1)) return [];
  const end = settings.end === 'cut' ? 'finish' : 'cut';
  const title =
    end === 'finish'
      ? 'live closed its positions at the end of the run; the capture says that the run went on'
      : 'live went on after the window; the capture says that the run ended there';
  return [
    {
      class: CLASS,
      title,
      interventions: [{ kind: 'state-window-end', end }],
      isRecorded: true,
      freedom: 0,
      fromTs: departure.ts,
      order: 0,
    },
  ];
}

/** One tick each: more would not end within the time people wait. */
const PROBES_MAX = 6_000;

/** Fields of the strategy's state (and of positions) that have not moved since the start. */
export const searchedState: Family = (investigation) => {
  if (isStateProven(investigation)) return [];
  const leaves = inertLeaves(investigation);
  const pool = valuePool(investigation);
  const single = leaves.flatMap((leaf, index) =>
    leafCandidates({ leaf, pool, order: 100 + index / 10_000 }),
  );
  const pairs = pairCandidates(leaves, pool);
  return [...single, ...pairs].slice(0, PROBES_MAX);
};

function inertLeaves(investigation: Investigation): readonly Leaf[] {
  const { scene, symbol, file } = investigation;
  const parts = (state: Snapshot): Leaf[] => [
    ...leavesOf(state.positions, ['positions']),
    ...leavesOf(state.strategy, ['strategy']),
  ];
  const before = new Map(parts(scene.stateBefore).map(({ path, value }) => [path, value]));
  const inert = parts(scene.stateAtStart).filter(({ path, value }) => before.get(path) === value);
  // The departing symbol's own part first.
  const index = [...file.manifest.symbols].sort().indexOf(symbol);
  const isOwn = ({ path }: Leaf): boolean =>
    path.includes(`[${String(index)}]`) || path.includes(`.${symbol}.`);
  return [...inert.filter(isOwn), ...inert.filter((leaf) => !isOwn(leaf))];
}

interface LeafSearch {
  readonly leaf: Leaf;
  readonly pool: Pool;
  readonly order: number;
}

function leafCandidates(search: LeafSearch): Candidate[] {
  const { leaf } = search;
  return search.pool.valuesFor(leaf).map(({ value, isRecorded }) =>
    stateCandidate([{ path: leaf.path, value }], {
      title: `the snapshot has ${leaf.path} = ${shown(leaf.value)}; live had ${shown(value)}`,
      isRecorded: false,
      freedom: isRecorded ? 1 : 2,
      order: search.order,
      isInert: true,
      facts: isRecorded ? [`${shown(value)} is on record among live's values of that tick`] : [],
    }),
  );
}

/** A flag and the number it switches on, in one record: `isTrailing` with `trailingStop`. */
function pairCandidates(leaves: readonly Leaf[], pool: Pool): Candidate[] {
  const parentOf = (path: string): string => path.replace(/[.[][^.[]*$/, '');
  const flags = leaves.filter(({ value }) => typeof value === 'boolean');
  return flags.flatMap((flag, index) => {
    const siblings = leaves.filter(
      (leaf) => parentOf(leaf.path) === parentOf(flag.path) && typeof leaf.value !== 'boolean',
    );
    return siblings.flatMap((sibling) =>
      pool
        .valuesFor(sibling)
        .filter(({ isRecorded }) => isRecorded)
        .map(({ value }) =>
          stateCandidate(
            [
              { path: flag.path, value: flag.value !== true },
              { path: sibling.path, value },
            ],
            {
              title: `the snapshot lacks ${sibling.path}: live had ${shown(value)}, and ${flag.path} = ${String(flag.value !== true)}`,
              isRecorded: false,
              freedom: 2,
              order: 200 + index,
              isInert: true,
              facts: [`${shown(value)} is on record among live's values of that tick`],
            },
          ),
        ),
    );
  });
}
