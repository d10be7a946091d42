// What the side-by-side view says about live, paper and backtest, judged on its markup and on the nodes of the view Roots.
import assert from 'node:assert/strict';
import { comparisonNode } from '../../../client/views/roots/comparison-nodes.js';
import { sidesMarkup } from '../../../client/views/side-by-side/sides-markup.js';
import type { EventRecord } from '../../../engine/core/schema/index.js';
import type {
  ComparisonEntry,
  SideEvent,
  SideRow,
  SideRowsPage,
} from '../../../server/protocol.js';

const close: EventRecord = {
  seq: 12,
  ts: 1_769_263_200_000,
  prev: null,
  kind: 'ledger',
  symbol: 'BTC',
  action: 'CLOSE',
  side: 'short',
  reason: 'exit_filter',
  price: '89408.47',
  size: '0.03',
  fee: '1.05',
  pnl: '-2.63',
  balance: '9994.21',
};
const at = (line: number, change: Partial<typeof close> = {}): SideEvent => ({
  seq: line,
  line,
  event: { ...close, ...change },
});

const ENTRY: ComparisonEntry = {
  name: 'three <ways>',
  sides: ['live', 'paper', 'backtest'].map((name) => ({
    name: name as 'live',
    capture: `/ws/captures/${name}`,
  })),
  state: 'differ',
  message: '2 of 3 pairs differ, 1 root cause.',
  reasons: ['Root 1, market-data-alignment-gap: a bar: not the same'],
  pairs: [
    {
      left: 'live',
      right: 'paper',
      events: { live: 4, replay: 4, matched: 3 },
      mismatches: 1,
      roots: [1],
    },
    {
      left: 'live',
      right: 'backtest',
      events: { live: 4, replay: 5, matched: 4 },
      mismatches: 0,
      roots: [],
    },
  ],
  roots: [
    {
      number: 1,
      class: 'market-data-alignment-gap',
      title: 'BTC: 1 bar differs',
      ts: close.ts,
      symbol: 'BTC',
      of: [],
      breaks: [['live', 'paper']],
      events: 3,
      status: 'rejected',
      reason: 'two recordings with different inputs',
    },
  ],
};

const DIFFERING: SideRow = {
  ts: close.ts,
  symbol: 'BTC',
  cells: [at(12), at(13, { price: '89408.51' }), at(14)],
  differences: [
    {
      path: 'price',
      values: ['89408.47', '89408.51', '89408.47'],
      departs: [false, true, false],
    },
  ],
  isDeparting: true,
  roots: [1],
};

const markupOf = (rows: readonly SideRow[], entry = ENTRY): string => {
  const page: SideRowsPage = {
    from: 0,
    rows,
    total: rows.length,
    differing: rows.filter(({ isDeparting }) => isDeparting).length,
    previous: null,
    next: null,
  };
  const folderName = (capture: string): string => capture.replace('/ws/', '');
  return sidesMarkup({ entry, only: 'all', page, folderName }).markup.replaceAll(/\s+/g, ' ');
};

describe('live, paper and backtest side by side', () => {
  it('have a column each, with the folder', () => {
    const markup = markupOf([DIFFERING]);
    assert.deepEqual(
      [...markup.matchAll(/<span class="side">(\w+)<\/span> <span class="quiet">([^<]*)</g)].map(
        ([, name, folder]) => `${name ?? ''} ${folder ?? ''}`,
      ),
      ['live captures/live', 'paper captures/paper', 'backtest captures/backtest'],
    );
    assert.match(markup, /<h1>three &lt;ways&gt;<\/h1>/);
  });

  it('mark the side that departs, from the first character on that differs', () => {
    const row =
      /<tbody class="row.*?<tr class="differs">(.*?)<\/tr>/.exec(markupOf([DIFFERING]))?.[1] ?? '';
    assert.deepEqual(
      [...row.matchAll(/<td class="value ?(\w*)">(.*?)<\/td>/g)].map(([, marked, text]) => [
        marked,
        text,
      ]),
      [
        ['', '89408.47'],
        ['departs', '89408.<mark>51</mark>'],
        ['', '89408.47'],
      ],
    );
  });

  it('say why a row differs, in words', () => {
    assert.match(
      markupOf([DIFFERING]),
      /why<\/th> <td colspan="3"><div>Root 1: BTC: 1 bar differs \(market-data-alignment-gap\)<\/div>/,
    );
    assert.match(markupOf([{ ...DIFFERING, roots: [] }]), /No root is known\./);
    const same = { ...DIFFERING, differences: [], isDeparting: false, roots: [] };
    assert.doesNotMatch(markupOf([same]), /why/);
  });

  it('show a gap where a side has none, and none where its recorder does not write it', () => {
    const cells = [at(12), 'missing', 'not-recorded'] as const;
    const markup = markupOf([{ ...DIFFERING, cells, differences: [] }]);
    assert.match(markup, /<td class="gap">paper has none<\/td>/);
    assert.match(markup, /<td class="quiet">not recorded by backtest<\/td>/);
  });

  it('say what stands in the way where nothing was compared', () => {
    const entry = {
      ...ENTRY,
      state: 'invalid' as const,
      pairs: [],
      roots: [],
      reasons: ['venue differs'],
    };
    const markup = sidesMarkup({ entry, only: 'all', page: null, folderName: String }).markup;
    assert.match(markup, /<li>venue differs<\/li>/);
    assert.match(markup, /data-action="compareNow"/);
  });
});

describe('a comparison in the view Roots', () => {
  it('has its pairs, and its roots with the pairs each breaks', () => {
    const node = comparisonNode(ENTRY);
    assert.equal(node.context, 'comparison');
    assert.deepEqual(
      node.children.map(({ label, description, comparison, sideRoot }) => [
        `${label}: ${description}`,
        comparison,
        sideRoot,
      ]),
      [
        ['live-paper: 1 differ, root 1', 'three <ways>', null],
        ['live-backtest: 4 events agree', 'three <ways>', null],
        [
          '1  BTC: 1 bar differs: breaks live-paper, market-data-alignment-gap, inputs, BTC',
          'three <ways>',
          1,
        ],
      ],
    );
  });

  it('has the reasons where nothing was judged', () => {
    const entry = {
      ...ENTRY,
      state: 'invalid' as const,
      pairs: [],
      roots: [],
      reasons: ['venue differs'],
    };
    assert.deepEqual(
      comparisonNode(entry).children.map(({ label }) => label),
      ['venue differs'],
    );
  });
});
