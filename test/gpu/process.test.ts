// The process that owns the GPU: what it can be asked, how it fails, and that it never outlives its parent.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Duplex } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { readFrames, writeFrame } from '../../engine/host/gpu/frames.js';
import { openGpu, type GpuClient } from '../../engine/host/gpu/gpu-client.js';
import { GpuError } from '../../engine/host/gpu/gpu-failure.js';
import type {
  GpuFailure,
  GpuFailureCode,
  WebgpuPlaces,
} from '../../engine/host/gpu/gpu-protocol.js';
import { softwareDriver } from '../../engine/host/gpu/software-driver.js';
import { builtFile } from '../../engine/host/package-root.js';
import { requireGpu } from '../support/gpu/adapter.js';

const ADDING = /* wgsl */ `
@group(0) @binding(0) var<storage, read_write> values: array<u32>;
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) { values[id.x] += id.x; }
`;

/** The client, for a program that a test starts. */
const CLIENT = JSON.stringify(pathToFileURL('engine/host/gpu/gpu-client.ts').href);

/** A buffer of some megabytes passes the pipe in many pieces. */
const LARGE_BYTES = 24 * 1024 * 1024;

const failsWith =
  (code: GpuFailureCode, text: RegExp) =>
  (error: unknown): boolean =>
    error instanceof GpuError &&
    error.code === code &&
    text.test(error.failure.text) &&
    error.failure.remedy !== '';

async function open(): Promise<GpuClient> {
  const opening = await openGpu({ adapter: 'any' });
  assert.ok(opening.state === 'ready');
  return opening.client;
}

function isAlive(processId: number): boolean {
  try {
    return process.kill(processId, 0);
  } catch {
    return false;
  }
}

/** Resolves once the process is gone; the test's own limit says when that is too late. */
async function gone(processId: number): Promise<void> {
  while (isAlive(processId)) await new Promise((resolve) => setTimeout(resolve, 20));
}

describe('the process that owns the GPU', function () {
  this.timeout(60_000);

  before(async function () {
    await requireGpu(this);
  });

  it('names its adapter and its limits', async () => {
    const client = await open();
    const { adapter } = client;
    assert.notEqual(adapter.name, '');
    assert.equal(typeof adapter.isSoftware, 'boolean');
    assert.ok(adapter.limits.maxStorageBufferBindingSize >= 128 * 1024 * 1024);
    assert.ok(adapter.limits.maxComputeInvocationsPerWorkgroup >= 128);
    await client.close();
  });

  it('runs a shader over a buffer and gives back what it wrote', async () => {
    const client = await open();
    const { id: pipeline } = await client.createPipeline(ADDING);
    const buffer = await client.createBuffer(1024);
    await client.write(buffer, new Uint8Array(Uint32Array.from({ length: 256 }, () => 7).buffer));
    await client.dispatch({ pipeline, buffers: [buffer], workgroups: [4, 1, 1] });
    const words = new Uint32Array((await client.read(buffer, 1024)).buffer);
    assert.deepEqual(
      [...words],
      Array.from({ length: 256 }, (_, i) => 7 + i),
    );
    await client.close();
  });

  it('carries large buffers unchanged, many requests at once and in their order', async () => {
    const client = await open();
    const bytes = Uint8Array.from({ length: LARGE_BYTES }, (_, i) => (i * 31 + (i >> 13)) & 0xff);
    const buffer = await client.createBuffer(LARGE_BYTES);
    const quarter = LARGE_BYTES / 4;
    const writes = [0, 1, 2, 3].map((i) =>
      client.write(buffer, bytes.subarray(i * quarter, (i + 1) * quarter), i * quarter),
    );
    const read = client.read(buffer, LARGE_BYTES);
    await Promise.all(writes);
    assert.ok(Buffer.from(await read).equals(bytes));
    assert.ok(Buffer.from(await client.read(buffer, 64, 4096)).equals(bytes.subarray(4096, 4160)));
    await client.close();
  });

  it('says where a shader is wrong, and goes on', async () => {
    const client = await open();
    await assert.rejects(
      client.createPipeline('fn main() {\n let x = ;\n}'),
      failsWith('rejected', /line 2/),
    );
    await assert.rejects(client.read(99, 4), failsWith('rejected', /No buffer 99/));
    const beyond = client.adapter.limits.maxBufferSize + 4;
    await assert.rejects(client.createBuffer(beyond), failsWith('rejected', /buffer/i));
    await client.createPipeline(ADDING);
    await client.close();
  });

  it('ends with its client, and what is asked afterwards is refused', async () => {
    const client = await open();
    const { processId = 0 } = client;
    await client.close();
    await gone(processId);
    await assert.rejects(client.createBuffer(4), failsWith('process-ended', /closed/));
  });

  it('keeps no program alive that has nothing to wait for', async () => {
    const source = `
      import { openGpu } from ${CLIENT};
      const opening = await openGpu({ adapter: 'any' });
      await opening.client.createBuffer(4);`;
    const args = ['--import', 'tsx', '--input-type=module', '--eval', source];
    const program = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'] });
    assert.deepEqual(await once(program, 'close'), [0, null]);
  });

  it('rejects what is waited for when it dies', async () => {
    const client = await open();
    const buffer = await client.createBuffer(LARGE_BYTES);
    const { processId = 0 } = client;
    const reading = client.read(buffer, LARGE_BYTES);
    process.kill(processId, 'SIGKILL');
    await assert.rejects(reading, failsWith('process-ended', /SIGKILL/));
    await client.close();
  });

  it('ends when its parent is killed', async () => {
    const source = `
      import { openGpu } from ${CLIENT};
      const opening = await openGpu({ adapter: 'any' });
      console.log(opening.client.processId);
      setInterval(() => {}, 1000);`;
    const args = ['--import', 'tsx', '--input-type=module', '--eval', source];
    const parent = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = (await once(parent.stdout, 'data')) as [Buffer];
    const processId = Number(line.toString());
    assert.ok(isAlive(processId));
    parent.kill('SIGKILL');
    await gone(processId);
  });
});

