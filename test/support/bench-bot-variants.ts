// Logic bugs for the bench bot, one each, as textual changes: what live ran while the replay runs the files as they are,
// or the other way round.
import { readFileSync } from 'node:fs';
import { BOT_FOLDER } from './bench-bot.js';
import type { GateName, ReasonCode } from '../fixtures/strategies/bench-bot/catalogue.js';

export interface LogicVariant {
  readonly name: string;
  /** Row of the table of causes it stands for. */
  readonly cause: number;
  readonly file: string;
  /** Occurs exactly once in the file. */
  readonly search: string;
  readonly replace: string;
  /** What comes out differently first: a gate, the order of events, a ranking, a price, a size, a state. */
  readonly first: 'gate' | 'order' | 'ranking' | 'price' | 'size' | 'state' | 'signal';
  /** The gates that may be the first to differ, and reasons of decisions that may. */
  readonly gates?: readonly GateName[];
  readonly reasons?: readonly ReasonCode[];
}

export const LOGIC_VARIANTS: readonly LogicVariant[] = [
  {
    name: 'confirmation gate > for >=',
    cause: 18,
    file: 'entries.ts',
    search: `'confirm', tick.num(desk.aligned), '>='`,
    replace: `'confirm', tick.num(desk.aligned), '>'`,
    first: 'gate',
    gates: ['confirm'],
  },
  {
    name: 'cooldown gate > for >=',
    cause: 14,
    file: 'entries.ts',
    search: `'cooldown', tick.num(elapsed), '>='`,
    replace: `'cooldown', tick.num(elapsed), '>'`,
    first: 'gate',
    gates: ['cooldown'],
  },
  {
    name: 'position limit <= for <',
    cause: 15,
    file: 'entries.ts',
    search: `tick.num(positionsOf(tick)), '<'`,
    replace: `tick.num(positionsOf(tick)), '<='`,
    first: 'gate',
    gates: ['positions'],
  },
  {
    name: 'trend gate reads the directional index',
    cause: 18,
    file: 'entries.ts',
    search: `'adx_min', desk.direction.adx, '>'`,
    replace: `'adx_min', desk.direction.dx, '>'`,
    first: 'gate',
    gates: ['adx_min'],
  },
  {
    name: 'symbols in reverse order',
    cause: 19,
    file: 'index.ts',
    search: 'for (const symbol of tick.symbols) {',
    replace: 'for (const symbol of [...tick.symbols].reverse()) {',
    first: 'order',
  },
  {
    name: 'ranking without its tie-break',
    cause: 19,
    file: 'entries.ts',
    search: 'if (!a.range.eq(b.range)) return a.range.gt(b.range) ? -1 : 1;',
    replace: '',
    first: 'ranking',
    reasons: ['entry_signal', 'blocked_budget', 'blocked_positions'],
  },
  {
    name: 'ranking turned round',
    cause: 19,
    file: 'entries.ts',
    search: 'return b.score - a.score;',
    replace: 'return a.score - b.score;',
    first: 'ranking',
    reasons: ['entry_signal', 'blocked_budget', 'blocked_positions'],
  },
  {
    name: 'cooldown not armed by a partial exit',
    cause: 14,
    file: 'exits.ts',
    search: `  m.desk.trade.hasTakenPartial = true;
  m.desk.lastExit = m.tick.ts;`,
    replace: '  m.desk.trade.hasTakenPartial = true;',
    first: 'state',
    gates: ['add_cooldown'],
  },
  {
    name: 'cooldown compared as an unsigned number',
    cause: 14,
    file: 'entries.ts',
    search: 'const elapsed = tick.ts - desk.lastExit;',
    replace: 'const elapsed = (desk.lastExit - tick.ts) >>> 0;',
    first: 'gate',
    gates: ['cooldown'],
  },
  {
    name: 'add cooldown counted from the opening',
    cause: 14,
    file: 'adds.ts',
    search: 'const { adds, lastAddTs } = tick.position(symbol);',
    replace: 'const { adds, openTs: lastAddTs } = tick.position(symbol);',
    first: 'gate',
    gates: ['add_cooldown'],
  },
  {
    name: 'crossing tested before the stops',
    cause: 4,
    file: 'exits.ts',
    search: `  if (hitsStop(m)) return true;
  if (hitsTrailing(m)) return true;`,
    replace: `  if (hasCrossed(m)) return true;
  if (hitsStop(m)) return true;
  if (hitsTrailing(m)) return true;`,
    first: 'order',
    gates: ['cross', 'stop_loss'],
  },
  {
    name: 'first target before the trailing stop',
    cause: 4,
    file: 'exits.ts',
    search: '  if (hitsTrailing(m)) return true;',
    replace: `  if (hitsPartial(m)) return true;
  if (hitsTrailing(m)) return true;`,
    first: 'order',
    gates: ['partial', 'trail_start', 'trailing_stop'],
  },
  {
    name: 'entries before exits and adds',
    cause: 4,
    file: 'index.ts',
    search: `    else if (!checkExits(m)) tryAdd(m);
  }
  openCandidates(tick, candidates);`,
    replace: `  }
  const open = tick.symbols.filter((symbol) => tick.position(symbol).side !== 'flat');
  openCandidates(tick, candidates);
  for (const symbol of open) {
    const m = momentOf(tick, symbol);
    if (!checkExits(m)) tryAdd(m);
  }`,
    first: 'order',
  },
  {
    name: 'signal on the open',
    cause: 3,
    file: 'desk.ts',
    search: 'const price = bar.close;',
    replace: 'const price = bar.open;',
    first: 'signal',
  },
  {
    name: 'ranks of the confidence swapped',
    cause: 9,
    file: 'entries.ts',
    search: 'const RANKS = { low: 0, medium: 1, high: 2 } as const;',
    replace: 'const RANKS = { low: 0, medium: 2, high: 1 } as const;',
    first: 'gate',
    gates: ['confidence'],
  },
  {
    name: 'add gate after the add',
    cause: 18,
    file: 'adds.ts',
    search: `  if (!hasProfit(m)) return 'add_profit';
  return placeAdd(m);`,
    replace: `  const refusal = placeAdd(m);
  hasProfit(m);
  return refusal;`,
    first: 'order',
    gates: ['add_profit', 'add_margin'],
  },
  {
    name: 'ATR floor forgotten at the entry',
    cause: 18,
    file: 'entries.ts',
    search: 'trade.entryAtr = flooredAtr(m);',
    replace: 'trade.entryAtr = desk.range.value;',
    first: 'state',
    gates: ['stop_loss', 'trail_start', 'add_profit'],
  },
  {
    name: 'ATR floor not in the size',
    cause: 18,
    file: 'sizing.ts',
    search: `const scale = m.desk.close.mul('0.005').div(flooredAtr(m));`,
    replace: `const scale = m.desk.close.mul('0.005').div(m.desk.range.value);`,
    first: 'size',
    gates: ['margin', 'min_notional', 'add_margin'],
  },
  {
    name: 'leverage of another tier',
    cause: 15,
    file: 'sizing.ts',
    search: `return confidence === 'medium' ? medium : low;`,
    replace: `return confidence === 'medium' ? high : low;`,
    first: 'size',
    gates: ['min_notional'],
  },
  {
    name: 'margin of the order counted twice',
    cause: 15,
    file: 'adds.ts',
    search: `'add_margin', headroomOf(tick).sub(margin)`,
    replace: `'add_margin', headroomOf(tick).sub(margin).sub(margin)`,
    first: 'gate',
    gates: ['add_margin'],
  },
  {
    name: 'stop price taken as exit price',
    cause: 16,
    file: 'exits.ts',
    search: `tick.close(symbol, { reason: 'exit_stop_loss', confidence: desk.trade.confidence });`,
    replace: `tick.close(symbol, { reason: 'exit_stop_loss', confidence: desk.trade.confidence, price: stop });`,
    first: 'price',
    reasons: ['exit_stop_loss'],
  },
  {
    name: 'unrealised profit counted into sizes',
    cause: 24,
    file: 'sizing.ts',
    search: 'return tick.account.balance;',
    replace: 'return tick.account.balance.add(unrealisedOf(tick));',
    first: 'size',
    gates: ['margin', 'min_notional', 'add_margin'],
  },
  {
    name: 'trailing stop moved to the entry by the partial exit',
    cause: 5,
    file: 'exits.ts',
    search: '  m.desk.trade.hasTakenPartial = true;',
    replace: `  m.desk.trade.hasTakenPartial = true;
  m.desk.trade.trailingStop = m.tick.position(m.symbol).entryPrice;`,
    first: 'state',
    gates: ['trailing_stop'],
  },
  {
    name: 'trailing stop that moves back',
    cause: 5,
    file: 'exits.ts',
    search: 'else if (long) trade.trailingStop = max(candidate, trade.trailingStop);',
    replace: 'else if (long) trade.trailingStop = candidate;',
    first: 'state',
    gates: ['trailing_stop'],
  },
  {
    name: 'partial exit not remembered',
    cause: 5,
    file: 'exits.ts',
    search: '  m.desk.trade.hasTakenPartial = true;\n',
    replace: '',
    first: 'state',
    gates: ['partial'],
  },
  {
    name: 'confirmation counted on after a turn',
    cause: 3,
    file: 'desk.ts',
    search: 'this.aligned = side === this.alignedSide ? this.aligned + 1 : 1;',
    replace: 'this.aligned += 1;',
    first: 'state',
    gates: ['confirm'],
  },
];

/** Editor text of the bot with the bug in it, for `OpenOptions.overlays`. */
export function overlaysOf(variant: LogicVariant): Readonly<Record<string, string>> {
  const { file, search, replace, name } = variant;
  const path = `${BOT_FOLDER}${file}`;
  const parts = readFileSync(path, 'utf8').split(search);
  if (parts.length !== 2)
    throw new Error(`"${name}": the text occurs ${String(parts.length - 1)} times in ${file}`);
  return { [path]: parts.join(replace) };
}

/** Lines of the unchanged file that a variant changes, from 1. */
export function linesOf(variant: LogicVariant): { readonly first: number; readonly last: number } {
  const text = readFileSync(`${BOT_FOLDER}${variant.file}`, 'utf8');
  const lineAt = (offset: number): number => text.slice(0, offset).split('\n').length;
  const start = text.indexOf(variant.search);
  return { first: lineAt(start), last: lineAt(start + variant.search.trimEnd().length) };
}
