// Damaged captures and what is said about them: one row a damage. A mark behind the code: `?` is a warning, `!` an
// invalid comparison, none is bad input. `(<- n)` names the other line.
import {
  checkRows,
  type Row,
  inManifest,
  inSnapshot,
  ts,
  position,
} from '../../support/damaged-captures.js';

// The files fit together again after each of these damages.
const ROWS: readonly Row[] = [
  [
    'a snapshot later than the window',
    inSnapshot('"lastTickTs": null', `"lastTickTs": ${ts(0)}`),
    'snapshot.json:5 snapshot.cursor.late! cursor.lastTickTs',
  ],
  [
    'a snapshot right before the window',
    inSnapshot('"lastTickTs": null', `"lastTickTs": ${ts(-1)}`),
  ],
  [
    'a snapshot long before the window',
    inSnapshot('"lastTickTs": null', `"lastTickTs": ${ts(-2)}`),
    'snapshot.json:5 snapshot.cursor.early? cursor.lastTickTs',
  ],
  [
    'a bar seen that is replayed',
    inSnapshot('"lastBarTs": {}', `"lastBarTs": {"BTC": ${ts(0)}}`),
    'snapshot.json:6 snapshot.cursor.bar! cursor.lastBarTs.BTC',
  ],
  [
    'events that count twice',
    inSnapshot('"seq": 0', '"seq": 2'),
    'snapshot.json:4 snapshot.cursor.sequence! cursor.seq',
  ],
  [
    'events between snapshot and window',
    (text) => void text.events.splice(0, 1),
    'snapshot.json:4 snapshot.cursor.sequence! cursor.seq',
  ],
  [
    'a position of an unknown symbol',
    inSnapshot('"positions": {}', `"positions": ${position.replace('BTC', 'XRP')}`),
    'snapshot.json:11 snapshot.symbol.unknown positions.XRP',
  ],
  [
    'a position without size',
    inSnapshot('"positions": {}', `"positions": ${position.replace('"size":"1"', '"size":"-0"')}`),
    'snapshot.json:11 snapshot.position.size positions.BTC.size',
  ],
  [
    'a newer snapshot',
    inSnapshot('"schemaVersion": 1', '"schemaVersion": 2'),
    'snapshot.json:2 schema.version.unsupported schemaVersion',
  ],
  [
    'symbols out of order',
    inManifest(/"BTC",\s*"ETH"/, '"ETH", "BTC"'),
    'manifest.json:75 manifest.symbols.order symbols[1]',
  ],
  [
    'a symbol twice',
    inManifest(/"ETH"/, '"ETH", "ETH"'),
    'manifest.json:76 manifest.symbols.duplicate symbols[2]',
  ],
  [
    'a window that ends before it begins',
    inManifest(`"fromTs": ${ts(0)}`, `"fromTs": ${ts(5)}`),
    'manifest.json:81 manifest.window.order window.toTs',
  ],
];

// Here the manifest still describes the undamaged files.
const UNSEALED: readonly Row[] = [
  [
    'runs that leave events out',
    inManifest('"lastSeq": 4', '"lastSeq": 3'),
    'manifest.json:116 manifest.runs.span runs',
  ],
];

describe('broken manifest and snapshot', () => {
  checkRows(ROWS);
  checkRows(UNSEALED, false);
});
