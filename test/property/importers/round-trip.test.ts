// What is exported and imported again is the same capture, byte for byte: in every format and packing, whatever texts and
// documents the events hold, and however another recorder spaces and orders its JSON.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { encodeManifest, type Json } from '../../../engine/core/schema/index.js';
import {
  scanCapture,
  sha256,
  writeCapture,
  type EventDraft,
} from '../../../engine/host/capture/index.js';
import {
  EXPORT_FORMATS,
  EXPORT_PACKINGS,
  exportCapture,
} from '../../../engine/host/exporters/index.js';
import { importArchive } from '../../../engine/host/importers/archive/index.js';
import { EXAMPLE_CAPTURE } from '../../support/example.js';
import { folderBytes, smallParts, tickTs, withTempDir } from '../../support/captures.js';

const decimal = fc.oneof(
  fc.constantFrom('-0', '1e-12', '.5', '0.10', '1E+5', '-3.00'),
  fc.tuple(fc.maxSafeNat(), fc.nat(999)).map(([a, b]) => `${String(a)}.${String(b)}`),
);
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom('', ' ', '"', '\r\n', 'a,b;c|\t', '=1+1', '\ud800', '\uFEFFx', 'null', '\0'),
);
const word = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_.-]{0,8}$/);
const side = fc.constantFrom('long' as const, 'short' as const);
const base = { seq: fc.constant(1), ts: fc.integer({ min: 0, max: 3 }).map(tickTs) };
const symbol = fc.constantFrom('BTC', 'ETH');
const order = {
  ...{ ...base, symbol, orderId: text.filter((id) => id !== ''), side, size: decimal },
  action: fc.constantFrom('open', 'add', 'reduce', 'close'),
};
const optional = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(value, { nil: undefined });
const json = fc
  .jsonValue({ maxDepth: 3 })
  .map((value) => JSON.parse(JSON.stringify(value)) as Json);

const event = fc.oneof(
  fc.record({
    ...{ ...base, symbol, kind: fc.constant('decision'), side: fc.option(side), reason: word },
    action: fc.constantFrom('enter', 'hold', 'blocked'),
    gates: fc.array(
      fc.record({ name: word, value: decimal, threshold: decimal, passed: fc.boolean() }),
      { maxLength: 2 },
    ),
    indicators: fc.dictionary(word, fc.oneof(decimal, fc.boolean()), { maxKeys: 3 }),
    text: optional(text),
  }),
  fc.record({ ...order, kind: fc.constant('order'), price: fc.option(decimal), reason: word }),
  fc.record({ ...order, kind: fc.constant('reject'), reason: word, text: optional(text) }),
  fc.record({
    ...{ ...order, kind: fc.constant('fill'), price: decimal, fee: decimal, reason: word },
    feeParts: optional(fc.dictionary(word, decimal, { maxKeys: 2 })),
  }),
  fc.record({ ...base, kind: fc.constant('risk'), name: word, value: json }),
  fc.record({ ...base, kind: fc.constant('balance'), balance: decimal, reason: optional(word) }),
  fc.record({
    ...{ ...base, kind: fc.constant('restart') },
    fingerprint: text.filter((mark) => mark !== ''),
  }),
  fc.record({
    ...{ ...base, kind: fc.constant('checkpoint') },
    lastTickTs: optional(fc.option(base.ts)),
    state: fc.record({ strategy: optional(json) }),
  }),
);
const events = fc.array(event, { maxLength: 6 }).map((list) =>
  list.map((each, index): EventDraft => {
    const given = Object.fromEntries(
      Object.entries(each).filter(([, value]) => value !== undefined),
    );
    return { ...given, seq: index + 1 } as unknown as EventDraft;
  }),
);

const ALL_KINDS = [
  ...(['decision', 'order', 'reject', 'fill', 'risk', 'balance', 'restart'] as const),
  'checkpoint' as const,
];

/** A capture of these events, in our spelling or in that of another recorder. */
async function recorded(dir: string, drafts: readonly EventDraft[], isForeign: boolean) {
  const { manifest, ...parts } = smallParts();
  const run = { fingerprint: 'one', firstSeq: 1, lastSeq: Math.max(1, drafts.length) };
  const runs = drafts.length === 0 ? [] : [run];
  const draft = { ...manifest, runs, coverage: { kinds: [...ALL_KINDS] } };
  const written = await writeCapture(dir, { ...parts, manifest: draft, events: drafts });
  if (!isForeign) return;
  let prev: string | null = null;
  const lines: string[] = [];
  const old = (await readFile(join(dir, 'events.jsonl'), 'utf8')).split('\n').slice(0, -1);
  for (const line of old) {
    const record = { ...(JSON.parse(line) as Record<string, Json>), prev };
    const reversed = Object.fromEntries(Object.entries(record).reverse());
    const other = JSON.stringify(reversed).replace(/^\{/, '{ ');
    lines.push(other);
    prev = sha256(other);
  }
  const content = lines.map((line) => `${line}\n`).join('');
  await writeFile(join(dir, 'events.jsonl'), content);
  const rows = { sha256: sha256(content), rows: lines.length };
  const encoded = encodeManifest({
    ...written,
    files: { ...written.files, 'events.jsonl': rows },
  });
  await writeFile(join(dir, 'manifest.json'), encoded.value ?? '');
}

const WAYS = EXPORT_FORMATS.flatMap((format) =>
  EXPORT_PACKINGS.map((packing) => ({ format, packing })),
);
type Way = (typeof WAYS)[number];

async function assertRoundTrips(dir: string, capture: string, ways: readonly Way[]): Promise<void> {
  const before = await folderBytes(capture);
  for (const { format, packing } of ways) {
    const out = join(dir, `${format}-${packing}`);
    const issues = await exportCapture({ capture, format, packing, out });
    assert.deepEqual(
      issues.filter(({ kind, severity }) => severity === 'error' && kind === 'bad-input'),
      [],
    );
    const again = join(dir, `${format}-${packing}-again`);
    const back = await importArchive({ archive: out, out: again });
    assert.ok(back.value, JSON.stringify(back.issues));
    assert.deepEqual(await folderBytes(again), before, `${format}, ${packing}`);
  }
}

describe('exports and imports', function () {
  this.timeout(60_000);

  it('give the same capture again, byte for byte', () =>
    fc.assert(
      fc.asyncProperty(events, fc.boolean(), fc.constantFrom(...WAYS), (drafts, isForeign, way) =>
        withTempDir(async (dir) => {
          const capture = join(dir, 'capture');
          await recorded(capture, drafts, isForeign);
          await assertRoundTrips(dir, capture, [way]);
        }),
      ),
      { numRuns: 60 },
    ));

  it('of a real recording', () =>
    withTempDir(async (dir) => {
      await assertRoundTrips(dir, EXAMPLE_CAPTURE, WAYS);
      const { issues } = await scanCapture(join(dir, 'parquet-zip-again'));
      assert.deepEqual(issues, []);
    }));

  it('an export is the same bytes every time', () =>
    withTempDir(async (dir) => {
      const capture = join(dir, 'capture');
      await writeCapture(capture, smallParts());
      for (const name of ['a', 'b']) {
        for (const format of EXPORT_FORMATS) {
          const out = join(dir, `${name}-${format}.zip`);
          await exportCapture({ capture, format, packing: 'zip', out });
        }
      }
      for (const format of EXPORT_FORMATS) {
        const [a, b] = await Promise.all(
          ['a', 'b'].map((name) => readFile(join(dir, `${name}-${format}.zip`))),
        );
        assert.ok(a && b && a.equals(b), format);
      }
    }));
});