describe('a machine without what the GPU needs', function () {
  this.timeout(60_000);
  let folder = '';

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'lockstep-gpu-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true, force: true });
  });

  /** What the process answers that lies where no package is to be found, as in the packaged extension. */
  async function answerWith(webgpu: WebgpuPlaces): Promise<GpuFailure> {
    const program = path.join(folder, 'gpu-process.cjs');
    await copyFile(builtFile('gpu-process.cjs'), program);
    const child = spawn(process.execPath, [program], {
      stdio: ['pipe', 'inherit', 'inherit', 'pipe'],
    });
    const pipe = child.stdio[3] as unknown as Duplex;
    await writeFrame(pipe, { id: 1, method: 'open', request: { adapter: 'any', webgpu } });
    const { value } = await readFrames(pipe).next();
    child.stdin?.end();
    await once(child, 'close');
    return (value?.header as { answer: GpuFailure }).answer;
  }

  /** A package that is loaded and finds no adapter, and says so in a way of its own. */
  async function install(where: string, name = 'webgpu'): Promise<void> {
    const at = path.join(folder, where);
    await mkdir(at, { recursive: true });
    const manifest = { name, type: 'module', main: 'index.js' };
    await writeFile(path.join(at, 'package.json'), JSON.stringify(manifest));
    const source =
      'export const globals = {};\nexport const create = () => ({ requestAdapter: () => null });';
    await writeFile(path.join(at, 'index.js'), source);
  }

  const WORKSPACE_PACKAGE = path.join('workspace', 'node_modules', 'webgpu');
  const inFolder = (name: string): WebgpuPlaces => ({
    named: null,
    folders: [path.join(folder, name)],
  });

  it('is told which package is missing, and the command that installs it', async () => {
    const { state, text, remedy } = await answerWith({ named: null, folders: [] });
    assert.equal(state, 'package-missing');
    assert.equal(text, 'The package webgpu is not installed.');
    assert.match(remedy, /npm install webgpu.*lockstep\.gpu\.modulePath/);
  });

  it('uses the package that a folder of the workspace has installed', async () => {
    await install(WORKSPACE_PACKAGE);
    assert.equal((await answerWith(inFolder('workspace'))).state, 'no-adapter');
  });

  it('looks for none in the folders above a folder of the workspace', async () => {
    await install(WORKSPACE_PACKAGE);
    await mkdir(path.join(folder, 'workspace', 'inner'));
    const inner = path.join('workspace', 'inner');
    assert.equal((await answerWith(inFolder(inner))).state, 'package-missing');
  });

  it('takes nothing for the package that has another name', async () => {
    await install(WORKSPACE_PACKAGE, 'something-else');
    assert.equal((await answerWith(inFolder('workspace'))).state, 'package-missing');
  });

  for (const named of ['elsewhere', path.join('elsewhere', 'node_modules', 'webgpu')]) {
    it(`uses the package that somebody named: ${named}`, async () => {
      await install(path.join('elsewhere', 'node_modules', 'webgpu'));
      const places = { named: path.join(folder, named), folders: [] };
      assert.equal((await answerWith(places)).state, 'no-adapter');
    });
  }

  it('a place that somebody named is the only one that counts', async () => {
    await install(WORKSPACE_PACKAGE);
    const named = path.join(folder, 'nowhere');
    const { state, text } = await answerWith({ ...inFolder('workspace'), named });
    assert.equal(state, 'package-missing');
    assert.equal(
      text,
      `There is no package webgpu in "${named}", which lockstep.gpu.modulePath names.`,
    );
  });

  it('a package that does not load: which one, and why', async () => {
    await install(WORKSPACE_PACKAGE);
    const file = path.join(folder, WORKSPACE_PACKAGE, 'index.js');
    await writeFile(file, 'throw new Error("no library for this platform");');
    const { state, text } = await answerWith(inFolder('workspace'));
    assert.equal(state, 'package-missing');
    assert.equal(
      text,
      `The package webgpu in ${path.dirname(await realpath(file))} could not be loaded: no library for this platform.`,
    );
  });

  it('is told when there is no Node for the process', async () => {
    const program = path.join(folder, 'node');
    const opening = await openGpu({ nodePath: program });
    assert.ok(opening.state === 'failed');
    assert.equal(opening.failure.state, 'node-missing');
    assert.equal(opening.failure.text, `There is no Node.js at ${program}.`);
    assert.match(opening.failure.remedy, /lockstep\.nodePath/);
  });

  it('gets the software driver whole, whoever unpacks it first', async function () {
    const found = await Promise.all(Array.from({ length: 4 }, () => softwareDriver(folder)));
    if (found[0] === null) this.skip();
    const places = new Set(found.map((variables) => variables?.['VK_ICD_FILENAMES']));
    assert.equal(places.size, 1);
    const folders = await readdir(folder);
    assert.equal(folders.length, 1);
    assert.deepEqual((await readdir(path.join(folder, folders[0] ?? ''))).sort(), [
      'libvk_swiftshader.so',
      'libvulkan.so.1',
      'vk_swiftshader_icd.json',
    ]);
  });
});
