// What the side-by-side view shows for live, paper and backtest, as markup: verdict, pairs and roots, then a page of rows
// with a column for every side. Every click target has `data-action`; the panel answers those and nothing else.
import type {
  ComparisonEntry,
  ComparisonState,
  PairReport,
  SideGap,
  SideRoot,
  SideRow,
  SideRowsPage,
} from '../../../server/protocol.js';
import { cellMarkup } from './cell-markup.js';
import { readableTime } from './comparison.js';
import { escaped, type Markup } from './markup.js';
import { rowTable, type SideCell, type SideField, type SideRowTable } from './sides-rows.js';

export type RowsShown = 'all' | 'differing';

export interface SidesShown {
  readonly entry: ComparisonEntry;
  readonly only: RowsShown;
  /** null while no rows are there. */
  readonly page: SideRowsPage | null;
  /** For people: where a recording lies. */
  readonly folderName: (capture: string) => string;
}

/** How a pair is called everywhere. */
const pairName = ({ left, right }: PairReport): string => `${left}-${right}`;

export function sidesMarkup(shown: SidesShown): Markup {
  const { entry, page } = shown;
  return escaped`<div class="sides">
    ${heading(entry)} ${entry.pairs.length === 0 ? null : pairsTable(entry)}
    ${entry.roots.length === 0 ? null : rootsTable(entry)}
    ${page === null ? withoutRows(entry) : escaped`${toolbar(shown, page)} ${rowsTable(shown, page)}`}
  </div>`;
}

const STATE_SIGNS: Readonly<Record<ComparisonState, string>> = {
  waiting: '…',
  comparing: '…',
  agree: '=',
  differ: '≠',
  invalid: '!',
  failed: '!',
  cancelled: '!',
};

function heading({ name, state, message, reasons, roots }: ComparisonEntry): Markup {
  // Reasons about roots say what the table of roots says.
  const said = roots.length === 0 ? reasons : reasons.filter((text) => !text.startsWith('Root '));
  return escaped`<h1>${name}</h1>
    <p class="verdict ${state}" role="status">
      <span class="state" aria-hidden="true">${STATE_SIGNS[state]}</span> ${message}
    </p>
    ${said.length === 0 ? null : escaped`<ul class="reasons">${said.map((text) => escaped`<li>${text}</li>`)}</ul>`}`;
}

function withoutRows({ state }: ComparisonEntry): Markup {
  if (state === 'comparing')
    return escaped`<p class="quiet">Each recording is replayed and explained, then every two are compared.</p>`;
  return escaped`<p><button class="primary" data-action="compareNow">Compare Now</button></p>`;
}

function pairsTable({ pairs }: ComparisonEntry): Markup {
  return escaped`<table class="pairs">
    <caption class="unseen">Pairs</caption>
    <thead>
      <tr>
        <th scope="col">pair</th>
        <th scope="col" class="count">events</th>
        <th scope="col" class="count">agree</th>
        <th scope="col" class="count">differ</th>
        <th scope="col">roots</th>
      </tr>
    </thead>
    <tbody>
      ${pairs.map(pairMarkup)}
    </tbody>
  </table>`;
}

function pairMarkup(pair: PairReport): Markup {
  const { live, replay, matched } = pair.events;
  const events = live === replay ? String(live) : `${String(live)} and ${String(replay)}`;
  const roots = pair.roots.length === 0 ? '–' : pair.roots.join(', ');
  return escaped`<tr class="${pair.mismatches === 0 ? 'same' : 'differs'}">
    <th scope="row">${pairName(pair)}</th>
    <td class="count">${events}</td>
    <td class="count">${matched}</td>
    <td class="count">${pair.mismatches}</td>
    <td>${roots}</td>
  </tr>`;
}

