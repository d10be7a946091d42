// The tooltip of the status bar item, as Markdown.
import assert from 'node:assert/strict';
import { statusTooltip } from '../../../client/status-tooltip.js';
import { statusOf, UNCHECKED } from '../../../server/outcome.js';
import type { ComparisonEntry, LaneStatus, ReplayEntry } from '../../../server/protocol.js';
import { departure, report } from '../server/examples.js';

function replay(name: string, lanes: Partial<LaneStatus> = {}): ReplayEntry {
  const status = { ...statusOf(name, report([])), lanes: { ...UNCHECKED, ...lanes } };
  return { name, capture: '/w/capture', strategy: null, files: [], status };
}

const table: readonly (readonly [string, readonly ReplayEntry[], readonly string[]])[] = [
  ['no lanes yet', [replay('base')], ['$(check) **base**', 'Parity: 9/9 events. (12 ms)']],
  [
    'lanes with their times, and why there is no GPU',
    [replay('base', { state: 'agree', message: 'Lanes agree.', gpu: 'No gpu lane: <none>.' })],
    [
      '$(check) **base**',
      'Parity: 9/9 events. (12 ms)',
      'Lanes agree.',
      'No gpu lane: &lt;none&gt;.',
    ],
  ],
  [
    'lanes that differ: no parity to rely on',
    [replay('base', { state: 'differ', message: 'Lanes differ.' })],
    ['$(error) **base**', 'Parity: 9/9 events. (12 ms)', 'Lanes differ.'],
  ],
  [
    'a place to go to',
    [replay('base', { message: 'Not portable.', place: { file: "/w/it's/a.ts", line: 5 } })],
    [
      '$(check) **base**',
      'Parity: 9/9 events. (12 ms)',
      'Not portable. [a.ts:5](command:lockstep.openPlace?%7B%22file%22%3A%22%2Fw%2Fit%27s%2Fa.ts%22%2C%22line%22%3A5%7D)',
    ],
  ],
  [
    'names and messages are no Markdown, and no icon',
    [replay('*a*_b_', { message: '[x](y) $(bug) `c`\n# d' })],
    [
      '$(check) **\\*a\\*\\_b\\_**',
      'Parity: 9/9 events. (12 ms)',
      '\\[x\\]\\(y\\) \\$\\(bug\\) \\`c\\` \\# d',
    ],
  ],
];

describe('tooltip of the status bar', () => {
  for (const [what, replays, lines] of table) {
    it(what, () => {
      assert.equal(statusTooltip(replays, []), lines.join('\n\n'));
    });
  }

  it('a comparison of recordings comes behind the replays', () => {
    const entry: ComparisonEntry = {
      name: 'three *ways*',
      sides: [],
      state: 'differ',
      message: '1 of 3 pairs differ, 1 root cause.',
      reasons: [],
      pairs: [],
      roots: [],
    };
    const text = statusTooltip([replay('one')], [entry]);
    const [, behind] = text.split('\n\n---\n\n');
    assert.equal(behind, '$(diff) **three \\*ways\\***\n\n1 of 3 pairs differ, 1 root cause.');
  });

  it('several replays stand apart', () => {
    const [one, other] = [replay('one'), replay('other')];
    const status = statusOf('other', report([departure(4)]));
    const text = statusTooltip([one, { ...other, status }], []);
    assert.match(text, /\n\n---\n\n\$\(diff\) \*\*other\*\*\n\n1 departure from live/);
  });
});
