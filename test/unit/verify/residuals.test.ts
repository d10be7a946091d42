// The registry's text: what is an entry, and what each slip is told.
import assert from 'node:assert/strict';
import { encodeResiduals, parseResiduals } from '../../../engine/core/schema/index.js';

const ENTRY = {
  class: 'numeric-policy-divergence',
  symbol: 'BTC',
  approver: 'Jane Roe',
  reason: 'rounding agreed with the venue',
  expires: '2027-01-31',
  ceiling: { count: 3, price: '2', size: '1', amount: '0.000001' },
};

const textOf = (entry: object, more: object = {}): string =>
  JSON.stringify({ schemaVersion: 1, residuals: [entry], ...more }, null, 2);

/** An entry changed, and the issue it gets: code, path, and part of its words. */
type Row = readonly [what: string, change: object, code: string, path: string, words: RegExp];

const ROWS: readonly Row[] = [
  ['unclassified', { class: 'unclassified' }, 'schema.choice', 'class', /is not one of/],
  ['an unknown class', { class: 'numeric' }, 'schema.choice', 'class', /is not one of/],
  ['no approver', { approver: undefined }, 'schema.missing', 'approver', /The person who accepts/],
  ['a blank approver', { approver: ' ' }, 'schema.format', 'approver', /name of the person/],
  ['a blank reason', { reason: '' }, 'schema.format', 'reason', /why it is accepted/],
  ['no expiry', { expires: undefined }, 'schema.missing', 'expires', /YYYY-MM-DD/],
  ['a date that is none', { expires: '2027-02-30' }, 'schema.format', 'expires', /a date such as/],
  ['a date in another form', { expires: '31.01.2027' }, 'schema.format', 'expires', /a date such/],
  ['no ceiling', { ceiling: undefined }, 'schema.missing', 'ceiling', /How much may differ/],
  ['a count of none', { ceiling: { count: 0 } }, 'schema.range', 'ceiling.count', /at least 1/],
  ['no count', { ceiling: {} }, 'schema.missing', 'ceiling.count', /Differing events/],
  [
    'a limit below zero',
    { ceiling: { count: 1, price: '-1' } },
    'schema.format',
    'ceiling.price',
    /at least 0/,
  ],
  [
    'a limit as a JSON number',
    { ceiling: { count: 1, amount: 0.1 } },
    'schema.number-not-text',
    'ceiling.amount',
    /"0\.1"/,
  ],
  ['no id of a root', { root: 'BTC-1' }, 'schema.format', 'root', /12 lower-case hex/],
  ['an unknown kind', { kind: 'trade' }, 'schema.choice', 'kind', /is not one of/],
  ['an unknown key', { aprover: 'Jane' }, 'schema.unknown-key', 'aprover', /"approver"/],
];

describe('the registry of accepted residuals', () => {
  it('reads what it writes', () => {
    const { value, issues } = parseResiduals(textOf(ENTRY), 'r.json');
    assert.deepEqual(issues, []);
    assert.ok(value);
    const written = encodeResiduals(value);
    assert.deepEqual(parseResiduals(written.value ?? '', 'r.json').value, value);
  });

  it('lets only a venue effect do without an expiry', () => {
    const lasting = { ...ENTRY, class: 'non-simulatable-oms-effect', expires: undefined };
    assert.deepEqual(parseResiduals(textOf(lasting), 'r.json').issues, []);
  });

  it('refuses an entry that names nothing', () => {
    const { value, issues } = parseResiduals(textOf({ ...ENTRY, symbol: undefined }), 'r.json');
    assert.equal(value, undefined);
    assert.match(issues[0]?.message ?? '', /excuse every root of its class/);
  });

  for (const [what, change, code, path, words] of ROWS) {
    it(`refuses ${what}`, () => {
      const text = textOf({ ...ENTRY, ...change });
      const { value, issues } = parseResiduals(text, 'r.json');
      assert.equal(value, undefined);
      const [issue] = issues;
      assert.equal(issue?.code, code);
      assert.equal(issue.path, `residuals[0].${path}`);
      assert.equal(issue.file, 'r.json');
      assert.ok((issue.line ?? 0) > 1, 'no line');
      assert.match(`${issue.message} ${issue.remedy}`, words);
    });
  }

  it('refuses another version', () => {
    const { issues } = parseResiduals(textOf(ENTRY, { schemaVersion: 2 }), 'r.json');
    assert.equal(issues[0]?.code, 'schema.version.unsupported');
  });
});
