// What a power loss leaves of a paper run's recording: bars are safe before what came of them is written; a recording that
// lacks some all the same is gone on with, and becomes what it would have been.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventRecord, RecordedBar } from '../../../engine/core/schema/index.js';
import { isIntact } from '../../../engine/host/integrity/verification.js';
import { verifyFolder } from '../../../engine/host/integrity/verify-folder.js';
import { PaperError } from '../../../engine/host/paper/paper-error.js';
import type { PaperOutcome } from '../../../engine/host/paper/paper-outcome.js';
import { segmentFile } from '../../../engine/host/recorder/recording-files.js';
import type { ReplayClient } from '../../../engine/host/replay/replay-client.js';
import { startReplayClient } from '../../../engine/host/replay/start.js';
import { paperCase, startOnDisk, type DiskHow, type PaperCase } from '../../support/paper.js';
import { heldDisk, syncedDisk } from '../../support/recorder.js';
import { recordingRows, type RecordingRows } from '../../support/recording-rows.js';

const CAPTURE = 'examples/workspace/captures/openclaw-base';
const STRATEGY = 'examples/workspace/strategies/openclaw/index.ts';
const TICKS = 260;
const SYMBOLS = 3;
const EVENTS = segmentFile('events', 1);
const MARKET = segmentFile('market', 1);

/** Cut off from this line of a log on. */
interface Aside {
  readonly log: 'events' | 'market';
  readonly line: number;
  readonly why: 'came of bars that are not on record' | 'do not follow what is before them';
}

interface Loss {
  readonly of: string;
  readonly lose: (dir: string) => void;
  readonly aside: () => readonly Aside[];
}

