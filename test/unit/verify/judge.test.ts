// The verdict as a table: roots and entries in, verdict and words out.
import assert from 'node:assert/strict';
import type { Residual } from '../../../engine/core/schema/index.js';
import type { Explanation, Root } from '../../../engine/host/replay/explanation.js';
import { judge, type Judged } from '../../../engine/host/verify/judge.js';
import {
  acceptance,
  explanationOf,
  manifestOf,
  mismatchAt,
  rootOf,
  TODAY,
} from '../../support/verification.js';

const judged = (
  explanation: Explanation,
  residuals: readonly Residual[] | null = null,
  today = TODAY,
): Judged =>
  judge({
    explanation,
    venue: manifestOf().venue,
    registry: residuals === null ? null : { residuals },
    today,
  });

const one = (more: Partial<Root> = {}): Explanation => explanationOf([rootOf(1, more)]);

interface Row {
  readonly what: string;
  readonly explanation: Explanation;
  readonly residuals?: readonly Residual[];
  readonly verdict: Judged['verdict'];
  /** Every reason, in order. */
  readonly reasons?: readonly RegExp[];
  readonly notes?: readonly (readonly [string, RegExp])[];
}

const report = (more: Partial<Explanation['report']>): Pick<Explanation, 'report'> => ({
  report: { ...explanationOf([]).report, ...more },
});

