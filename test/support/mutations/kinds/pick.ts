// Places in a recording to put a cause at.
import type { BarRecord, Json, PositionRecord } from '../../../../engine/core/schema/index.js';
import type { EventDraft } from '../../../../engine/host/capture/index.js';
import { createNumeric, type Num, type Numeric } from '../../../../engine/core/numeric/index.js';
import type { SeededRandom } from '../../seeded-random.js';
import { tickOf } from '../first-departure.js';
import type { Scene } from '../kind.js';

/** Ticks at the end of the window in which a cause would have nothing left to show. */
const TAIL_TICKS = 40;

export const anySymbol = (scene: Scene, random: SeededRandom): string =>
  random.pick(scene.parts.manifest.symbols);

/** Open time of a random tick, late enough to have a past and early enough to have a future. */
export const anyTs = (scene: Scene, random: SeededRandom, margin = 5): number =>
  scene.tickTs[random.int(margin, scene.tickTs.length - TAIL_TICKS)] ?? 0;

export function barAt(scene: Scene, symbol: string, openTs: number): BarRecord {
  const bar = scene.parts.bars.find((one) => one.symbol === symbol && one.openTs === openTs);
  if (bar === undefined) throw new Error(`no bar of ${symbol} at ${String(openTs)}`);
  return bar;
}

export const numericOf = (scene: Scene): Numeric => createNumeric(scene.parts.manifest.numeric);

/** A price moved by a part of itself, with the decimals it has. */
export function moved(price: string, part: number): string {
  const decimals = price.split('.')[1]?.length ?? 0;
  return (Number(price) * (1 + part)).toFixed(Math.max(decimals, 2));
}

export interface OpenPosition {
  readonly symbol: string;
  readonly position: PositionRecord;
  /** The tick right after which it is known to be there. */
  readonly tick: number;
}

/** Positions on record in checkpoints, with a part of the window behind them. */
export function openPositions(scene: Scene): readonly OpenPosition[] {
  return scene.parts.events.flatMap((event) => {
    if (event.kind !== 'checkpoint' || event.seq === scene.parts.snapshot.cursor.seq + 1) return [];
    const tick = tickOf(scene, event);
    if (tick > scene.tickTs.length - TAIL_TICKS) return [];
    return Object.entries(event.state.positions ?? {}).map(([symbol, position]) => ({
      symbol,
      position,
      tick,
    }));
  });
}

export type Order = Extract<EventDraft, { kind: 'order' }>;
export type Fill = Extract<EventDraft, { kind: 'fill' }>;

export interface FilledOrder {
  readonly order: Order;
  readonly fill: Fill;
  /** Open time of the tick on which it was placed, and of the one on which it filled. */
  readonly placedTs: number;
  readonly filledTs: number;
}

/** Orders of the recording that filled, with a part of the window behind them. */
export function filledOrders(
  scene: Scene,
  actions: readonly Order['action'][],
): readonly FilledOrder[] {
  const { events } = scene.parts;
  return events.flatMap((order) => {
    if (order.kind !== 'order' || !actions.includes(order.action)) return [];
    const fill = events.find(
      (event): event is Fill =>
        event.kind === 'fill' && event.orderId === order.orderId && event.symbol === order.symbol,
    );
    const tick = tickOf(scene, order);
    if (fill === undefined || tick < 1 || tick > scene.tickTs.length - TAIL_TICKS) return [];
    const [placedTs = 0, filledTs = 0] = [scene.tickTs[tick], scene.tickTs[tickOf(scene, fill)]];
    return [{ order, fill, placedTs, filledTs }];
  });
}

/** When an event of a tick is stamped. */
export function stampOf(scene: Scene, openTs: number): number {
  const { venue, intervalMs } = scene.parts.manifest;
  return venue.eventTime === 'bar-close' ? openTs + intervalMs - 1 : openTs;
}

/** The fee the bench bot's venue charges. */
export function feeOf(scene: Scene, price: Num, size: Num): Num {
  const num = numericOf(scene);
  const { fee, rounding } = scene.parts.manifest.venue;
  return num.round(price.mul(size).mul(num(fee.rateBps).div(10_000)), rounding.fee);
}

/** A document with one value replaced. */
export const asJson = (value: unknown): Json => value as Json;
