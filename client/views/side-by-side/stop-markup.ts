// What the side-by-side view shows for one stop, as markup: heading, gates, then live and replay event by event.
// Every click target is a button or link with `data-action`; the view answers those and nothing else.
import type { GateView, SideBySide } from '../../../debug-adapter/protocol.js';
import { cellMarkup } from './cell-markup.js';
import {
  compare,
  readableTime,
  type FieldRow,
  type PairState,
  type PairTable,
} from './comparison.js';
import { escaped, type Markup } from './markup.js';

export function stopMarkup(stop: SideBySide): Markup {
  const tables = stop.pairs.map(compare);
  return escaped`
    ${heading(stop)} ${failure(stop)}
    <section aria-label="Events of this tick">
      ${tables.length === 0 ? quiet('Neither live nor the replay has an event on this tick.') : null}
      ${tables.map((table, index) => pairMarkup(table, { stop, index }))}
    </section>
    ${gates(stop)}
  `;
}

/** Before the first session, and while none of its stops is known. */
export const emptyMarkup = (): Markup => escaped`
  <p class="quiet">
    Live's events and the replay's appear here, side by side, for the tick at which the replay
    stands.
  </p>
  <p><button class="primary" data-action="debugReplay">Debug a Replay</button></p>
`;

const quiet = (text: string): Markup => escaped`<p class="quiet">${text}</p>`;

function heading(stop: SideBySide): Markup {
  return escaped`<header>
    <div class="where" role="status">
      <strong>Tick ${stop.tick}</strong> <span class="quiet">of ${stop.ticks - 1}</span>
      <time datetime="${new Date(stop.ts).toISOString()}">${readableTime(stop.ts)}</time>
      ${stop.symbol === null ? null : escaped`<span class="symbol">${stop.symbol}</span>`}
    </div>
    <div class="why">${stop.description}</div>
    <nav aria-label="Move the replay">
      ${moveButton('previousDeparture', '⇤', 'Previous departure')}
      ${moveButton('previousTick', '‹', 'Previous tick')}
      ${moveButton('nextTick', '›', 'Next tick')}
      ${moveButton('nextDeparture', '⇥', 'Next departure')}
      <button data-action="seekTick" title="Go to Tick...">Go to…</button>
    </nav>
  </header>`;
}

const moveButton = (action: string, sign: string, label: string): Markup =>
  escaped`<button data-action="${action}" title="${label}" aria-label="${label}">${sign}</button>`;

function failure(stop: SideBySide): Markup | null {
  if (stop.failure === null) return null;
  return escaped`<p class="failure" role="alert">
    <strong>${stop.failure.message}</strong> ${stop.failure.remedy}
  </p>`;
}

const STATE_WORDS: Readonly<Record<PairState, { readonly sign: string; readonly word: string }>> = {
  same: { sign: '=', word: 'same' },
  differs: { sign: '≠', word: 'differs' },
  'missing-in-replay': { sign: '≠', word: 'replay has none' },
  'missing-in-live': { sign: '≠', word: 'live has none' },
  pending: { sign: '…', word: 'not reached yet' },
};

interface Place {
  readonly stop: SideBySide;
  readonly index: number;
}

function pairMarkup(table: PairTable, { stop, index }: Place): Markup {
  const isDifference = table.state !== 'same' && table.state !== 'pending';
  const isOpen = isDifference || table.symbol === stop.symbol;
  const { sign, word } = STATE_WORDS[table.state];
  return escaped`<details
    class="pair ${table.state}"
    data-key="pair-${index}"
    ${openAttribute(isOpen)}
  >
    <summary>
      <span class="state" title="${word}" aria-hidden="true">${sign}</span>
      ${table.symbol === null ? null : escaped`<span class="symbol">${table.symbol}</span>`}
      <span class="what">${table.what}</span>
      <span class="reason">${table.reason ?? ''}</span>
      <span class="word ${isDifference ? '' : 'unseen'}">${word}</span>
    </summary>
    <table>
      <thead>
        <tr>
          <td></td>
          <th scope="col">live ${liveLink(table)}</th>
          <th scope="col">replay</th>
        </tr>
      </thead>
      <tbody>
        ${table.rows.map((row) => rowMarkup(row, table))}
      </tbody>
    </table>
    ${indicators(table, index)}
  </details>`;
}