const ROWS: readonly Row[] = [
  { what: 'nothing differs', explanation: explanationOf([]), verdict: 'pass' },
  {
    what: 'an accepted venue effect without expiry',
    explanation: one(),
    residuals: [acceptance()],
    verdict: 'pass',
  },
  {
    what: 'a venue effect nobody approved',
    explanation: one(),
    verdict: 'fail',
    reasons: [/not audited/],
  },
  {
    what: 'another class nobody approved',
    explanation: one({ class: 'numeric-policy-divergence' }),
    verdict: 'fail',
    reasons: [/Root 1, numeric-policy-divergence: .*: not in the registry/],
  },
  {
    what: 'an accepted numeric root on the last day of its entry',
    explanation: one({ class: 'numeric-policy-divergence' }),
    residuals: [acceptance({ class: 'numeric-policy-divergence', expires: TODAY })],
    verdict: 'pass',
  },
  {
    what: 'the day after',
    explanation: one({ class: 'numeric-policy-divergence' }),
    residuals: [acceptance({ class: 'numeric-policy-divergence', expires: '2026-11-25' })],
    verdict: 'fail',
    reasons: [/expired on 2026-11-25/],
    notes: [['expired', /entry 1 .*Jane Roe.* expired on 2026-11-25/]],
  },
  {
    what: 'an expired entry that nothing needs is reported and fails nothing',
    explanation: explanationOf([]),
    residuals: [acceptance({ expires: '2020-01-01' })],
    verdict: 'pass',
    notes: [['expired', /2020-01-01/]],
  },
  {
    what: 'an unused entry is reported and fails nothing',
    explanation: one(),
    residuals: [acceptance(), acceptance({ symbol: 'ETH' })],
    verdict: 'pass',
    notes: [['unused', /entry 2/]],
  },
  {
    what: 'an unclassified root, though an entry names it by its id',
    explanation: one({ class: 'unclassified' }),
    residuals: [acceptance({ root: '111111111111' })],
    verdict: 'fail',
    reasons: [/never accepted/],
    notes: [['unused', /entry 1/]],
  },
  {
    what: 'an entry for another root',
    explanation: one(),
    residuals: [acceptance({ root: '222222222222' })],
    verdict: 'fail',
    reasons: [/not audited/],
    notes: [['unused', /entry 1/]],
  },
  {
    what: 'an entry for another field',
    explanation: one(),
    residuals: [acceptance({ field: 'price' })],
    verdict: 'fail',
    reasons: [/not audited/],
    notes: [['unused', /./]],
  },
  {
    what: 'an entry for the whole event does not cover a field',
    explanation: one(),
    residuals: [acceptance({ field: null })],
    verdict: 'fail',
    reasons: [/not audited/],
    notes: [['unused', /./]],
  },
  {
    what: 'more events than allowed',
    explanation: one({ effect: { count: 2 } }),
    residuals: [acceptance()],
    verdict: 'fail',
    reasons: [/above its ceiling: 2 events differ; the ceiling is 1/],
    notes: [['exceeded', /root 1: 2 events/]],
  },
  {
    what: 'an amount one digit above',
    explanation: one({ effect: { count: 1, amount: '0.0010000000000000000001' } }),
    residuals: [acceptance()],
    verdict: 'fail',
    reasons: [/amount differs by 0\.0010000000000000000001; the ceiling is 0\.001 /],
    notes: [['exceeded', /./]],
  },
  {
    what: 'a price within its ticks',
    explanation: one({ effect: { count: 1, price: '1' } }),
    residuals: [acceptance({ ceiling: { count: 1, price: '2' } })],
    verdict: 'pass',
  },
  {
    what: 'a price above its ticks',
    explanation: one({ effect: { count: 1, price: '1.5' } }),
    residuals: [acceptance({ ceiling: { count: 1, price: '2' } })],
    verdict: 'fail',
    reasons: [/price differs by 1\.5; the ceiling is 2 ticks, which is 1$/],
    notes: [['exceeded', /./]],
  },
  {
    what: 'a size within its lots',
    explanation: one({ effect: { count: 1, size: '0.003' } }),
    residuals: [acceptance({ ceiling: { count: 1, size: '3' } })],
    verdict: 'pass',
  },
  {
    what: 'a size above its lots',
    explanation: one({ effect: { count: 1, size: '0.004' } }),
    residuals: [acceptance({ ceiling: { count: 1, size: '3' } })],
    verdict: 'fail',
    reasons: [/3 lots, which is 0\.003/],
    notes: [['exceeded', /./]],
  },
  {
    what: 'a price nobody gave a ceiling for',
    explanation: one({ effect: { count: 1, price: '0.5' } }),
    residuals: [acceptance({ ceiling: { count: 9 } })],
    verdict: 'fail',
    reasons: [/no price may differ/],
    notes: [['exceeded', /./]],
  },
  {
    what: 'ticks of a symbol whose tick nobody knows',
    explanation: one({
      place: { ...rootOf(1).place, symbol: 'ETH' },
      effect: { count: 1, price: '0.5' },
    }),
    residuals: [acceptance({ symbol: 'ETH', ceiling: { count: 1, price: '999' } })],
    verdict: 'fail',
    reasons: [/no tick size of ETH: write "priceUnit": "quote"/],
    notes: [['exceeded', /./]],
  },
  {
    what: 'the same in the quote currency',
    explanation: one({
      place: { ...rootOf(1).place, symbol: 'ETH' },
      effect: { count: 1, price: '0.5' },
    }),
    residuals: [
      acceptance({ symbol: 'ETH', ceiling: { count: 1, price: '0.5', priceUnit: 'quote' } }),
    ],
    verdict: 'pass',
  },
  {
    what: 'two roots that share the count of one entry',
    explanation: explanationOf([rootOf(1), rootOf(2)]),
    residuals: [acceptance({ ceiling: { count: 2, amount: '1' } })],
    verdict: 'pass',
  },
  {
    what: 'an entry is consumed: the second root finds it used up',
    explanation: explanationOf([rootOf(1), rootOf(2)]),
    residuals: [acceptance({ ceiling: { count: 1, amount: '1' } })],
    verdict: 'fail',
    reasons: [/Root 2.*2 events differ with the roots before it; the ceiling is 1/],
    notes: [['exceeded', /root 2/]],
  },
  {
    what: 'an entry that names the root goes before a broad one',
    explanation: explanationOf([rootOf(1), rootOf(2)]),
    residuals: [acceptance(), acceptance({ root: '111111111111' })],
    verdict: 'pass',
  },
  {
    what: 'an entry that is too small beside one that is not',
    explanation: one({ effect: { count: 2 } }),
    residuals: [acceptance(), acceptance({ ceiling: { count: 5 } })],
    verdict: 'pass',
    notes: [['unused', /entry 1/]],
  },
  {
    what: 'a difference under no root',
    explanation: explanationOf([], {
      ...report({ verdict: 'mismatch', mismatches: [mismatchAt(1)] }),
      unexplained: [0],
    }),
    verdict: 'fail',
    reasons: [/1 difference is under no root/],
  },
  {
    what: 'a difference that nobody mentions',
    explanation: explanationOf(
      [],
      report({ verdict: 'mismatch', mismatches: [mismatchAt(1), mismatchAt(2)] }),
    ),
    verdict: 'fail',
    reasons: [/2 differences are under no root/],
  },
  {
    what: 'a mismatch without a row or a root',
    explanation: explanationOf([], report({ verdict: 'mismatch' })),
    verdict: 'fail',
    reasons: [/no root was found/],
  },
  {
    what: 'a search that ended early, though all it found is accepted',
    explanation: { ...one(), stopped: 'the budget of 10 ticks is spent' },
    residuals: [acceptance()],
    verdict: 'fail',
    reasons: [/ended early: the budget/],
  },
  {
    what: 'a strategy that failed',
    explanation: explanationOf(
      [],
      report({
        verdict: 'mismatch',
        failure: {
          code: 'strategy.throw',
          message: 'boom',
          remedy: '',
          tick: 3,
          ts: 1,
          site: null,
        },
      }),
    ),
    verdict: 'fail',
    reasons: [/failed in tick 3: strategy\.throw: boom/],
  },
  {
    what: 'a failed precondition, whatever else there is',
    explanation: {
      ...one(),
      preconditions: [
        {
          name: 'market',
          status: 'failed',
          expected: 'a',
          found: 'b',
          message: 'Other bars.',
          remedy: 'Copy them again.',
        },
      ],
    },
    residuals: [acceptance()],
    verdict: 'invalid-comparison',
    reasons: [/^Other bars\. Copy them again\.$/],
  },
  {
    what: 'an invalid comparison with reasons of its own',
    explanation: explanationOf([], report({ verdict: 'invalid-comparison', reasons: ['empty'] })),
    verdict: 'invalid-comparison',
    reasons: [/^empty$/],
  },
  {
    what: 'both sides empty',
    explanation: explanationOf([], report({ events: { live: 0, replay: 0, matched: 0 } })),
    verdict: 'invalid-comparison',
    reasons: [/nothing to compare/],
  },
];

