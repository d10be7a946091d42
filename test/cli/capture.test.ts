// `lockstep capture`: verify, seal and inspect, as a shell sees them.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { startRecorder } from '../../engine/host/recorder/index.js';
import { bar, draft, ears, options, risk, tickTs } from '../support/recorder.js';
import { EXAMPLE, lockstep, scratchFolder, TEST_MS } from './lockstep.js';

interface Verified {
  readonly intact: boolean;
  readonly kind: string;
  readonly events: number;
  readonly isSealed: boolean;
  readonly issues: readonly {
    readonly code: string;
    readonly file: string;
    readonly line: number | null;
    readonly byte: number | null;
    readonly expected: string | null;
  }[];
}

describe('lockstep capture', () => {
  const { dir, remove } = scratchFolder();
  after(remove);
  const recording = path.join(dir, 'recording');
  const kept = path.join(dir, 'kept.jsonl');
  const at = (name: string): string => path.join(dir, name);

  before(async () => {
    const { lines, hear } = ears();
    const recorder = await startRecorder(recording, draft, options({ ...hear, anchorLines: 4 }));
    for (let index = 0; index < 6; index += 1) {
      recorder.bar(bar(index));
      recorder.risk({ ...risk(0), ts: tickTs(index) });
    }
    await recorder.close();
    writeFileSync(kept, lines.map((line) => `${line}\n`).join(''));
  });

  it('verifies a recording and seals a capture of it that verifies', async () => {
    const verified = await lockstep(['capture', 'verify', recording, '--anchors', kept]);
    assert.deepEqual(
      [verified.code, verified.out, verified.err],
      [0, 'intact: recording with 6 events and 6 bars, anchored up to event 6\n', ''],
    );
    const sealed = await lockstep(['capture', 'seal', recording, '--out', at('capture')]);
    assert.equal(sealed.code, 0, sealed.err);
    assert.match(sealed.out, /events 1 to 6, 6 bars/);
    const again = await lockstep(['capture', 'verify', at('capture'), '--json']);
    const found = JSON.parse(again.out) as Verified;
    assert.deepEqual(
      [again.code, found.intact, found.kind, found.isSealed],
      [0, true, 'capture', true],
    );
    const taken = await lockstep(['capture', 'seal', recording, '--out', at('capture')]);
    assert.deepEqual([taken.code, /not empty/.test(taken.err)], [3, true]);
  }).timeout(TEST_MS);

  it('names file, line, byte and what was expected of a line that was changed', async () => {
    const file = path.join(recording, 'events-000001.jsonl');
    const text = readFileSync(file, 'utf8');
    const start = text.split('\n').slice(0, 2).join('\n').length + 1;
    const changed = `${text.slice(0, start)}${text.slice(start).replace('"value":0', '"value":1')}`;
    writeFileSync(file, changed);
    const told = await lockstep(['capture', 'verify', recording]);
    const json = await lockstep(['capture', 'verify', recording, '--json']);
    const sealed = await lockstep(['capture', 'seal', recording, '--out', at('never')]);
    writeFileSync(file, text);
    assert.equal(told.code, 3);
    assert.match(told.err, /events-000001\.jsonl:3: error integrity\.altered: .*\(byte \d+\)/);
    assert.match(told.out, /^NOT intact/);
    const [issue] = (JSON.parse(json.out) as Verified).issues;
    assert.deepEqual([issue?.code, issue?.line, issue?.byte], ['integrity.altered', 3, start]);
    assert.notEqual(issue?.expected, null);
    assert.deepEqual([sealed.code, /cannot be sealed/.test(sealed.err)], [3, true]);
  }).timeout(TEST_MS);

  it('says what is in a recording', async () => {
    const { code, out } = await lockstep(['capture', 'inspect', recording]);
    assert.equal(code, 0);
    assert.match(out, /6 events, 6 bars[\s\S]*kinds: risk 6[\s\S]*snapshots: the start\nintact\n/);
  }).timeout(TEST_MS);

  it('says of a capture without a seal what is not proven', async () => {
    const { code, out, err } = await lockstep(['capture', 'verify', EXAMPLE]);
    assert.equal(code, 0, err);
    assert.match(out, /^intact: capture with 234 events/);
    assert.match(err, /warning integrity\.unproven/);
  }).timeout(TEST_MS);

  const BAD: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['a folder that is not there', ['verify', at('absent')], /There is no folder/],
    ['anchors that are not there', ['verify', recording, '--anchors', at('absent')], /--anchors/],
    ['a seal of no recording', ['seal', dir, '--out', at('x')], /holds no recording/],
    [
      'a seal from no snapshot',
      ['seal', recording, '--out', at('x'), '--from', '4'],
      /no snapshot at/,
    ],
    ['a seal from no number', ['seal', recording, '--out', at('x'), '--from', 'a'], /no sequence/],
    ['a seal until no time', ['seal', recording, '--out', at('x'), '--until', '5'], /no time/],
    [
      'a seal before every bar',
      ['seal', recording, '--out', at('x'), '--until', '1600000000000'],
      /No bar/,
    ],
  ];
  for (const [what, args, message] of BAD)
    it(`refuses ${what}`, async () => {
      const { code, err, out } = await lockstep(['capture', ...args]);
      assert.equal(code, 3);
      assert.match(`${err}${out}`, message);
    }).timeout(TEST_MS);
});