function rootsTable({ roots, pairs }: ComparisonEntry): Markup {
  return escaped`<table class="roots">
    <caption>Roots</caption>
    <thead>
      <tr>
        <th scope="col" class="count"><span class="unseen">number</span></th>
        <th scope="col" class="cause">cause</th>
        <th scope="col">of</th>
        ${pairs.map((pair) => escaped`<th scope="col">${pairName(pair)}</th>`)}
        <th scope="col" class="count">events</th>
        <th scope="col">judged</th>
      </tr>
    </thead>
    <tbody>
      ${roots.map((root) => rootMarkup(root, pairs))}
    </tbody>
  </table>`;
}

function rootMarkup(root: SideRoot, pairs: readonly PairReport[]): Markup {
  const { number, title, ts, symbol, of, breaks, events, status, reason } = root;
  const isBroken = ({ left, right }: PairReport): boolean =>
    breaks.some(([a, b]) => a === left && b === right);
  const name =
    breaks.length === 0
      ? escaped`${title}`
      : escaped`<a href="#" data-action="showRoot" data-to="${number}" title="Show its first row">${title}</a>`;
  return escaped`<tr>
    <td class="count">${number}</td>
    <td class="cause">
      ${name}
      <div class="quiet">${root.class}, ${readableTime(ts)}${symbol === '' ? '' : `, ${symbol}`}</div>
    </td>
    <td>${of.length === 0 ? 'inputs' : of.join(', ')}</td>
    ${pairs.map((pair) =>
      isBroken(pair) ? escaped`<td class="breaks">breaks</td>` : escaped`<td class="quiet">–</td>`,
    )}
    <td class="count">${events}</td>
    <td title="${reason}">${status}</td>
  </tr>`;
}

function toolbar({ only }: SidesShown, page: SideRowsPage): Markup {
  const { from, rows, total, differing } = page;
  const last = from + rows.length;
  const place =
    total === 0 ? 'No rows' : `Rows ${String(from + 1)} to ${String(last)} of ${String(total)}`;
  return escaped`<nav class="toolbar" aria-label="Rows">
    ${choice('differing', `Differences (${String(differing)})`, only)} ${choice('all', 'All rows', only)}
    <span class="gap-between"></span>
    ${button('previousDifference', '⇤', 'Previous difference (Shift+Alt+F9)')}
    ${button('nextDifference', '⇥', 'Next difference (Alt+F9)')}
    <span class="gap-between"></span>
    ${turn({ to: 0, sign: '«', label: 'First page', isPossible: from > 0 })}
    ${turn({ to: from - page.rows.length, sign: '‹', label: 'Previous page', isPossible: from > 0 })}
    <span class="place">${place}</span>
    ${turn({ to: last, sign: '›', label: 'Next page', isPossible: last < total })}
    ${turn({ to: total - 1, sign: '»', label: 'Last page', isPossible: last < total })}
  </nav>`;
}

const choice = (value: RowsShown, text: string, only: RowsShown): Markup =>
  escaped`<button data-action="${value === 'all' ? 'showAll' : 'showDiffering'}" aria-pressed="${String(value === only)}">${text}</button>`;

const button = (action: string, sign: string, label: string): Markup =>
  escaped`<button data-action="${action}" title="${label}" aria-label="${label}">${sign}</button>`;

interface Turn {
  readonly to: number;
  readonly sign: string;
  readonly label: string;
  readonly isPossible: boolean;
}

/** `to` is any row of the page. */
const turn = ({ to, sign, label, isPossible }: Turn): Markup =>
  escaped`<button data-action="turnTo" data-to="${Math.max(0, to)}" title="${label}" aria-label="${label}" ${flag('disabled', !isPossible)}>${sign}</button>`;

const flag = (name: string, isSet: boolean): Markup => ({ markup: isSet ? name : '' });

