// Which replays a workspace has, and which of them a file concerns.
import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import {
  discoverReplays,
  readDisk,
  type Discovery,
  type ReadText,
} from '../../../server/replays.js';
import { ReplayWorkspace } from '../../../server/workspace.js';
import { findWorkspaceFiles } from '../../../server/workspace-files.js';

const MANIFEST = fileURLToPath(
  new URL('../../../examples/workspace/captures/openclaw-base/manifest.json', import.meta.url),
);

describe('replays of a workspace', () => {
  let folder = '';
  const at = (...parts: string[]): string => path.join(folder, ...parts);
  const put = async (file: string, text: string): Promise<void> => {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  };
  const discover = async (readText: ReadText = readDisk): Promise<Discovery> =>
    discoverReplays(await findWorkspaceFiles([folder]), readText);

  /** A capture whose manifest names `strategies/trend.ts`. */
  const putCapture = async (name: string): Promise<void> => {
    const manifest = JSON.parse(await readFile(MANIFEST, 'utf8')) as { strategy: object };
    const strategy = {
      ...manifest.strategy,
      entry: path.join(path.relative(at(name), at('strategies', 'trend.ts'))),
    };
    await put(at(name, 'manifest.json'), JSON.stringify({ ...manifest, strategy }));
    await put(at(name, 'events.jsonl'), '');
  };
  const putConfiguration = (replays: readonly object[]): Promise<void> =>
    put(at('lockstep.json'), JSON.stringify({ schemaVersion: 1, replays }));

  beforeEach(async () => {
    folder = await realpath(await mkdtemp(path.join(tmpdir(), 'lockstep-replays-')));
    await put(at('strategies', 'trend.ts'), '');
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  it('are every capture when no lockstep.json names any', async () => {
    await putCapture('captures/one');
    await putCapture('captures/two');
    const { replays } = await discover();
    assert.deepEqual(replays, [
      { name: 'one', capture: at('captures/one'), strategy: at('strategies/trend.ts') },
      { name: 'two', capture: at('captures/two'), strategy: at('strategies/trend.ts') },
    ]);
  });

  it('take name, strategy and params from lockstep.json, and other captures beside', async () => {
    await putCapture('captures/one');
    await putCapture('captures/two');
    const params = { fast: 2 };
    await putConfiguration([
      { name: 'A', capture: 'captures/one', params },
      { name: 'B', capture: 'captures/one', strategy: 'strategies/other.ts' },
    ]);
    const { replays } = await discover();
    const configuration = at('lockstep.json');
    const capture = at('captures/one');
    const other = at('strategies/other.ts');
    assert.deepEqual(replays, [
      { name: 'A', capture, configuration, params, strategy: at('strategies/trend.ts') },
      { name: 'B', capture, configuration, strategy: other, strategyOverride: other },
      { name: 'two', capture: at('captures/two'), strategy: at('strategies/trend.ts') },
    ]);
  });

  it('have names of their own', async () => {
    await putCapture('a/base');
    await putCapture('b/base');
    const { replays } = await discover();
    assert.deepEqual(
      replays.map(({ name }) => name),
      ['base', 'base (2)'],
    );
  });

  it('skip dependencies, hidden folders and manifests of other things', async () => {
    await putCapture('node_modules/x');
    await putCapture('.hidden/x');
    await put(at('web', 'manifest.json'), '{}');
    assert.deepEqual((await discover()).replays, []);
  });

  it('stay when the manifest cannot be read or its strategy is not there', async () => {
    await putCapture('captures/one');
    await put(at('captures/one/manifest.json'), '{ broken');
    await rm(at('strategies'), { recursive: true });
    await putCapture('captures/two');
    const { replays } = await discover();
    assert.deepEqual(
      replays.map(({ strategy }) => strategy),
      [null, null],
    );
  });

  it('tell what is wrong in lockstep.json, in unsaved text too', async () => {
    await putConfiguration([]);
    const broken: ReadText = (file) =>
      file.endsWith('lockstep.json')
        ? Promise.resolve('{ "schemaVersion": 1, "replays": 3 }')
        : readDisk(file);
    const { issues } = await discover(broken);
    assert.deepEqual(
      issues.get(at('lockstep.json'))?.map(({ code, path: where }) => [code, where]),
      [['schema.type', 'replays']],
    );
  });

  it('are concerned by their entry, its neighbours until they are known, and their capture', async () => {
    await putCapture('captures/one');
    const gone: string[] = [];
    const workspace = new ReplayWorkspace({
      onStatus: () => undefined,
      onGone: (name) => gone.push(name),
    });
    assert.deepEqual(workspace.adopt(await discover()), ['one']);
    const concerned = (...parts: string[]): boolean =>
      workspace.concernedBy(at(...parts)).length > 0;
    assert.equal(concerned('strategies/trend.ts'), true);
    assert.equal(concerned('strategies/deep/helper.ts'), true);
    assert.equal(concerned('strategies/notes.md'), false);
    assert.equal(concerned('elsewhere/helper.ts'), false);
    assert.equal(concerned('captures/one/market.jsonl'), true);
    assert.equal(concerned('captures/one/notes.txt'), false);

    workspace.update('one', { watch: [at('strategies/trend.ts'), at('elsewhere/helper.ts')] });
    assert.equal(concerned('strategies/deep/helper.ts'), false);
    assert.equal(concerned('elsewhere/helper.ts'), true);
    assert.deepEqual(workspace.nextTo(at('strategies/new.ts')), ['one']);

    assert.deepEqual(workspace.adopt(await discover()), [], 'nothing has changed');
    assert.deepEqual(workspace.adopt({ replays: [], issues: new Map() }), []);
    assert.deepEqual(gone, ['one']);
  });
});