const openAttribute = (isOpen: boolean): Markup => ({ markup: isOpen ? 'open' : '' });

function liveLink(table: PairTable): Markup | null {
  if (table.liveLine === null) return null;
  const title = `Open line ${String(table.liveLine)} of events.jsonl`;
  const target = escaped`data-action="openEvent" data-line="${table.liveLine}" title="${title}"`;
  return escaped`<a href="#" ${target}>line ${table.liveLine}</a>`;
}

function rowMarkup(row: FieldRow, table: PairTable): Markup {
  const live = cellMarkup({ value: row.live, other: row.replay, isMarked: row.differs });
  const replay = cellMarkup({ value: row.replay, other: row.live, isMarked: row.differs });
  const rowClass = row.differs ? 'differs' : '';
  return escaped`<tr class="${rowClass}">
    <th scope="row">${row.name}</th>
    <td class="value">${linkToLine(live, row.live === null ? null : table.liveLine)}</td>
    <td class="value">
      ${table.state === 'pending' ? escaped`<span class="quiet">…</span>` : replay}
    </td>
  </tr>`;
}

function linkToLine(content: Markup, line: number | null): Markup {
  if (line === null) return content;
  return escaped`<a class="plain" href="#" data-action="openEvent" data-line="${line}">${content}</a>`;
}

function indicators(table: PairTable, index: number): Markup | null {
  if (table.indicators.length === 0) return null;
  const differing = table.indicators.filter((row) => row.differs);
  return escaped`<details
    class="indicators"
    data-key="indicators-${index}"
    ${openAttribute(differing.length > 0)}
  >
    <summary>
      ${table.indicators.length}
      indicators${differing.length > 0 ? `, ${String(differing.length)} differ` : ''}
    </summary>
    <table>
      <tbody>
        ${table.indicators.map((row) => rowMarkup(row, table))}
      </tbody>
    </table>
  </details>`;
}

function gates(stop: SideBySide): Markup | null {
  if (stop.gates.length === 0) return null;
  const of = stop.symbol === null ? '' : ` of ${stop.symbol}`;
  return escaped`<section aria-label="Gates">
    <h2>Gates${of} so far</h2>
    <table class="gates">
      <thead>
        <tr>
          <th scope="col">gate</th>
          <th scope="col">value</th>
          <td></td>
          <th scope="col">threshold</th>
          <th scope="col">verdict</th>
        </tr>
      </thead>
      <tbody>
        ${stop.gates.map(gateMarkup)}
      </tbody>
    </table>
  </section>`;
}

function gateMarkup(gate: GateView): Markup {
  const verdict = verdictOf(gate);
  return escaped`<tr class="gate ${verdict.tone}">
    <th scope="row">${gateName(gate)}</th>
    <td class="value">${gate.value}</td>
    <td class="comparator">${gate.comparator === 'verdict' ? 'against' : gate.comparator}</td>
    <td class="value">${gate.threshold}</td>
    <td class="verdict">${verdict.word}</td>
  </tr>`;
}

function gateName(gate: GateView): Markup {
  if (gate.range === null) return escaped`${gate.name}`;
  const { file, line } = gate.range;
  const target = escaped`data-action="openSource" data-file="${file}" data-line="${line}"`;
  return escaped`<a class="plain" href="#" ${target}>${gate.name}</a>`;
}

interface VerdictWords {
  readonly word: string;
  readonly tone: 'passed' | 'blocked' | 'idle';
}

function verdictOf(gate: GateView): VerdictWords {
  if (gate.trigger) {
    return gate.passed ? { word: '● fired', tone: 'passed' } : { word: '○ quiet', tone: 'idle' };
  }
  return gate.passed ? { word: '✓ pass', tone: 'passed' } : { word: '✗ block', tone: 'blocked' };
}