function rowsTable(shown: SidesShown, { from, rows }: SideRowsPage): Markup {
  const { entry, only, folderName } = shown;
  if (rows.length === 0)
    return escaped`<p class="quiet">
      ${only === 'differing' ? 'No row differs.' : 'There is no event in the ticks they share.'}
    </p>`;
  return escaped`<table class="rows">
    <caption class="unseen">Events side by side</caption>
    <thead>
      <tr>
        <td></td>
        ${entry.sides.map(({ name, capture }) => escaped`<th scope="col"><span class="side">${name}</span> <span class="quiet">${folderName(capture)}</span></th>`)}
      </tr>
    </thead>
    ${rows.map((row, offset) => rowMarkup(row, { entry, index: from + offset }))}
  </table>`;
}

interface RowPlace {
  readonly entry: ComparisonEntry;
  readonly index: number;
}

function rowMarkup(row: SideRow, place: RowPlace): Markup {
  const table = rowTable(row);
  const { index } = place;
  const { state } = table;
  return escaped`<tbody class="row ${state}" data-row="${index}" tabindex="-1">
      <tr class="event">
        ${rowHeading(row, table, place)}
        ${table.cells.map((cell, side) => eventCell(cell, { ...place, side }))}
      </tr>
      ${table.differing.map((field) => fieldMarkup(field, table))} ${rootsOf(row, place)}
    </tbody>
    <tbody class="fields ${state}" id="fields-${index}" data-fields="${index}" hidden>
      ${table.others.map((field) => fieldMarkup(field, table))}
    </tbody>`;
}

function rowHeading({ ts, symbol }: SideRow, { state }: SideRowTable, { index }: RowPlace): Markup {
  const word = state === 'same' ? 'same' : 'differs';
  return escaped`<th scope="row">
    <button class="twistie" data-toggle="${index}" aria-expanded="false" aria-controls="fields-${index}"
      title="All fields" aria-label="All fields">▸</button>
    <span class="state" title="${word}" aria-label="${word}">${state === 'same' ? '=' : '≠'}</span>
    <span class="symbol">${symbol}</span>
    <time datetime="${new Date(ts).toISOString()}">${readableTime(ts)}</time>
  </th>`;
}

function eventCell(
  cell: SideCell | SideGap,
  { entry, side }: RowPlace & { readonly side: number },
): Markup {
  const name = entry.sides[side]?.name ?? '';
  if (cell === 'missing') return escaped`<td class="gap">${name} has none</td>`;
  if (cell === 'not-recorded') return escaped`<td class="quiet">not recorded by ${name}</td>`;
  const { what, reason, line } = cell;
  const title = `Open line ${String(line)} of ${name}'s events.jsonl`;
  return escaped`<td>
    <span class="what">${what}</span> <span class="reason">${reason ?? ''}</span>
    <a href="#" data-action="openEvent" data-side="${side}" data-line="${line}" title="${title}">line ${line}</a>
  </td>`;
}

function fieldMarkup({ name, values, departs }: SideField, { cells }: SideRowTable): Markup {
  const base = values.find((value, side) => value !== null && departs[side] !== true) ?? null;
  const differs = departs.some(Boolean);
  return escaped`<tr class="${differs ? 'differs' : ''}">
    <th scope="row">${name}</th>
    ${values.map((value, side) => {
      const isMarked = departs[side] === true;
      if (cells[side] === 'missing') return escaped`<td class="gap"></td>`;
      return escaped`<td class="value ${isMarked ? 'departs' : ''}">${cellMarkup({ value, other: base, isMarked })}</td>`;
    })}
  </tr>`;
}

/** Why the row is as it is, in words. */
function rootsOf({ roots, isDeparting }: SideRow, { entry }: RowPlace): Markup | null {
  if (!isDeparting) return null;
  const known = roots.flatMap((number) => entry.roots.find((root) => root.number === number) ?? []);
  const texts =
    known.length === 0
      ? ['No root is known.']
      : known.map(({ number, title, class: kind }) => `Root ${String(number)}: ${title} (${kind})`);
  return escaped`<tr class="why">
    <th scope="row">why</th>
    <td colspan="${entry.sides.length}">${texts.map((text) => escaped`<div>${text}</div>`)}</td>
  </tr>`;
}
