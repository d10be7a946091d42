// Balance of live and replay over the market, with the roots marked: an SVG drawn from numbers, readable without colour.
import type {
  EquityPoint,
  Explanation,
  PriceSeries,
  Root,
} from '../../../engine/host/replay/explanation.js';
import { thinned } from '../../../engine/host/replay/thinned.js';
import type { Markup } from './markup.js';
import { html } from './markup.js';
import { timeScale, valueScale, type Scale, type TimeScale } from './scale.js';

const WIDTH = 1000;
const LEFT = 78;
const RIGHT = 985;
const EQUITY = { top: 62, bottom: 300 };
const PRICE = { top: 350, bottom: 490 };
const HEIGHT = 525;
/** More points than pixels are not seen. */
const POINTS_MAX = 1_500;
/** Beyond this, markers hide the lines they are about. */
const MARKERS_MAX = 60;
/** The style knows this many kinds of line. */
const SERIES_KINDS = 4;

export function equityChart({ equity, prices = [], roots }: Explanation): Markup | null {
  const times = [
    ...equity.map(({ ts }) => ts),
    ...prices.flatMap(({ points }) => points.map(({ ts }) => ts)),
  ];
  if (equity.length === 0 || times.length === 0) return null;
  const [from, to] = [
    times.reduce((least, ts) => Math.min(least, ts), Infinity),
    times.reduce((most, ts) => Math.max(most, ts), -Infinity),
  ];
  const x = timeScale(from, to, [LEFT, RIGHT]);
  return html`<figure>
    <svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="chart-title chart-text">
      <title id="chart-title">Balance of live and replay over prices</title>
      <desc id="chart-text">${description(equity, roots)}</desc>
      ${equityPanel(equity, x, to)} ${pricePanel(prices, x)} ${timeAxis(x)} ${rootMarkers(roots, x)}
    </svg>
    <figcaption>${description(equity, roots)}</figcaption>
  </figure>`;
}

const last = (points: readonly EquityPoint[], side: 'live' | 'replay'): string =>
  points.reduce((text, point) => point[side] ?? text, 'not recorded');

function description(equity: readonly EquityPoint[], roots: readonly Root[]): string {
  const ends = `At the end the balance is ${last(equity, 'live')} live and ${last(equity, 'replay')} in the replay.`;
  const marked = roots.length > 0 ? ' Numbered lines mark the root causes.' : '';
  return `${ends}${marked} Times are UTC.`;
}

const px = (value: number): string => value.toFixed(1);

function equityPanel(equity: readonly EquityPoint[], x: TimeScale, to: number): Markup {
  const sides = (['live', 'replay'] as const).map((side) => ({
    side,
    points: thinned(
      equity.flatMap((point) => {
        const text = point[side];
        return text === null ? [] : [{ ts: point.ts, value: Number(text) }];
      }),
      POINTS_MAX,
    ),
  }));
  const values = sides.flatMap(({ points }) => points.map(({ value }) => value));
  const y = valueScale(values, EQUITY.bottom, EQUITY.top);
  return html`${panel(y, EQUITY)}
    <text class="title" x="${LEFT}" y="20">Balance</text>
    ${legend([
      { name: 'live', kind: 'live' },
      { name: 'replay', kind: 'replay' },
    ])}
    ${sides.map(
      ({ side, points }) =>
        html`<path class="line ${side}" d="${steps(points, { x, y, to })}"></path>`,
    )}`;
}

interface Point {
  readonly ts: number;
  readonly value: number;
}

/** A balance holds until it changes. */
function steps(
  points: readonly Point[],
  { x, y, to }: { readonly x: Scale; readonly y: Scale; readonly to: number },
): string {
  const moves = points.map(({ ts, value }, index) =>
    index === 0 ? `M${px(x.at(ts))} ${px(y.at(value))}` : `H${px(x.at(ts))}V${px(y.at(value))}`,
  );
  return points.length === 0 ? '' : `${moves.join('')}H${px(x.at(to))}`;
}

