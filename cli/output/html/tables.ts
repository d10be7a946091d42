// The tables of the HTML report: conditions, mismatches, the registry, hashes.
import type { Explanation, Precondition } from '../../../engine/host/replay/explanation.js';
import type { FieldDifference, Mismatch } from '../../../engine/host/replay/protocol.js';
import type { RegistryUsed, Verification } from '../../../engine/host/replay/verification.js';
import { timeText } from '../time.js';
import { markedPair } from './digits.js';
import { html, type Markup } from './markup.js';

interface Table {
  readonly caption: string;
  readonly columns: readonly string[];
  readonly rows: readonly Markup[];
}

function table({ caption, columns, rows }: Table): Markup {
  return html`<div class="scroll">
    <table>
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          ${columns.map((column) => html`<th scope="col">${column}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows}
      </tbody>
    </table>
  </div>`;
}

const STATUS: Readonly<Record<Precondition['status'], readonly [string, string]>> = {
  ok: ['good', 'holds'],
  failed: ['bad', 'failed'],
  waived: ['wait', 'set aside'],
  'not-recorded': ['plain', 'not recorded'],
};

export function conditionsTable({ preconditions }: Explanation): Markup {
  return table({
    caption: 'What must hold before a single row is judged',
    columns: ['Condition', 'Status', 'What was found'],
    rows: preconditions.map(({ name, status, message, expected, found, remedy }) => {
      const [tone, word] = STATUS[status];
      const stated = [
        ...(expected === null ? [] : [`stated: ${expected}`]),
        ...(found === null ? [] : [`found: ${found}`]),
      ].join(', ');
      const isBad = status === 'failed' || status === 'waived';
      return html`<tr>
        <th scope="row">${name}</th>
        <td><span class="badge ${tone}">${word}</span></td>
        <td>
          ${message}
          ${isBad && stated !== '' ? html`<br /><span class="soft">${stated}</span>` : null}
          ${remedy === null ? null : html`<br />Remedy: ${remedy}`}
        </td>
      </tr>`;
    }),
  });
}

/** A browser scrolls this many rows without effort; the JSON report has all of them. */
export const ROWS_MAX = 500;

export function mismatchTable({ report, roots }: Explanation): Markup {
  const { mismatches } = report;
  const rootOf = new Map(
    roots.flatMap((root) => root.mismatches.map((index) => [index, root.number])),
  );
  const shown = mismatches.slice(0, ROWS_MAX);
  const count =
    shown.length < mismatches.length
      ? `The first ${String(shown.length)} of ${String(mismatches.length)} differences; the JSON report has all of them`
      : `All ${String(mismatches.length)} differences`;
  return html`<details>
    <summary>Every difference between live and replay (${mismatches.length})</summary>
    ${table({
      caption: count,
      columns: ['Root', 'Time', 'Tick', 'Symbol', 'Event', 'Field', 'Live', 'Replay'],
      rows: shown.map((mismatch, index) => mismatchRow(mismatch, rootOf.get(index))),
    })}
  </details>`;
}

function mismatchRow(mismatch: Mismatch, root: number | undefined): Markup {
  const { ts, tick, symbol, live, replay, fields, kind } = mismatch;
  const pairs = fields.map((field) => ({ field, pair: markedPair(field.live, field.replay) }));
  const missing = { 'missing-in-replay': 'only in live', 'missing-in-live': 'only in the replay' };
  return html`<tr>
    <td>${root === undefined ? 'none' : html`<a href="#root-${root}">${root}</a>`}</td>
    <td class="when">${timeText(ts)}</td>
    <td>${tick}</td>
    <td>${symbol}</td>
    <td>${live?.event.kind ?? replay?.event.kind ?? ''}</td>
    ${
      kind === 'field'
        ? html`<td>${lines(pairs.map(({ field }) => html`${nameOf(field)}`))}</td>
            <td class="number">${lines(pairs.map(({ pair }) => pair.live))}</td>
            <td class="number">${lines(pairs.map(({ pair }) => pair.replay))}</td>`
        : html`<td colspan="3">${missing[kind]}</td>`
    }
  </tr>`;
}

const nameOf = ({ path }: FieldDifference): string => path;

const lines = (texts: readonly Markup[]): Markup =>
  html`${texts.map((text, index) => (index === 0 ? text : html`<br />${text}`))}`;

export function registrySection(verification: Verification, file: string | null): Markup {
  const { registry, today } = verification;
  if (registry === null || file === null) {
    return html`<p>
      No registry of accepted differences was used: every root has to be mended. Expiries would be
      judged by ${today}.
    </p>`;
  }
  return html`<p>
      <code>${file}</code>, sha-256 <code>${registry.sha256}</code>. Expiries were judged by
      ${today}.
    </p>
    ${registry.residuals.length === 0 ? html`<p>It has no entry.</p>` : entriesTable(verification, registry)}`;
}

function entriesTable(
  { registryNotes, judgements }: Verification,
  { residuals }: RegistryUsed,
): Markup {
  return table({
    caption: 'Differences a person accepted',
    columns: ['Entry', 'Accepts', 'By', 'Why', 'Until', 'Up to', 'Here'],
    rows: residuals.map((entry, index) => {
      const note = registryNotes.find((each) => each.entry === index);
      const uses = judgements.filter((each) => each.entry === index && each.status === 'accepted');
      const tone = note === undefined ? 'good' : note.kind === 'unused' ? 'plain' : 'bad';
      return html`<tr>
        <td>${index + 1}</td>
        <td>${entry.class}<br /><span class="soft">${matchText(entry)}</span></td>
        <td>${entry.approver}</td>
        <td>${entry.reason}</td>
        <td class="when">${entry.expires ?? 'no expiry'}</td>
        <td>${ceilingText(entry.ceiling)}</td>
        <td>
          <span class="badge ${tone}">${note?.kind ?? `accepts ${String(uses.length)}`}</span>
        </td>
      </tr>`;
    }),
  });
}

type Entry = RegistryUsed['residuals'][number];

function matchText({ root, symbol, kind, field }: Entry): string {
  return [
    ...(root === undefined ? [] : [`root ${root}`]),
    ...(symbol === undefined ? [] : [symbol]),
    ...(kind === undefined ? [] : [kind]),
    ...(field === undefined ? [] : [field ?? 'the whole event']),
  ].join(', ');
}

function ceilingText({
  count,
  price,
  priceUnit,
  size,
  sizeUnit,
  amount,
}: Entry['ceiling']): string {
  return [
    `${String(count)} ${count === 1 ? 'event' : 'events'}`,
    ...(price === undefined
      ? []
      : [`price ${price} ${priceUnit === 'quote' ? '(quote)' : 'ticks'}`]),
    ...(size === undefined ? [] : [`size ${size} ${sizeUnit === 'base' ? '(base)' : 'lots'}`]),
    ...(amount === undefined ? [] : [`amount ${amount}`]),
  ].join(', ');
}

export const hashesTable = ({ inputs }: Explanation): Markup =>
  table({
    caption: 'sha-256 of everything the verdict rests on',
    columns: ['Input', 'sha-256'],
    rows: Object.entries(inputs).map(
      ([name, hash]) =>
        html`<tr>
          <th scope="row">${name}</th>
          <td class="number">${hash}</td>
        </tr>`,
    ),
  });
