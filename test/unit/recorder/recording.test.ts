// What a bot records is what lies on disk: in its order, in exact text, chained, over segments and restarts.
import assert from 'node:assert/strict';
import { appendFile, readFile, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { createNumeric, DEFAULT_DECIMAL } from '../../../engine/core/numeric/index.js';
import { parseEventLine, type EventRecord } from '../../../engine/core/schema/index.js';
import { isIntact } from '../../../engine/host/integrity/verification.js';
import { verifyFolder } from '../../../engine/host/integrity/verify-folder.js';
import { RecorderError, startRecorder } from '../../../engine/host/recorder/index.js';
import type { Recorder, RecorderOptions } from '../../../engine/host/recorder/index.js';
import { withTempDir } from '../../support/captures.js';
import { bar, draft, ears, options, risk, state, tickTs } from '../../support/recorder.js';

async function eventsIn(dir: string): Promise<EventRecord[]> {
  const names = (await readdir(dir)).filter((name) => name.startsWith('events-')).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(dir, name), 'utf8')));
  return texts
    .join('')
    .trimEnd()
    .split('\n')
    .map((text) => parseEventLine({ text, file: 'events' }).value as EventRecord);
}

async function recorded(
  dir: string,
  act: (recorder: Recorder) => void | Promise<void>,
  chosen: Partial<RecorderOptions> = {},
): Promise<void> {
  const recorder = await startRecorder(dir, draft, options(chosen));
  await act(recorder);
  assert.equal(await recorder.close(), true);
}

const head = { ts: tickTs(1), symbol: 'BTC', side: 'long', reason: 'go' } as const;
const trade = { ...head, orderId: '7', action: 'open', size: '1' } as const;

/** Every kind a bot records, with the numbers of another type than text, and what must be on record. */
const KINDS: readonly (readonly [string, (recorder: Recorder) => number | null, object])[] = [
  [
    'decision',
    (r) =>
      r.decision({
        ...head,
        action: 'enter',
        gates: [{ name: 'above', value: 0.1 + 0.2, comparator: '>', threshold: -0, passed: true }],
        indicators: { ema: 1e-7, rising: true },
      }),
    {
      gates: [
        {
          name: 'above',
          value: '0.30000000000000004',
          comparator: '>',
          threshold: '-0',
          passed: true,
        },
      ],
      indicators: { ema: '1e-7', rising: true },
    },
  ],
  ['intent', (r) => r.intent(trade), { size: '1' }],
  ['order', (r) => r.order({ ...trade, price: null }), { price: null }],
  [
    'acknowledgement',
    (r) => r.acknowledgement({ ts: head.ts, symbol: 'BTC', orderId: '7', venueOrderId: 'v-9' }),
    { orderId: '7', venueOrderId: 'v-9' },
  ],
  ['reject', (r) => r.reject({ ...trade, text: 'too small' }), { text: 'too small' }],
  [
    'fill',
    (r) => r.fill({ ...trade, price: 101.5, fee: 0.05, feeParts: { venue: 0.04, builder: 0.01 } }),
    { price: '101.5', fee: '0.05', feeParts: { venue: '0.04', builder: '0.01' } },
  ],
  [
    'ledger',
    (r) => r.ledger({ ...head, action: 'OPEN', price: 1, size: 2, fee: 3, pnl: -0, balance: 5e21 }),
    { price: '1', pnl: '-0', balance: '5e+21' },
  ],
  [
    'funding',
    (r) => r.funding({ ts: head.ts, symbol: 'BTC', rate: 0.0001, amount: -1.5 }),
    { rate: '0.0001', amount: '-1.5' },
  ],
  ['balance', (r) => r.balance({ ts: head.ts, balance: 10 }), { balance: '10' }],
  [
    'risk',
    (r) => r.risk({ ts: head.ts, name: 'kill_switch', value: { on: true, limit: 0.5 } }),
    { value: { on: true, limit: 0.5 } },
  ],
  [
    'checkpoint',
    (r) => r.checkpoint({ ts: head.ts, state: { account: { balance: 10.25 }, strategy: [0.5] } }),
    { state: { account: { balance: '10.25' }, strategy: [0.5] } },
  ],
];

