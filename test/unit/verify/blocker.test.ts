// The gate over the release-blocker document: everything but a whole, fresh, untouched pass blocks.
import assert from 'node:assert/strict';
import {
  blockerText,
  checkBlocker,
  inProgress,
  type BlockerDraft,
} from '../../../engine/host/verify/blocker.js';

const NOW = Date.parse('2026-11-26T12:00:00.000Z');
const PASS: BlockerDraft = {
  ...inProgress('2026-11-26', '2026-11-26T11:00:00.000Z'),
  blocked: false,
  verdict: 'pass',
  reasons: [],
  capture: 'small',
  inputs: { 'manifest.json': '0'.repeat(64) },
};

const reasonsOf = (text: string, maxAgeHours = 24): readonly string[] =>
  checkBlocker({ text, file: 'release.json', nowMs: NOW, maxAgeHours }).reasons;
const changed = (from: string, to: string): string => {
  const text = blockerText(PASS);
  assert.equal(text.split(from).length, 2, from);
  return text.replace(from, to);
};

const BLOCKED: readonly (readonly [what: string, text: string, words: RegExp])[] = [
  ['a verification in progress', blockerText(inProgress('2026-11-26', PASS.createdAt)), /progress/],
  ['a fail', blockerText({ ...PASS, blocked: true, verdict: 'fail', reasons: ['no'] }), /^no$/],
  ['blocked without a reason', blockerText({ ...PASS, blocked: true }), /without a reason/],
  ['not blocked without a pass', blockerText({ ...PASS, verdict: 'fail' }), /verdict is fail/],
  ['not blocked without a verdict', blockerText({ ...PASS, verdict: null }), /verdict is none/],
  ['a pass of no capture', blockerText({ ...PASS, capture: null }), /no capture/],
  ['a pass of no input', blockerText({ ...PASS, inputs: {} }), /no input/],
  ['an old one', blockerText({ ...PASS, createdAt: '2026-11-25T11:59:59.999Z' }), /stale/],
  ['one of tomorrow', blockerText({ ...PASS, createdAt: '2026-11-27T11:00:00.000Z' }), /future/],
  ['another capture', changed('"small"', '"other"'), /digest does not fit/],
  ['a younger stamp', changed('T11:00', 'T11:30'), /digest does not fit/],
  ['another key', changed('"verdict"', '"verdikt"'), /verdikt/],
  ['half of it', blockerText(PASS).slice(0, 200), /json\.syntax/],
  ['nothing', '', /json\.syntax/],
  ['another document', '{"schemaVersion":1}', /schema\.missing/],
];

describe('the release-blocker document', () => {
  it('a whole, fresh pass goes through', () => {
    assert.deepEqual(reasonsOf(blockerText(PASS)), []);
  });

  it('blanks and the order of keys are no change', () => {
    const { digest, ...rest } = JSON.parse(blockerText(PASS)) as Record<string, unknown>;
    assert.deepEqual(reasonsOf(JSON.stringify({ digest, ...rest })), []);
  });

  it('the age allowed is the one asked for', () => {
    assert.deepEqual(reasonsOf(blockerText(PASS), 1), []);
    const older = { ...PASS, createdAt: '2026-11-26T10:59:59.000Z' };
    assert.match(reasonsOf(blockerText(older), 1)[0] ?? '', /stale: 1 hours old/);
  });

  for (const [what, text, words] of BLOCKED) {
    it(`blocks ${what}`, () => {
      const reasons = reasonsOf(text);
      assert.ok(reasons.length > 0, 'it went through');
      assert.ok(
        reasons.some((reason) => words.test(reason)),
        reasons.join('\n'),
      );
    });
  }
});
