// A replay that grows with its recording is the replay of the whole recording: the same report, the same stops. What does
// not plainly follow is left to a look at everything, which says what is wrong.
import assert from 'node:assert/strict';
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { LiveRecording } from '../../debug-adapter/live-recording.js';
import { Runtime } from '../../debug-adapter/runtime.js';
import type { Grown } from '../../engine/host/replay/protocol.js';
import { startReplayClient } from '../../engine/host/replay/start.js';
import { lockstep } from '../cli/lockstep.js';
import { FIRST_TS, STEP_MS, TICKS, writeSmall } from '../cli/small-capture.js';

const EVENTS = 'events-000001.jsonl';
const MARKET = 'market-000001.jsonl';
const ANCHORS = 'anchors.jsonl';

describe('a replay that grows with its recording', function () {
  this.timeout(120_000);
  let dir = '';
  let whole = '';
  let part = '';
  let live: LiveRecording;
  let runtime: Runtime;

  before(async () => {
    dir = mkdtempSync(path.join(tmpdir(), 'lockstep-growth-'));
    const capture = await writeSmall(dir, 'capture');
    whole = path.join(dir, 'whole');
    const run = await lockstep([
      ...['paper', '--snapshot', path.join(capture, 'snapshot.json'), '--no-follow'],
      ...['--feed', path.join(capture, 'market.jsonl'), '--out', whole],
    ]);
    assert.equal(run.code, 0, run.err);
  });
  after(() => {
    rmSync(dir, { recursive: true, force: true });
  });
  beforeEach(() => {
    part = mkdtempSync(path.join(dir, 'part-'));
    for (const name of ['recording.json', 'snapshot.json'])
      copyFileSync(path.join(whole, name), path.join(part, name));
    live = new LiveRecording(part, undefined);
    runtime = new Runtime(startReplayClient);
  });
  afterEach(async () => {
    await runtime.dispose();
    await live.dispose();
  });

  const linesOf = (name: string): readonly string[] =>
    readFileSync(path.join(whole, name), 'utf8').trimEnd().split('\n');

  /** What the recorder had written after so many ticks. */
  const recorded = (ticks: number): void => {
    const untilTs = FIRST_TS + (ticks - 1) * STEP_MS;
    const market = linesOf(MARKET).slice(0, ticks);
    const events = linesOf(EVENTS).filter((line) => (JSON.parse(line) as Row).ts <= untilTs);
    const anchors = linesOf(ANCHORS).filter((line) => {
      const anchor = JSON.parse(line) as Anchor;
      const isThere = anchor.events.seq <= events.length && anchor.market.row <= market.length;
      return (
        isThere && Object.keys(anchor.files).every((name) => isOfStart(name) || ticks === TICKS)
      );
    });
    write(MARKET, market);
    write(EVENTS, events);
    write(ANCHORS, anchors);
    if (ticks === TICKS) copySnapshots();
  };
  const write = (name: string, lines: readonly string[]): void => {
    const file = path.join(part, name);
    const text = lines.map((line) => `${line}\n`).join('');
    // A recorder writes over nothing that is there.
    if (!existsSync(file) || readFileSync(file, 'utf8') !== text) writeFileSync(file, text);
  };
  const copySnapshots = (): void => {
    const named = linesOf(ANCHORS).flatMap((line) =>
      Object.keys((JSON.parse(line) as Anchor).files),
    );
    for (const name of named.filter(
      (each) => !isOfStart(each) && existsSync(path.join(whole, each)),
    )) {
      mkdirSync(path.dirname(path.join(part, name)), { recursive: true });
      copyFileSync(path.join(whole, name), path.join(part, name));
    }
  };

  const open = async (): Promise<void> => {
    const { result } = await runtime.open(await live.look());
    assert.ok(result.replay !== null, JSON.stringify(result.issues));
  };

  const grow = async (): Promise<Grown | null> => {
    const growth = await live.more();
    return growth === null ? null : runtime.grow(growth);
  };

  it('gives the report and the stops of the whole recording', async () => {
    recorded(5);
    await open();
    for (const ticks of [8, 9, 17, TICKS]) {
      recorded(ticks);
      const grown = await grow();
      assert.equal(grown?.opened.tickTs.length, ticks);
    }
    const fresh = new Runtime(startReplayClient);
    const again = new LiveRecording(part, undefined);
    try {
      await fresh.open(await again.look());
      const [opened, expected] = [runtime.opened ?? assert.fail(), fresh.opened ?? assert.fail()];
      // Each copy is a folder of its own, and the manifest of one that grew says nothing of its files.
      const { capture, manifest } = expected;
      assert.deepEqual({ ...opened, capture, manifest }, expected);
      assert.deepEqual(opened.manifest.window, manifest.window);
      assert.deepEqual(withoutTime(runtime.report), withoutTime(fresh.report));
      assert.equal(runtime.report?.verdict, 'parity');
      for (const tick of [0, 6, 16, TICKS - 1]) {
        const at = { kind: 'seek', cursor: { tick, moment: 2 } } as const;
        const [one, other] = [runtime, fresh].map((each) =>
          each.travel((walker) => walker.move(at)),
        );
        assert.deepEqual(withoutHandles(await one), withoutHandles(await other));
      }
    } finally {
      await fresh.dispose();
      await again.dispose();
    }
  });

  it('goes on from where it stands, and stops at breakpoints in what is new', async () => {
    recorded(5);
    await open();
    await runtime.setBreakpoints([{ id: 1, kind: 'name', name: 'event:OPEN' }]);
    const onward = () => runtime.travel((walker) => walker.move({ kind: 'continue' }));
    assert.equal((await onward()).stop.reason, 'end');
    recorded(8);
    assert.equal((await grow())?.isInPlace, true);
    const { stop } = await onward();
    assert.deepEqual([stop.reason, stop.cursor.tick], ['breakpoint', 6]);
    assert.equal((await onward()).stop.reason, 'end');
    const back = await runtime.travel((walker) => walker.move({ kind: 'reverse-continue' }));
    assert.deepEqual(back.stop.cursor, stop.cursor);
  });

  it('shows a new event of live on its line', async () => {
    recorded(5);
    await open();
    recorded(8);
    const growth = await live.more();
    assert.ok(growth !== null);
    const grown = await runtime.grow(growth);
    await live.keep(growth);
    const { stop } = await runtime.travel((walker) =>
      walker.move({ kind: 'seek', cursor: { tick: 6, moment: 0 } }),
    );
    const pair = stop.pairs.find(
      ({ live: recordedEvent }) => recordedEvent?.event.kind === 'ledger',
    );
    const file = path.join(grown?.opened.capture ?? '', 'events.jsonl');
    const line = readFileSync(file, 'utf8').split('\n')[(pair?.live?.line ?? 0) - 1] ?? '';
    assert.match(line, /"kind":"ledger".*"action":"OPEN"/);
  });

  const CHANGES: readonly (readonly [what: string, change: () => void, says: RegExp | null])[] = [
    [
      'a line that was changed',
      () => {
        const changed = linesOf(EVENTS).map((line) =>
          line.replace('"price":"101"', '"price":"102"'),
        );
        write(EVENTS, changed);
      },
      /was changed: its sha-256/,
    ],
    [
      'a bar that comes late',
      () => {
        const lines = linesOf(MARKET);
        write(MARKET, [...lines.slice(0, 5), ...lines.slice(6, 8)]);
      },
      /recording cannot be sealed/,
    ],
    [
      'a log that became shorter',
      () => {
        recorded(3);
      },
      null,
    ],
  ];
  for (const [what, change, says] of CHANGES)
    it(`leaves ${what} to a look at everything`, async () => {
      recorded(5);
      await open();
      recorded(8);
      change();
      assert.equal(await grow(), null);
      if (says === null) await open();
      else await assert.rejects(live.look(), says);
    });

  it('waits for the end of a line that is being written', async () => {
    recorded(5);
    await open();
    const next = linesOf(MARKET)[5] ?? '';
    appendFileSync(path.join(part, MARKET), next.slice(0, 20));
    assert.deepEqual((await live.more())?.bars, []);
    appendFileSync(path.join(part, MARKET), `${next.slice(20)}\n`);
    assert.equal((await live.more())?.bars.length, 1);
  });
});

interface Row {
  readonly ts: number;
}
interface Anchor {
  readonly events: { readonly seq: number };
  readonly market: { readonly row: number };
  readonly files: Readonly<Record<string, string>>;
}

const isOfStart = (name: string): boolean => !name.startsWith('snapshots/');

const withoutTime = (report: Runtime['report']): unknown => ({ ...report, elapsedMs: 0 });

/** Handles count what was looked at before; everything else of a stop is the same. */
const withoutHandles = (moved: unknown): unknown =>
  JSON.parse(
    JSON.stringify(moved, (key, value: unknown) =>
      key === 'handle' ? 0 : key === 'file' ? path.basename(String(value)) : value,
    ),
  );