describe('a power loss under a paper run', function () {
  this.timeout(120_000);
  let parts: PaperCase;
  let whole: RecordingRows;
  let temp: string;
  let client: ReplayClient;
  let events: readonly EventRecord[];
  let bars: readonly RecordedBar[];

  before(async () => {
    client = startReplayClient();
    temp = await mkdtemp(join(tmpdir(), 'lockstep-power-loss-'));
    const all = await paperCase(CAPTURE, STRATEGY);
    parts = { ...all, bars: all.bars.slice(0, SYMBOLS * TICKS) };
    const dir = join(temp, 'whole');
    await start(dir);
    whole = recordingRows(dir);
    events = whole.events as readonly EventRecord[];
    bars = whole.bars as readonly RecordedBar[];
    assert.ok(events.length > 60 && bars.length === SYMBOLS * TICKS);
  });

  /** As if it had been killed: no state and no anchor but those of the start. */
  function strip(dir: string): void {
    rmSync(join(dir, 'snapshots'), { recursive: true });
    keepLines(join(dir, 'anchors.jsonl'), 1);
  }

  after(async () => {
    await client.dispose();
    await rm(temp, { recursive: true, force: true });
  });

  const start = (dir: string, how: Partial<DiskHow> = {}): Promise<PaperOutcome> =>
    startOnDisk(parts, { dir, disk: heldDisk(), client, ...how });

  /** The recording as it is before the run ends. */
  async function underWay(name: string): Promise<string> {
    const dir = join(temp, name);
    await cp(join(temp, 'whole'), dir, { recursive: true });
    strip(dir);
    return dir;
  }

  /** Of the tick in the middle of those that led to events: number of its first bar, and of its first event. */
  function middle(): { readonly bar: number; readonly event: number } {
    const { ts } = events[Math.floor(events.length / 2)] as EventRecord;
    return {
      bar: bars.findIndex(({ openTs }) => openTs === ts) + 1,
      event: events.findIndex((event) => event.ts === ts) + 1,
    };
  }

  const losses: readonly Loss[] = [
    {
      of: 'the bars of whole ticks',
      lose: (dir) => {
        keepLines(join(dir, MARKET), middle().bar - 1);
      },
      aside: () => [{ log: 'events', line: middle().event, why: NO_BARS }],
    },
    {
      of: 'one bar of a tick and all behind it',
      lose: (dir) => {
        keepLines(join(dir, MARKET), middle().bar + 1);
      },
      aside: () => [{ log: 'events', line: middle().event, why: NO_BARS }],
    },
    {
      of: 'half a bar and all behind it',
      lose: (dir) => {
        keepLines(join(dir, MARKET), middle().bar);
        truncateSync(join(dir, MARKET), readFileSync(join(dir, MARKET)).length - 20);
      },
      aside: () => [{ log: 'events', line: middle().event, why: NO_BARS }],
    },
    {
      of: 'all bars',
      lose: (dir) => {
        keepLines(join(dir, MARKET), 0);
      },
      aside: () => [{ log: 'events', line: 1, why: NO_BARS }],
    },
    {
      of: 'an event before others',
      lose: (dir) => {
        blank(join(dir, EVENTS), middle().event + 1);
      },
      aside: () => [{ log: 'events', line: middle().event + 1, why: HOLE }],
    },
    {
      of: 'a bar before others',
      lose: (dir) => {
        blank(join(dir, MARKET), middle().bar + 1);
      },
      aside: () => [
        { log: 'events', line: middle().event, why: NO_BARS },
        { log: 'market', line: middle().bar + 1, why: HOLE },
      ],
    },
    {
      of: 'bars that led to events over two segments',
      lose: (dir) => {
        keepLines(join(dir, MARKET), middle().bar - 1);
        split(dir, middle().event + 2);
      },
      aside: () => [{ log: 'events', line: middle().event, why: NO_BARS }],
    },
  ];

  for (const { of, lose, aside } of losses)
    it(`that took ${of} is gone on from, and nothing is lost`, async () => {
      const dir = await underWay(of);
      lose(dir);
      const before = { events: logOf(dir, 'events'), market: logOf(dir, 'market') };
      const told: string[] = [];
      const { end } = await start(dir, {
        onProblem: ({ code, message }) => {
          if (code === 'lines.set-aside') told.push(message);
        },
      });
      assert.equal(end.kind, 'feed-ended');
      assert.deepEqual(recordingRows(dir), whole);
      assert.ok(isIntact(await verifyFolder(dir)));
      const expected = aside().map(({ log, line, why }) => {
        const byte = startOf(before[log], line);
        const file = `set-aside/${log}-${String(line)}.jsonl`;
        const kept = before[log].subarray(byte);
        assert.ok(kept.equals(readFileSync(join(dir, file))), `${file} is not what was cut off`);
        const place = `${segmentFile(log, 1)}:${String(line)} (byte ${String(byte)})`;
        return `${String(linesIn(kept))} lines from ${place} on ${why}; ${file} has them now.`;
      });
      assert.deepEqual(told, expected);
    });

  it('that comes again while the same events are made again keeps what was set aside before', async () => {
    const dir = await underWay('twice');
    for (let loss = 0; loss < 2; loss += 1) {
      keepLines(join(dir, MARKET), middle().bar - 1);
      await start(dir);
      strip(dir);
    }
    const stem = `events-${String(middle().event)}`;
    const [first, second] = [`${stem}.jsonl`, `${stem}-2.jsonl`].map((name) =>
      readFileSync(join(dir, 'set-aside', name)),
    );
    assert.deepEqual(readdirSync(join(dir, 'set-aside')).length, 2);
    assert.deepEqual(first, second);
  });

  it('that may have taken a bar of the last tick: the feed is asked again, and leaves it out again', async () => {
    const { ts } = events[middle().event - 1] as EventRecord;
    const left = parts.bars.filter(
      ({ openTs, symbol }) => openTs !== ts || symbol !== parts.manifest.symbols[1],
    );
    const dir = join(temp, 'left out');
    const onGap = { plan: { onGap: 'accept' } } as const;
    await startOnDisk({ ...parts, bars: left }, { dir, disk: heldDisk(), client, ...onGap });
    const expected = recordingRows(dir);
    const untilTick = (rows: readonly object[], key: 'ts' | 'openTs'): number =>
      rows.filter((row) => (row as Readonly<Record<typeof key, number>>)[key] <= ts).length;
    strip(dir);
    keepLines(join(dir, MARKET), untilTick(expected.bars, 'openTs'));
    keepLines(join(dir, EVENTS), untilTick(expected.events, 'ts'));
    await startOnDisk({ ...parts, bars: left }, { dir, disk: heldDisk(), client, ...onGap });
    assert.deepEqual(recordingRows(dir), expected);
    assert.equal(readdirSync(join(dir, 'set-aside')).length, 1);
  });

  it('takes nothing that an anchor knows: such a recording is refused, and stays as it is', async () => {
    const dir = await underWay('anchored');
    await cp(join(temp, 'whole', 'anchors.jsonl'), join(dir, 'anchors.jsonl'));
    blank(join(dir, EVENTS), middle().event);
    const before = logOf(dir, 'events');
    await assert.rejects(start(dir), (error: unknown) => {
      assert.ok(error instanceof PaperError);
      const place = `lines from ${EVENTS}:${String(middle().event)} on ${HOLE}, and were safe before`;
      assert.equal(error.message, `The recording is damaged: ${place}.`);
      return true;
    });
    assert.deepEqual(logOf(dir, 'events'), before);
  });

  it('takes no bar that a saved state knows: such a recording is refused', async () => {
    const dir = await underWay('saved');
    await cp(join(temp, 'whole', 'snapshots'), join(dir, 'snapshots'), { recursive: true });
    keepLines(join(dir, MARKET), middle().bar - 1);
    await assert.rejects(
      start(dir),
      /snapshots\/\d+\.json knows the tick at \d+, and its bars are not there/,
    );
  });

  it('leaves no event without its bars, whenever it comes', async () => {
    const dir = join(temp, 'ordered');
    let written = 0;
    const unsafe: string[] = [];
    const disk = syncedDisk({
      // Events may be on the disk as soon as they are written, bars only when they are synced.
      onWrite: (file, text) => {
        if (file !== EVENTS) return;
        const last = JSON.parse(text.trimEnd().split('\n').at(-1) as string) as EventRecord;
        const known = disk.synced(MARKET).split('\n').length - 1;
        const bar = bars[known - 1];
        if (bar === undefined || bar.openTs < last.ts)
          unsafe.push(
            `event ${String(last.seq)} was written while ${String(known)} bars were safe`,
          );
        written += 1;
      },
    });
    const { end } = await start(dir, { disk });
    assert.equal(end.kind, 'feed-ended');
    assert.deepEqual(unsafe, []);
    assert.deepEqual(recordingRows(dir), whole);
    assert.ok(written > 5, `events were written ${String(written)} times`);
  });
});

