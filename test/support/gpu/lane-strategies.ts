// Small portable strategies as text. They sum what they see, so that a parameter shows in every tick's state.
interface Parts {
  readonly id: string;
  /** Statements of every tick and symbol. */
  readonly body: string;
  /** What the statements call. */
  readonly functions?: string;
}

export const tallyStrategy = ({ id, body, functions = '' }: Parts): string => `
import { defineStrategy, param, type Num, type Tick } from 'lockstep/strategy';

interface Params { readonly factor: Num; readonly last: number }
interface State { total: Num; seen: number; closes: Num[] }
type TallyTick = Tick<Params, State, 'wait', 'above'>;

export default defineStrategy({
  id: '${id}',
  params: { factor: param.decimal('1'), last: param.integer(3) },
  reasons: { wait: 'Waiting' },
  gates: { above: 'Above' },
  state: (setup): State => ({ total: setup.num(0), seen: 0, closes: [] }),
  onTick,
  onEnd,
});

function onTick(tick: TallyTick): void {
  const { num, params, state } = tick;
  for (const symbol of tick.symbols) {
    const { close } = tick.bar(symbol);
    state.seen += 1;
    state.closes.push(close);
    ${body}
    tick.observe(symbol, 'total', state.total);
    tick.observe(symbol, 'closes', num(state.closes.length));
    tick.hold(symbol, 'wait');
  }
}

${functions}

function onEnd(tick: TallyTick): void {
  tick.state.total = tick.state.total.neg();
}
`;

/** A third has no end, so every policy rounds it its own way. */
export const SUMMING = tallyStrategy({
  id: 'summing',
  body: 'state.total = state.total.add(close.mul(params.factor)).div(num(3));',
});

export const MULTIPLYING = tallyStrategy({
  id: 'multiplying',
  body: `state.total = state.total.add(1).mul(params.factor).sub(close);
    if (state.total.gt(1000)) state.total = num(0);`,
});

/** The state differs from the third tick on, where the parameter does; the events never do. */
export const COUNTING = tallyStrategy({
  id: 'counting',
  body: 'if (state.seen > 4) state.seen += params.last;',
});

/** In the third tick a value is missing: there are two symbols, and a list one shorter than looked into. */
export const MISSING_AT = 'state.closes[state.closes.length]';
export const MISSING = tallyStrategy({
  id: 'missing',
  body: `if (state.seen > 4) state.total = ${MISSING_AT}!.add(1);`,
});

export const ENDLESS = tallyStrategy({
  id: 'endless',
  body: 'while (state.seen > 4) state.total = state.total.add(1);',
});

/** Whole numbers of every operation, lists that grow past their room, a sort, text that is compared, optional values. */
export const MIXED = tallyStrategy({
  id: 'mixed',
  body: `const made: Made[] = [];
    for (let i = 0; i < 40; i += 1) made.push({ at: i, value: close.mul(i * 7919 % 13).sub(state.total) });
    made.sort(byValue);
    const first = made[0];
    let total = num(0);
    let largest: Num | null = null;
    for (const { value } of made) {
      total = total.add(value.abs().sqrt()).sub(value.trunc());
      if (largest === null || value.gt(largest)) largest = value;
    }
    if (largest !== null && largest.isFinite() && !largest.isZero()) total = total.div(largest);
    const rest = tick.ts % (state.seen * 7919 + 1) + 1;
    state.seen += Math.min(rest, 5) + Math.max(-rest, -3) + (Math.abs(-rest) % 11) * 3 - 2;
    if (first !== undefined) state.seen += first.at;
    if (state.seen < 0) state.seen = -state.seen;
    state.total = total.neg();
    if (tick.position(symbol).side === 'flat' && made.length === 40) state.total = state.total.add(1);`,
  functions: `interface Made { readonly at: number; readonly value: Num }
function byValue(a: Made, b: Made): number {
  const order = a.value.cmp(b.value);
  return order === 0 ? b.at - a.at : order;
}`,
});

/** Orders that are rounded by every step of the venue. */
export const TRADING = tallyStrategy({
  id: 'trading',
  body: `state.total = close.div(num(7));
    const size = state.total.mul(params.factor);
    const order = { side: 'long', size, margin: size.mul(close), leverage: num(1) } as const;
    if (tick.position(symbol).side === 'flat') tick.open(symbol, { ...order, reason: 'wait' });
    else tick.close(symbol, { reason: 'wait' });
    if (state.seen > 0) continue;`,
});

/** Exponents beyond those of a cell, but none of it is kept: the reference lane goes on. */
export const HUGE_AT = 'big.mul(big)';
export const HUGE = tallyStrategy({
  id: 'huge',
  body: `let big = num(10);
    if (state.seen > 4) {
      for (let i = 0; i < 30; i += 1) big = ${HUGE_AT};
    }
    if (big.gt(0)) state.total = close;`,
});

export const WHOLES_AT = 'state.seen * 9007199254740991';
export const WHOLES = tallyStrategy({
  id: 'wholes',
  body: `if (state.seen > 4 && ${WHOLES_AT} > 0) state.total = close;`,
});

/** As long as a parameter says: lanes of one batch end in different dispatches. */
export const LOOPING = tallyStrategy({
  id: 'looping',
  body: 'for (let i = 0; i < params.last; i += 1) state.total = state.total.add(close);',
});
