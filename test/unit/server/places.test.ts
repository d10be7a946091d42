// Places found after the fact: the differing field in a live event's line, and the line of an issue that has a path.
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { makeIssue, type EventRecord, type Issue } from '../../../engine/core/schema/index.js';
import { readLiveRanges } from '../../../server/diagnostics/live-ranges.js';
import { locateIssues } from '../../../server/diagnostics/locate-issues.js';
import { departure, REPLAY } from './examples.js';

const LINE =
  '{"seq":2,"kind":"decision","price":"1","gates":[{"name":"a","value":"1"},{"name":"b.c","value":"2"}],"indicators":{"rsi":"3"}}';

describe('the place of a departure in a live line', () => {
  let file = '';
  before(async () => {
    file = path.join(await mkdtemp(path.join(tmpdir(), 'lockstep-lines-')), 'events.jsonl');
    await writeFile(file, `{"seq":1}\n${LINE}\n`);
  });
  after(async () => {
    await rm(path.dirname(file), { recursive: true, force: true });
  });

  const event = JSON.parse(LINE) as EventRecord;
  const live = { seq: 2, line: 2, event };
  const cases: readonly (readonly [string, string | null, string])[] = [
    ['price', '1', '"price":"1"'],
    ['gates.b.c.value', '2', '"value":"2"'],
    ['gates.gone.value', '2', LINE.slice(LINE.indexOf('"gates"'), LINE.indexOf(',"indicators"'))],
    ['gates.order', 'a, b', LINE.slice(LINE.indexOf('"gates"'), LINE.indexOf(',"indicators"'))],
    ['indicators.rsi', '3', '"rsi":"3"'],
    ['missing', '1', LINE],
    ['only_in_replay', null, LINE],
  ];
  for (const [field, value, expected] of cases) {
    it(`${field} ${String(value)}`, async () => {
      const fields = [{ path: field, live: value, replay: 'other' }];
      const ranges = await readLiveRanges(file);
      const { start, end } = ranges(departure(2, { live, fields }), live);
      assert.equal(start.line, 1);
      assert.equal(LINE.slice(start.character, end.character), expected);
    });
  }

  it('is the whole line when the file is gone', async () => {
    const ranges = await readLiveRanges(`${file}.gone`);
    assert.deepEqual(ranges(departure(2), live), {
      start: { line: 1, character: 0 },
      end: { line: 2, character: 0 },
    });
  });
});

describe('the line of an issue that has a path only', () => {
  const manifest = '{\n  "strategy": {\n    "params": { "trade": { "size": "x" } }\n  }\n}';
  const configuration =
    '{ "replays": [\n  { "name": "other" },\n  { "name": "base", "params": { "trade": { "size": "x" } } } ] }';
  const readText = (file: string): Promise<string | undefined> =>
    Promise.resolve(file.endsWith('lockstep.json') ? configuration : manifest);
  const issueAt = (at: string): Issue =>
    makeIssue(
      'manifest.strategy.params',
      { file: 'manifest.json', path: at },
      { message: 'm', remedy: 'r' },
    );
  const locate = async (at: string, replay = REPLAY): Promise<string> => {
    const [found] = await locateIssues([issueAt(at)], replay, readText);
    return `${path.basename(found?.file ?? '')}:${String(found?.line)}:${String(found?.column)}-${String(found?.endColumn)}`;
  };
  const configured = { ...REPLAY, configuration: '/project/lockstep.json' };

  it('is that of its key', async () => {
    assert.equal(await locate('strategy.params.trade.size'), 'manifest.json:3:28-34');
    assert.equal(await locate('strategy.params["trade"].size'), 'manifest.json:3:28-34');
  });

  it('is that of the object a key is missing from', async () => {
    assert.equal(await locate('strategy.params.trade.gone'), 'manifest.json:3:26-27');
  });

  it('is in the configuration when that overrides the parameter', async () => {
    assert.equal(await locate('strategy.params.trade.size', configured), 'lockstep.json:3:44-50');
    assert.equal(await locate('strategy.params.trade.gone', configured), 'manifest.json:3:26-27');
  });
});