describe('a recording', () => {
  it('holds every kind of event in exact text, numbered and chained', () =>
    withTempDir(async (dir) => {
      await recorded(dir, (recorder) => {
        for (const [index, [, take]] of KINDS.entries()) assert.equal(take(recorder), index + 1);
      });
      const events = await eventsIn(dir);
      assert.deepEqual(
        events.map(({ kind }) => kind),
        KINDS.map(([kind]) => kind),
      );
      for (const [index, [, , expected]] of KINDS.entries()) {
        const found = events[index] as unknown as Record<string, unknown>;
        for (const [key, value] of Object.entries(expected))
          assert.deepEqual(found[key], value, key);
      }
      const verified = await verifyFolder(dir);
      assert.deepEqual(verified.issues, []);
      assert.equal(verified.anchoredSeq, KINDS.length);
    }));

  it('takes values of a decimal library as their text, and refuses fractions that are doubles', () =>
    withTempDir(async (dir) => {
      const num = createNumeric(DEFAULT_DECIMAL);
      const decimal = { valueOf: () => num('1').div('3').toString() };
      const { problems, hear } = ears();
      const numeric = { kind: 'decimal', precision: 20, rounding: 'half-up' } as const;
      const recorder = await startRecorder(dir, { ...draft, numeric }, options(hear));
      assert.equal(recorder.balance({ ts: head.ts, balance: decimal }), 1);
      assert.equal(recorder.balance({ ts: head.ts, balance: 12 }), 2);
      assert.equal(recorder.balance({ ts: head.ts, balance: 0.1 }), null);
      await recorder.close();
      assert.deepEqual(
        (await eventsIn(dir)).map((event) =>
          event.kind === 'balance' ? event.balance : event.kind,
        ),
        ['0.33333333333333333333', '12', 'gap'],
      );
      assert.match(problems[0]?.message ?? '', /at balance: /);
    }));

  it('keeps a double exactly, whatever it is', () =>
    withTempDir(async (dir) => {
      const doubles = fc.sample(fc.double({ noNaN: true, noDefaultInfinity: true }), 300);
      await recorded(dir, (recorder) => {
        for (const balance of doubles) recorder.balance({ ts: head.ts, balance });
      });
      const found = (await eventsIn(dir)).map((event) =>
        event.kind === 'balance' ? Number(event.balance) : NaN,
      );
      assert.equal(found.length, doubles.length);
      for (const [index, value] of doubles.entries()) assert.ok(Object.is(found[index], value));
    }));

  const REFUSED: readonly (readonly [string, (recorder: Recorder) => number | null, RegExp])[] = [
    ['not a number', (r) => r.balance({ ts: head.ts, balance: NaN }), /at balance: "NaN"/],
    ['infinite', (r) => r.balance({ ts: head.ts, balance: Infinity }), /at balance: "Infinity"/],
    ['of no time', (r) => r.balance({ ts: 5, balance: 1 }), /at ts: /],
    [
      'of an unknown symbol',
      (r) => r.order({ ...trade, symbol: 'DOGE', price: 1 }),
      /DOGE is not among/,
    ],
    ['with a key too many', (r) => r.balance({ ts: head.ts, balance: 1, x: 1 } as never), /at x: /],
    ['nothing at all', (r) => r.balance(undefined as never), /./],
    ['a circle', (r) => r.risk({ ts: head.ts, name: 'x', value: circle() as never }), /./],
  ];
  for (const [what, act, message] of REFUSED)
    it(`says what is wrong with a record ${what}, goes on, and has a gap there`, () =>
      withTempDir(async (dir) => {
        const { problems, hear } = ears();
        await recorded(
          dir,
          (recorder) => {
            assert.equal(act(recorder), null);
            assert.equal(recorder.risk(risk(1)), 2);
            assert.deepEqual(recorder.lost, { events: 1, bars: 0 });
          },
          hear,
        );
        const [gap, next] = await eventsIn(dir);
        assert.ok(gap?.kind === 'gap' && gap.lost === 1 && gap.reason === 'invalid-record');
        assert.equal(next?.kind, 'risk');
        assert.equal(problems[0]?.code, 'record.invalid');
        assert.match(problems[0].message, message);
      }));

  it('throws for such a record when it is strict, and loses nothing by it', () =>
    withTempDir((dir) =>
      recorded(
        dir,
        (recorder) => {
          assert.throws(() => recorder.balance({ ts: head.ts, balance: NaN }), RecorderError);
          assert.equal(recorder.risk(risk(1)), 1);
        },
        { strict: true },
      ),
    ));

  it('takes nothing after it was closed, and says so', () =>
    withTempDir(async (dir) => {
      const { problems, hear } = ears();
      const recorder = await startRecorder(dir, draft, options(hear));
      await recorder.close();
      assert.equal(recorder.risk(risk(0)), null);
      assert.equal(recorder.bar(bar(0)), null);
      assert.deepEqual(
        problems.map(({ code }) => code),
        ['recorder.closed', 'recorder.closed'],
      );
      assert.equal(await recorder.close(), false);
    }));

  it('is the same bytes for the same records', () =>
    withTempDir(async (dir) => {
      const texts: string[][] = [];
      for (const name of ['a', 'b']) {
        await recorded(join(dir, name), (recorder) => {
          for (let index = 0; index < 50; index += 1) recorder.risk(risk(index));
          recorder.bar(bar(0));
        });
        const names = (await readdir(join(dir, name))).sort();
        texts.push(await Promise.all(names.map((each) => readFile(join(dir, name, each), 'utf8'))));
      }
      assert.deepEqual(texts[0], texts[1]);
    }));

  it('gives a bar its revision, and writes the same bar once', () =>
    withTempDir(async (dir) => {
      await recorded(dir, (recorder) => {
        assert.equal(recorder.bar(bar(0)), 0);
        assert.equal(recorder.bar(bar(0)), 0);
        assert.equal(recorder.bar(bar(0, 150)), 1);
        assert.equal(recorder.bar(bar(1)), 0);
        assert.equal(recorder.bar(bar(0, 151)), 2);
        assert.equal(recorder.seenBar('BTC')?.openTs, tickTs(1));
      });
      const resumed = await startRecorder(dir, draft, options());
      assert.equal(resumed.bar(bar(0, 151)), 2);
      assert.equal(resumed.bar(bar(0, 152)), 3);
      await resumed.close();
      assert.equal((await verifyFolder(dir)).bars, 5);
    }));

  it('goes on in new segments, by size and by lines, and its chain goes on with it', () =>
    withTempDir(async (dir) => {
      const act = (recorder: Recorder): void => {
        for (let index = 0; index < 40; index += 1) {
          recorder.risk(risk(index));
          recorder.bar(bar(index));
        }
      };
      await recorded(dir, act, { segmentBytes: 2_000 });
      await recorded(dir, act, { segmentLines: 7 });
      const names = await readdir(dir);
      assert.ok(names.filter((name) => name.startsWith('events-')).length > 8);
      const verified = await verifyFolder(dir);
      assert.deepEqual(verified.issues, []);
      assert.deepEqual([verified.events, verified.bars], [81, 40]);
    }));

  it('anchors every so many lines, each anchor once it is on disk', () =>
    withTempDir(async (dir) => {
      const { anchors, hear } = ears();
      await recorded(
        dir,
        async (recorder) => {
          for (let index = 0; index < 25; index += 1) recorder.risk(risk(index));
          await recorder.flush();
          assert.deepEqual(
            anchors.map(({ events }) => events.seq),
            [0, 10, 20],
          );
        },
        { ...hear, anchorLines: 10 },
      );
      assert.deepEqual(
        anchors.map(({ events }) => events.seq),
        [0, 10, 20, 25],
      );
    }));
});