const NO_BARS = 'came of bars that are not on record';
const HOLE = 'do not follow what is before them';
const NEWLINE = 10;

const linesIn = (content: Buffer): number => content.filter((byte) => byte === NEWLINE).length;

/** Byte at which a line begins, from 1. */
function startOf(content: Buffer, line: number): number {
  let byte = 0;
  for (let at = 1; at < line; at += 1) byte = content.indexOf(NEWLINE, byte) + 1;
  return byte;
}

function keepLines(path: string, lines: number): void {
  truncateSync(path, startOf(readFileSync(path), lines + 1));
}

/** Pages that never reached the disk read as zeros. */
function blank(path: string, line: number): void {
  const content = readFileSync(path);
  content.fill(0, startOf(content, line), startOf(content, line + 1));
  writeFileSync(path, content);
}

/** The events go on in a second segment from a line on. */
function split(dir: string, line: number): void {
  const content = readFileSync(join(dir, EVENTS));
  const byte = startOf(content, line);
  writeFileSync(join(dir, EVENTS), content.subarray(0, byte));
  writeFileSync(join(dir, segmentFile('events', 2)), content.subarray(byte));
}

/** All segments, one behind the other. */
function logOf(dir: string, log: 'events' | 'market'): Buffer {
  const names = readdirSync(dir).filter((name) => name.startsWith(`${log}-`));
  return Buffer.concat(names.sort().map((name) => readFileSync(join(dir, name))));
}
