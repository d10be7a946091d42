// Damaged captures and what is said about them: one row a damage. A mark behind the code: `?` is a warning, `!` an
// invalid comparison, none is bad input. `(<- n)` names the other line.
import {
  checkRows,
  type Row,
  inEvents,
  inManifest,
  both,
  ts,
} from '../../support/damaged-captures.js';

// The files fit together again after each of these damages.
const ROWS: readonly Row[] = [
  [
    'a number twice',
    inEvents(3, '"seq":3', '"seq":2'),
    'events.jsonl:3 events.sequence.duplicate seq (<- 2)',
    'events.jsonl:4 events.sequence.gap seq (<- 2)',
  ],
  [
    'two lines swapped',
    (text) => {
      text.events = [0, 2, 1, 3].map((at) => text.events[at] ?? '');
    },
    'events.jsonl:3 events.sequence.reordered seq (<- 2)',
  ],
  [
    'a line missing',
    (text) => void text.events.splice(2, 1),
    'events.jsonl:3 events.sequence.gap seq (<- 2)',
  ],
  [
    'an unreadable line is no gap',
    inEvents(2, '"ledger"', '"ledgr"'),
    'events.jsonl:2 schema.choice kind',
  ],
  [
    'a symbol not in the manifest',
    inEvents(2, '"BTC"', '"DOGE"'),
    'events.jsonl:2 events.symbol.unknown symbol',
  ],
  [
    'a kind outside the coverage',
    inManifest(/,\s*"ledger"/, ''),
    'events.jsonl:2 events.coverage kind',
    'events.jsonl:4 events.coverage kind',
  ],
  [
    'a decision outside the coverage',
    inManifest('"action": "exit"', '"action": "hold"'),
    'events.jsonl:3 events.coverage action',
  ],
  ['an event before the window', inEvents(1, ts(1), ts(-1)), 'events.jsonl:1 events.window! ts'],
  ['an event after the window', inEvents(4, ts(2), ts(4)), 'events.jsonl:4 events.window! ts'],
  [
    'bar-close stamps reach one interval further',
    both(inEvents(4, ts(2), ts(4)), inManifest('"bar-open"', '"bar-close"')),
  ],
  [
    'a ledger that runs backwards',
    inEvents(4, ts(2), ts(0)),
    'events.jsonl:4 events.ledger.time ts (<- 2)',
  ],
  [
    'no event',
    (text) => {
      text.events = [];
    },
    'events.jsonl events.empty!',
  ],
  [
    'no ledger row',
    (text) => {
      text.events = text.events.slice(0, 1);
    },
    'events.jsonl events.ledger.empty!',
  ],
];

// Here the manifest still describes the undamaged files.
const UNSEALED: readonly Row[] = [
  [
    'an edited line',
    inEvents(2, '"9999.95"', '"9999.94"'),
    'manifest.json:98 capture.hash.mismatch files["events.jsonl"].sha256',
    'events.jsonl:3 events.chain.broken prev (<- 2)',
  ],
  [
    'a removed first line',
    (text) => void text.events.shift(),
    'manifest.json:84 manifest.sequence.mismatch sequence',
    'manifest.json:98 capture.hash.mismatch files["events.jsonl"].sha256',
    'manifest.json:99 capture.rows.mismatch files["events.jsonl"].rows',
    'snapshot.json:4 snapshot.cursor.sequence! cursor.seq',
    'events.jsonl:1 events.chain.broken prev',
  ],
];

describe('broken events', () => {
  checkRows(ROWS);
  checkRows(UNSEALED, false);
});