function circle(): object {
  const value: { self?: object } = {};
  value.self = value;
  return value;
}

describe('a recording that is gone on with', () => {
  const restarted = async (dir: string, chosen: Partial<RecorderOptions> = {}): Promise<void> =>
    recorded(dir, (recorder) => void recorder.risk(risk(100)), { fingerprint: 'run-2', ...chosen });

  it('says that the bot restarted, with the new fingerprint, and has its state', () =>
    withTempDir(async (dir) => {
      await recorded(dir, (recorder) => void recorder.risk(risk(0)));
      await restarted(dir, { snapshot: state({ account: { balance: '77' } }) });
      const events = await eventsIn(dir);
      assert.deepEqual(
        events.map(({ seq, kind }) => [seq, kind]),
        [
          [1, 'risk'],
          [2, 'restart'],
          [3, 'risk'],
        ],
      );
      assert.ok(events[1]?.kind === 'restart' && events[1].fingerprint === 'run-2');
      const snapshot = await readFile(join(dir, 'snapshots', '2.json'), 'utf8');
      assert.match(snapshot, /"seq": 2,[\s\S]*"balance": "77"/);
      assert.deepEqual((await verifyFolder(dir)).issues, []);
    }));

  const TORN: readonly (readonly [string, string, string])[] = [
    ['half an event', 'events-000001.jsonl', '{"seq":2,"ts":17'],
    ['half a bar', 'market-000001.jsonl', '{"row":2'],
    ['zeros of a power loss', 'events-000001.jsonl', '\0\0\0\0'],
    ['half an event with a newline', 'events-000001.jsonl', '{"seq":2,"ts":17\n'],
    ['half an anchor', 'anchors.jsonl', '{"anchor":'],
  ];
  for (const [what, file, text] of TORN)
    it(`drops ${what} and says so`, () =>
      withTempDir(async (dir) => {
        await recorded(dir, (recorder) => {
          recorder.risk(risk(0));
          recorder.bar(bar(0));
        });
        await appendFile(join(dir, file), text);
        const { problems, hear } = ears();
        await restarted(dir, hear);
        assert.deepEqual(
          problems.map(({ code }) => code),
          ['line.torn'],
        );
        assert.ok(
          problems[0]?.message.includes(
            `${file} ended in a torn line: ${String(text.length)} bytes`,
          ),
        );
        assert.deepEqual((await verifyFolder(dir)).issues, []);
      }));

  it('is refused while another recorder writes it, and free when that one closes', () =>
    withTempDir(async (dir) => {
      const recorder = await startRecorder(dir, draft, options());
      await assert.rejects(startRecorder(dir, draft, options()), { code: 'recorder.locked' });
      await recorder.close();
      await restarted(dir);
    }));

  it('takes the lock of a process that is gone, and says so', () =>
    withTempDir(async (dir) => {
      await recorded(dir, () => undefined);
      const gone = {
        pid: 2 ** 22 + 1,
        host: (await import('node:os')).hostname(),
        born: '1',
        token: 'x',
      };
      await writeFile(join(dir, 'recording.lock'), JSON.stringify(gone));
      const { problems, hear } = ears();
      await restarted(dir, hear);
      assert.deepEqual(
        problems.map(({ code }) => code),
        ['lock.taken'],
      );
      assert.ok(!(await readdir(dir)).some((name) => name.startsWith('recording.lock')));
    }));

  it('is refused to a bot with another header, with the field', () =>
    withTempDir(async (dir) => {
      await recorded(dir, () => undefined);
      const other = { ...draft, strategy: { ...draft.strategy, params: { fast: 3 } } };
      await assert.rejects(startRecorder(dir, other, options()), /"strategy.params.fast" differs/);
    }));

  it('is refused when lines are gone that an anchor knows', () =>
    withTempDir(async (dir) => {
      await recorded(dir, (recorder) => void [0, 1, 2].map((index) => recorder.risk(risk(index))));
      const file = join(dir, 'events-000001.jsonl');
      const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
      await writeFile(file, `${lines.slice(0, 2).join('\n')}\n`);
      await assert.rejects(startRecorder(dir, draft, options()), { code: 'recorder.damaged' });
      assert.equal(isIntact(await verifyFolder(dir)), false);
    }));
});