/** Closes relative to the first, so that symbols share one scale. */
function pricePanel(prices: readonly PriceSeries[], x: Scale): Markup | null {
  const series = prices.flatMap(({ symbol, points }, index) => {
    const first = Number(points[0]?.close ?? 0);
    if (first === 0) return [];
    const relative = points.map(({ ts, close }) => ({
      ts,
      value: (Number(close) / first - 1) * 100,
    }));
    return [
      { name: symbol, kind: `series-${String((index % SERIES_KINDS) + 1)}`, points: relative },
    ];
  });
  if (series.length === 0) return null;
  const y = valueScale(
    series.flatMap(({ points }) => points.map(({ value }) => value)),
    PRICE.bottom,
    PRICE.top,
  );
  return html`${panel(y, PRICE, ' %')}
    <text class="title" x="${LEFT}" y="${PRICE.top - 12}">Price since the start</text>
    ${legend(series, PRICE.top - 12)}
    ${series.map(
      ({ kind, points }) =>
        html`<path
          class="line ${kind}"
          d="${points.map(({ ts, value }, index) => `${index === 0 ? 'M' : 'L'}${px(x.at(ts))} ${px(y.at(value))}`).join('')}"
        ></path>`,
    )}`;
}

function panel(y: Scale, { top, bottom }: typeof EQUITY, unit = ''): Markup {
  return html`<rect
      class="frame"
      x="${LEFT}"
      y="${top}"
      width="${RIGHT - LEFT}"
      height="${bottom - top}"
    ></rect>
    ${y.ticks.map(
      (value) =>
        html`<line
            class="grid"
            x1="${LEFT}"
            x2="${RIGHT}"
            y1="${px(y.at(value))}"
            y2="${px(y.at(value))}"
          ></line>
          <text x="${LEFT - 8}" y="${px(y.at(value) + 4)}" text-anchor="end"
            >${short(value)}${unit}</text
          >`,
    )}`;
}

/** Grid values are round; more digits are the arithmetic's. */
const short = (value: number): string => String(Number(value.toPrecision(8)));

const LEGEND_STEP = 110;
const LEGEND_LEFT = 260;
/** The legend is one row; more symbols than fit are named in the text of the report. */
const LEGEND_MAX = 6;

function legend(
  items: readonly { readonly name: string; readonly kind: string }[],
  y = 20,
): Markup {
  return html`${items.slice(0, LEGEND_MAX).map(({ name, kind }, index) => {
    const x = LEGEND_LEFT + index * LEGEND_STEP;
    return html`<line
        class="line ${kind}"
        x1="${x}"
        x2="${x + 34}"
        y1="${y - 4}"
        y2="${y - 4}"
      ></line>
      <text x="${x + 41}" y="${y}">${name}</text>`;
  })}`;
}

/** A label is about this wide; centred on the edge it would be cut off. */
const LABEL_WIDTH = 80;

function timeAxis(x: TimeScale): Markup {
  return html`${x.ticks.map((ts) => {
    const at = Math.min(x.at(ts), RIGHT - LABEL_WIDTH / 2);
    return html`<text x="${px(at)}" y="${PRICE.bottom + 18}" text-anchor="middle"
      >${x.label(ts)}</text
    >`;
  })}`;
}

const MARKER_RADIUS = 10;
const DIGIT_WIDTH = 8;

/** Roots that stand too close to be read one by one share a marker. */
function rootMarkers(roots: readonly Root[], x: Scale): Markup {
  const groups: { readonly at: number; readonly first: number; last: number }[] = [];
  for (const { number, place } of roots) {
    const at = x.at(place.ts);
    const group = groups.at(-1);
    if (group !== undefined && at - group.at < MARKER_RADIUS * 2) group.last = number;
    else groups.push({ at, first: number, last: number });
  }
  return html`${groups.slice(0, MARKERS_MAX).map(({ at, first, last: end }) => {
    const label = first === end ? String(first) : `${String(first)}\u2013${String(end)}`;
    const width = Math.max(MARKER_RADIUS * 2, label.length * DIGIT_WIDTH + MARKER_RADIUS);
    const y = EQUITY.top - MARKER_RADIUS * 2 - 4;
    return html`<line
        class="root-line"
        x1="${px(at)}"
        x2="${px(at)}"
        y1="${y + MARKER_RADIUS * 2}"
        y2="${PRICE.bottom}"
      ></line>
      <rect
        class="root-dot"
        x="${px(at - width / 2)}"
        y="${y}"
        width="${px(width)}"
        height="${MARKER_RADIUS * 2}"
        rx="${MARKER_RADIUS}"
      ></rect>
      <text class="root-number" x="${px(at)}" y="${y + MARKER_RADIUS + 4}">${label}</text>`;
  })}`;
}