describe('the verdict', () => {
  for (const { what, explanation, residuals, verdict, reasons = [], notes = [] } of ROWS) {
    it(`${verdict}: ${what}`, () => {
      const answer = judged(explanation, residuals);
      assert.equal(answer.verdict, verdict, answer.reasons.join('\n'));
      assert.equal(answer.reasons.length, reasons.length, answer.reasons.join('\n'));
      for (const [index, words] of reasons.entries())
        assert.match(answer.reasons[index] ?? '', words);
      assert.deepEqual(
        answer.registryNotes.map(({ kind }) => kind),
        notes.map(([kind]) => kind),
      );
      for (const [index, [, words]] of notes.entries())
        assert.match(answer.registryNotes[index]?.message ?? '', words);
    });
  }

  it('names who accepted a root, until when, and by which entry', () => {
    const until = acceptance({ expires: '2027-01-31' });
    const [judgement] = judged(one(), [acceptance({ symbol: 'ETH' }), until]).judgements;
    assert.deepEqual(judgement, {
      rootId: '111111111111',
      status: 'accepted',
      reason: 'accepted by Jane Roe until 2027-01-31',
      entry: 1,
    });
  });

  it('the date alone turns a pass into a fail', () => {
    const entry = acceptance({ expires: '2027-01-31' });
    assert.equal(judged(one(), [entry], '2027-01-31').verdict, 'pass');
    assert.equal(judged(one(), [entry], '2027-02-01').verdict, 'fail');
  });
});
