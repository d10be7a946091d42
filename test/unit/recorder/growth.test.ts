// A recording that grows, look by look: what is new and follows is given, each line once; whatever does not plainly follow
// is left to a look at everything.
import assert from 'node:assert/strict';
import {
  appendFileSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { encodeAnchor, type AnchorRecord } from '../../../engine/core/schema/index.js';
import { sha256 } from '../../../engine/host/capture/capture-files.js';
import { summed, UNSUMMED } from '../../../engine/host/capture/summed-line.js';
import { freezeFolder } from '../../../engine/host/integrity/frozen-folder.js';
import { GrowingRecording } from '../../../engine/host/integrity/recording-growth.js';
import { isIntact } from '../../../engine/host/integrity/verification.js';
import { verifyRecording } from '../../../engine/host/integrity/verify-recording.js';
import { startRecorder } from '../../../engine/host/recorder/index.js';
import { segmentFile } from '../../../engine/host/recorder/recording-files.js';
import { bar, draft, options, risk } from '../../support/recorder.js';

const ANCHORS = 'anchors.jsonl';
const SNAPSHOT = 'snapshots/9.json';
const LINES = 9;
/** Lines a segment. */
const SEGMENT = 4;
/** A system counts the times of its files in steps, of some milliseconds at most. */
const CLOCK_MS = 30;

describe('a recording that grows', () => {
  let dir = '';
  let whole = '';
  let part = '';
  let shown = { events: 0, bars: 0, anchors: 0 };
  let logs: Readonly<Record<'events' | 'market', readonly string[]>>;
  let anchors: readonly string[];

  before(async () => {
    dir = mkdtempSync(join(tmpdir(), 'lockstep-growing-'));
    whole = join(dir, 'whole');
    const chosen = options({ segmentLines: SEGMENT, anchorLines: 6 });
    const recorder = await startRecorder(whole, draft, chosen);
    for (let index = 0; index < LINES; index += 1) {
      recorder.risk(risk(index));
      recorder.bar(bar(index));
    }
    assert.ok(await recorder.snapshot(chosen.snapshot));
    await recorder.close();
    logs = { events: linesOf('events-'), market: linesOf('market-') };
    anchors = linesOf(ANCHORS);
    assert.deepEqual(
      [logs.events.length, logs.market.length, anchors.map((line) => anchorOf(line).events.seq)],
      [LINES, LINES, [0, 3, 6, 9, 9]],
    );
  });
  after(() => {
    rmSync(dir, { recursive: true, force: true });
  });
  beforeEach(() => {
    part = mkdtempSync(join(dir, 'part-'));
    shown = { events: 0, bars: 0, anchors: 0 };
    for (const name of ['recording.json', 'snapshot.json'])
      copyFileSync(join(whole, name), join(part, name));
  });

  const linesOf = (prefix: string): readonly string[] =>
    readdirSync(whole)
      .filter((name) => name.startsWith(prefix))
      .sort()
      .flatMap((name) => readFileSync(join(whole, name), 'utf8').trimEnd().split('\n'));

  /** Writes on until so many lines are there, where the recorder has them. */
  function show(until: Partial<typeof shown>): void {
    const next = { ...shown, ...until };
    for (const [log, from, to] of [
      ['events', shown.events, next.events],
      ['market', shown.bars, next.bars],
    ] as const)
      for (let at = from; at < to; at += 1)
        put(segmentFile(log, Math.floor(at / SEGMENT) + 1), logs[log][at] ?? '');
    for (const line of anchors.slice(shown.anchors, next.anchors)) put(ANCHORS, line);
    shown = next;
  }

  const put = (name: string, line: string): void => {
    appendFileSync(join(part, name), `${line}\n`);
  };

  /** An anchor behind those that are shown, with something else to say. */
  function putAnchor(changed: Partial<AnchorRecord['events']>, number: number): void {
    const last = anchors[shown.anchors - 1] ?? '';
    const { events, market } = anchorOf(last);
    const hash = number === 0 ? null : sha256(logs.events[number - 1] ?? '');
    const encoded = encodeAnchor({
      anchor: shown.anchors + 1,
      prev: sha256(last),
      ts: anchorOf(last).ts,
      events: { ...events, seq: number, sha256: hash, ...changed },
      market,
      files: {},
      sum: UNSUMMED,
    }).value;
    put(ANCHORS, summed(encoded ?? assert.fail()));
  }

  async function look(): Promise<GrowingRecording> {
    const folder = await freezeFolder(part);
    const verified = await verifyRecording(folder);
    assert.ok(isIntact(verified), JSON.stringify(verified.issues));
    return GrowingRecording.from(part, folder, verified);
  }

  /** Numbers of the events and closes of the bars that came; null: everything has to be looked at. */
  async function more(growing: GrowingRecording): Promise<string | null> {
    const growth = await growing.more();
    if (growth === null) return null;
    const { events, bars, eventLines } = growth;
    assert.deepEqual(
      eventLines.map((line) => JSON.parse(line) as unknown),
      events,
    );
    return `${events.map(({ seq }) => seq).join()} | ${bars.map(({ close }) => close).join()}`;
  }

  it('gives new lines, each once, over the ends of segments and with their anchors', async () => {
    show({ events: 1, bars: 1, anchors: 1 });
    const growing = await look();
    assert.equal(await more(growing), ' | ');
    show({ events: 3, bars: 3 });
    assert.equal(await more(growing), '2,3 | 101,102');
    show({ events: 6, bars: 6, anchors: 2 });
    assert.equal(await more(growing), '4,5,6 | 103,104,105');
    assert.equal(await more(growing), ' | ');
    show({ events: 9, bars: 9, anchors: 3 });
    assert.equal(await more(growing), '7,8,9 | 106,107,108');
    mkdirSync(join(part, 'snapshots'));
    copyFileSync(join(whole, SNAPSHOT), join(part, SNAPSHOT));
    show({ anchors: 5 });
    assert.equal(await more(growing), ' | ');
  });

  it('waits for the end of a line', async () => {
    show({ events: 2, bars: 2, anchors: 1 });
    const growing = await look();
    const line = logs.events[2] ?? '';
    const file = join(part, segmentFile('events', 1));
    appendFileSync(file, line.slice(0, 30));
    assert.equal(await more(growing), ' | ');
    appendFileSync(file, `${line.slice(30)}\n${(logs.events[3] ?? '').slice(0, 9)}`);
    assert.equal(await more(growing), '3 | ');
  });

  const altered = (name: string, change: (text: string) => string): void => {
    const path = join(part, name);
    writeFileSync(path, change(readFileSync(path, 'utf8')));
  };
  const replaced = (name: string): void => {
    cpSync(join(part, name), join(part, 'copy'));
    renameSync(join(part, 'copy'), join(part, name));
  };
  const first = segmentFile('events', 1);
  const second = segmentFile('events', 2);
  const end = (lines: readonly string[]): number => Buffer.byteLength(`${lines.join('\n')}\n`);

  interface Case {
    readonly what: string;
    readonly from?: Partial<typeof shown>;
    readonly comes: () => void;
    /** Behind a look at what came. */
    readonly then?: () => void;
    /** What the last look gives. */
    readonly gives?: string;
  }
  const CASES: readonly Case[] = [
    {
      what: 'a new line that was altered',
      from: { events: 2, bars: 2, anchors: 1 },
      comes: () => {
        put(first, (logs.events[2] ?? '').replace('"value":2', '"value":7'));
        put(first, logs.events[3] ?? '');
      },
    },
    {
      what: 'a new last line that was altered, once an anchor knows it',
      from: { events: 2, bars: 3, anchors: 1 },
      comes: () => {
        put(
          first,
          (logs.events[2] ?? '')
            .replace('"value":"2"', '"value":"7"')
            .replace('"value":2', '"value":7'),
        );
        shown.events = 3;
      },
      then: () => {
        show({ anchors: 2 });
      },
    },
    {
      what: 'a line that is missing',
      from: { events: 2, bars: 2, anchors: 1 },
      comes: () => {
        put(first, logs.events[3] ?? '');
      },
    },
    {
      what: 'an anchor that was altered',
      from: { events: 2, bars: 2, anchors: 1 },
      comes: () => {
        show({ events: 3, bars: 3 });
        put(ANCHORS, (anchors[1] ?? '').replace(/"ts":\d/, '"ts":2'));
      },
    },
    {
      what: 'a snapshot that is not what its anchor says',
      from: { events: 9, bars: 9, anchors: 3 },
      comes: () => {
        mkdirSync(join(part, 'snapshots'));
        copyFileSync(join(whole, SNAPSHOT), join(part, SNAPSHOT));
        altered(SNAPSHOT, (text) => text.replace('1000', '1001').concat(' '));
        show({ anchors: 5 });
      },
    },
    {
      what: 'an anchor that has the place of a new line right',
      from: { events: 1, bars: 3, anchors: 1 },
      comes: () => {
        show({ events: 3 });
        putAnchor({ bytes: end(logs.events.slice(0, 3)) }, 3);
      },
      gives: '2,3 | ',
    },
    {
      what: 'an anchor that has it wrong',
      from: { events: 1, bars: 3, anchors: 1 },
      comes: () => {
        show({ events: 3 });
        putAnchor({ bytes: end(logs.events.slice(0, 3)) + 1 }, 3);
      },
    },
    {
      what: 'an anchor that has the segment wrong of a line of an earlier look',
      from: { events: 1, bars: 3, anchors: 1 },
      comes: () => {
        show({ events: 3 });
      },
      then: () => {
        putAnchor({ bytes: end(logs.events.slice(0, 3)), segment: 2 }, 3);
      },
    },
    {
      what: 'an anchor that has the place wrong of the last line of the look at everything',
      from: { events: 3, bars: 3, anchors: 1 },
      comes: () => {
        putAnchor({ bytes: 1 }, 3);
      },
    },
    {
      what: 'a segment that begins where an anchor says',
      from: { events: 2, bars: 3, anchors: 1 },
      comes: () => {
        show({ events: 4 });
        putAnchor({ segment: 2, bytes: 0 }, 4);
      },
      then: () => {
        show({ events: 5 });
      },
      gives: '5 | ',
    },
    {
      what: 'a segment that begins elsewhere than an anchor of the same look says',
      from: { events: 2, bars: 3, anchors: 1 },
      comes: () => {
        show({ events: 4 });
        putAnchor({ segment: 2, bytes: 0 }, 4);
        put(first, logs.events[4] ?? '');
      },
    },
    {
      what: 'a segment that begins elsewhere than an anchor of an earlier look said',
      from: { events: 2, bars: 3, anchors: 1 },
      comes: () => {
        show({ events: 4 });
        putAnchor({ segment: 2, bytes: 0 }, 4);
      },
      then: () => {
        put(segmentFile('events', 3), logs.events[4] ?? '');
      },
    },
    {
      what: 'a segment that begins elsewhere than an anchor of the look at everything said',
      from: { events: 0, bars: 0, anchors: 1 },
      comes: () => {
        put(second, logs.events[0] ?? '');
      },
    },
    {
      what: 'an earlier byte that was altered in a segment that is over',
      comes: () => {
        altered(first, (text) => text.replace('"seq":2', '"seq":3'));
        show({ events: 7 });
      },
    },
    {
      what: 'an earlier byte that was altered in a segment that does not grow',
      comes: () => {
        altered(second, (text) => text.replace('"seq":5', '"seq":6'));
      },
    },
    {
      what: 'a state that was altered',
      comes: () => {
        altered('snapshot.json', (text) => text.replace(/\d/, '7'));
      },
    },
    {
      what: 'a segment that was replaced by a longer file',
      comes: () => {
        replaced(second);
        show({ events: 7 });
      },
    },
    {
      what: 'a log that became shorter',
      comes: () => {
        truncateSync(join(part, second), 10);
      },
    },
    {
      what: 'anchors that became fewer',
      comes: () => {
        truncateSync(join(part, ANCHORS), end(anchors.slice(0, 1)));
      },
    },
    {
      what: 'a segment that is gone',
      comes: () => {
        rmSync(join(part, second));
      },
    },
  ];
  for (const { what, from, comes, then, gives = null } of CASES)
    it(`${gives === null ? 'leaves to a look at everything' : 'takes'} ${what}`, async () => {
      show(from ?? { events: 6, bars: 6, anchors: 2 });
      await pause(CLOCK_MS);
      const growing = await look();
      comes();
      if (then !== undefined) {
        assert.notEqual(await more(growing), null);
        then();
      }
      assert.equal(await more(growing), gives);
    });
});

const anchorOf = (line: string): AnchorRecord => JSON.parse(line) as AnchorRecord;
