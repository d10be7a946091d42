// Every report of a verification made by hand, kept as text; and that nothing it shows can break it.
import assert from 'node:assert/strict';
import { verifyHtml } from '../../../cli/output/html/page.js';
import { ROWS_MAX } from '../../../cli/output/html/tables.js';
import { junitText } from '../../../cli/output/junit.js';
import { createPaint } from '../../../cli/output/paint.js';
import { namesForPeople } from '../../../cli/output/path-names.js';
import { sarifText } from '../../../cli/output/sarif.js';
import { verifyJson } from '../../../cli/output/verify-json.js';
import { verifyText } from '../../../cli/output/verify-text.js';
import type { Verification } from '../../../engine/host/replay/verification.js';
import { matchGolden } from '../../support/golden.js';
import {
  acceptance,
  explanationOf,
  FOLDER,
  mismatchAt,
  NASTY,
  rootOf,
  threeRoots,
  verificationOf,
} from '../../support/verification.js';

const names = namesForPeople('/data');
const rerun = { capture: 'captures/small', options: [], evidence: 'evidence' };
const paint = createPaint({ isTerminal: false, write: () => undefined }, false);
const nothing = (text: string): string => text;

const htmlOf = (verification: Verification): string =>
  verifyHtml(verification, {
    names,
    eventsFile: 'captures/small/events.jsonl',
    rerun,
    version: '0.0.0',
  });
const textOf = (verification: Verification, limit = 20): string =>
  verifyText(verification, { names, paint, folder: FOLDER, rerun, isDeep: false, limit });
const sarifOf = (verification: Verification): string =>
  sarifText(verification, { capture: FOLDER, base: '/data', version: '0.0.0' });

const failed = verificationOf(explanationOf(threeRoots()), [
  acceptance(),
  acceptance({ symbol: 'ETH' }),
]);

describe('reports of a verification', () => {
  it('for people: as kept', async () => {
    await matchGolden('verify/fail.txt', textOf(failed));
  });

  it('JSON: as kept, without a path of the machine', async () => {
    const text = verifyJson(failed, { capture: FOLDER, limit: Infinity });
    await matchGolden('verify/fail.json', text);
    assert.ok(!text.includes('/data/'), 'a path of this machine is in the report');
  });

  it('SARIF: as kept', async () => {
    await matchGolden('verify/fail.sarif', sarifOf(failed));
  });

  it('JUnit: as kept', async () => {
    await matchGolden('verify/fail.xml', junitText(failed, nothing));
  });

  it('HTML: as kept', async () => {
    await matchGolden('verify/fail.html', htmlOf(failed));
  });

  it('a pass: every report says so, and says what was accepted', () => {
    const passed = verificationOf(explanationOf([rootOf(1)]), [acceptance()]);
    assert.equal(passed.verdict, 'pass');
    assert.match(textOf(passed), /^PASS {2}all that differs is accepted: 1 root\n/);
    assert.match(textOf(passed), /ACCEPTED {2}accepted by Jane Roe without expiry/);
    assert.match(junitText(passed, nothing), /failures="0" errors="0"/);
    const { runs } = JSON.parse(sarifOf(passed)) as Sarif;
    assert.deepEqual(
      runs[0]?.results.map(({ level, suppressions }) => [level, suppressions?.length]),
      [['note', 1]],
    );
    assert.match(htmlOf(passed), /<strong>Pass<\/strong>/);
  });

  it('a fail without a root is never an empty SARIF or a green JUnit', () => {
    const silent = verificationOf(explanationOf([], { stopped: 'the budget is spent' }));
    assert.equal(silent.verdict, 'fail');
    const { runs } = JSON.parse(sarifOf(silent)) as Sarif;
    assert.deepEqual(
      runs[0]?.results.map(({ ruleId }) => ruleId),
      ['unexplained'],
    );
    assert.match(junitText(silent, nothing), /failures="1"/);
    assert.match(textOf(silent), /search ended early {2}the budget is spent/);
    assert.match(htmlOf(silent), /search ended early/);
  });

  it('an invalid comparison judges nothing and names the remedy', () => {
    const invalid = verificationOf(
      explanationOf(threeRoots(), {
        roots: [],
        preconditions: [
          {
            name: 'config',
            status: 'failed',
            expected: 'a',
            found: 'b',
            message: 'Other params.',
            remedy: 'Use those of live.',
          },
        ],
      }),
    );
    assert.equal(invalid.verdict, 'invalid-comparison');
    const text = textOf(invalid);
    assert.match(text, /^INVALID COMPARISON {2}nothing was judged\n/);
    assert.match(text, /FAILED {2}config: Other params\.\n {4}expected {2}a\n {4}found {5}b\n/);
    assert.match(text, /Fix: Use those of live\./);
    assert.doesNotMatch(htmlOf(invalid), /Root causes/);
    assert.match(junitText(invalid, nothing), /errors="1"/);
    const { runs } = JSON.parse(sarifOf(invalid)) as Sarif;
    assert.match(runs[0]?.results[0]?.message.text ?? '', /Use those of live/);
  });

  it('no text gets out of its place', () => {
    const page = htmlOf(failed);
    assert.ok(page.includes('&lt;script&gt;'));
    assert.doesNotMatch(page, /<script/i);
    assert.doesNotMatch(page, /(?:src|href)="(?!#)/);
    const xml = junitText(
      verificationOf(explanationOf([rootOf(1, { title: `${NASTY}\u0000\uD800` })])),
      nothing,
    );
    assert.ok(!xml.includes('<script'));
    assert.ok(!xml.includes('\u0000'));
    assert.ok(xml.includes('\uFFFD\uFFFD'));
  });

  it('SARIF places are relative, escaped, and point at both lines', () => {
    const { runs } = JSON.parse(
      sarifText(failed, { capture: '/data/my captures/a#b', base: '/data', version: '0' }),
    ) as Sarif;
    const [result] = runs[0]?.results ?? [];
    assert.deepEqual(result?.locations[0]?.physicalLocation, {
      artifactLocation: { uri: 'strategy/entries.ts' },
      region: { startLine: 12, startColumn: 3, endLine: 14, endColumn: 5 },
    });
    assert.deepEqual(result.relatedLocations?.[0]?.physicalLocation, {
      artifactLocation: { uri: 'my%20captures/a%23b/events.jsonl' },
      region: { startLine: 1 },
    });
    assert.deepEqual(result.partialFingerprints, { 'lockstepRoot/v1': '111111111111' });
  });

  it('the table of differences says how many it leaves out', () => {
    const many = Array.from({ length: ROWS_MAX + 7 }, (_, index) => mismatchAt(index + 1));
    const { report } = explanationOf([rootOf(1)]);
    const page = htmlOf(
      verificationOf(explanationOf([rootOf(1)], { report: { ...report, mismatches: many } })),
    );
    assert.match(page, new RegExp(`first ${String(ROWS_MAX)} of ${String(ROWS_MAX + 7)} differ`));
    assert.equal(page.split('<td class="when">').length - 1, ROWS_MAX);
  });

  it('digits are marked from the first that differs, and wholly where places shift', () => {
    const fields = [
      { path: 'price', live: '100.25', replay: '100.27' },
      { path: 'size', live: '9.5', replay: '10.5' },
      { path: 'reason', live: 'go', replay: null },
    ];
    const page = htmlOf(verificationOf(explanationOf([rootOf(1, { fields })])));
    assert.match(page, /100\.2<mark>5<\/mark>/);
    assert.match(page, /100\.2<mark>7<\/mark>/);
    assert.match(page, /<mark>9\.5<\/mark>/);
    assert.match(page, /<span class="soft">none<\/span>/);
  });

  it('--limit shortens the list and says so', () => {
    assert.match(textOf(failed, 1), /2 more roots not listed; --limit 3 lists all/);
  });
});

interface Sarif {
  readonly runs: readonly {
    readonly results: readonly {
      readonly ruleId: string;
      readonly level: string;
      readonly message: { readonly text: string };
      readonly suppressions?: readonly object[];
      readonly locations: readonly { readonly physicalLocation: object }[];
      readonly relatedLocations?: readonly { readonly physicalLocation: object }[];
      readonly partialFingerprints: object;
    }[];
  }[];
}
