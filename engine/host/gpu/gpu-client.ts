// Starts the GPU process and speaks to it. One client is one process and one device; it knows nothing of lanes.
import { spawn, type ChildProcess } from 'node:child_process';
import type { Socket } from 'node:net';
import { builtFile } from '../package-root.js';
import { OWN_PACKAGE } from './gpu-choice.js';
import { readFrames, writeFrame } from './frames.js';
import { GpuError, gpuFailure } from './gpu-failure.js';
import { gpuNode, startFailure } from './gpu-node.js';
import type {
  AdapterChoice,
  GpuAdapterDescription,
  GpuAnswerHeader,
  GpuDispatch,
  GpuFailure,
  GpuMethod,
  GpuRequests,
  WebgpuPlaces,
} from './gpu-protocol.js';
import { softwareDriver } from './software-driver.js';

export interface GpuOptions {
  readonly adapter?: AdapterChoice;
  /** Default: the package that Lockstep has itself. */
  readonly webgpu?: WebgpuPlaces;
  /** A real Node. Default: this process's own, or `node` on the path inside Electron. */
  readonly nodePath?: string;
}

export type GpuOpening =
  | { readonly state: 'ready'; readonly client: GpuClient }
  | { readonly state: 'failed'; readonly failure: GpuFailure };

/** Opens a device: the machine's own adapters first, the packaged software driver where it is asked for. */
export async function openGpu(options: GpuOptions = {}): Promise<GpuOpening> {
  const choice = options.adapter ?? 'hardware';
  if (choice === 'software') return openSoftware(options);
  const opening = await openWith({ ...options, adapter: choice }, {});
  const isMissing = opening.state === 'failed' && opening.failure.state === 'no-adapter';
  return choice === 'any' && isMissing ? openSoftware(options) : opening;
}

async function openSoftware(options: GpuOptions): Promise<GpuOpening> {
  const environment = await softwareDriver();
  if (environment === null) {
    const failure = gpuFailure('no-adapter', 'There is no software GPU driver on this machine.');
    return { state: 'failed', failure };
  }
  return openWith({ ...options, adapter: 'software' }, environment);
}

async function openWith(
  options: GpuOptions,
  environment: Readonly<Record<string, string>>,
): Promise<GpuOpening> {
  const node = options.nodePath ?? gpuNode();
  const connection = new GpuConnection(startProcess(node, environment), node);
  const { adapter = 'any', webgpu = OWN_PACKAGE } = options;
  try {
    const { answer } = await connection.request('open', { adapter, webgpu });
    if (answer.state === 'ready') {
      return { state: 'ready', client: new GpuClient(connection, answer.adapter) };
    }
    await connection.close();
    return { state: 'failed', failure: answer };
  } catch (error) {
    if (!(error instanceof GpuError)) throw error;
    await connection.close();
    return { state: 'failed', failure: error.failure };
  }
}

function startProcess(node: string, environment: Readonly<Record<string, string>>): ChildProcess {
  return spawn(node, [builtFile('gpu-process.cjs')], {
    env: { ...process.env, ...environment },
    // What a driver prints is nobody's output; the fourth pipe is the conversation.
    stdio: ['pipe', 'ignore', 'ignore', 'pipe'],
  });
}

/** Buffers and pipelines of one device. Every method rejects with a GpuError. */
export class GpuClient {
  private nextObject = 1;

  constructor(
    private readonly connection: GpuConnection,
    readonly adapter: GpuAdapterDescription,
  ) {}

  /** Of the process that owns the device. */
  get processId(): number | undefined {
    return this.connection.processId;
  }

  async createPipeline(
    wgsl: string,
    entryPoint = 'main',
  ): Promise<{ readonly id: number; readonly elapsedMs: number }> {
    const id = this.nextObject++;
    const { answer } = await this.connection.request('pipeline', { id, wgsl, entryPoint });
    return { id, elapsedMs: answer.elapsedMs };
  }

  /** A storage buffer, zeroed; `bytes` is a multiple of four. */
  async createBuffer(bytes: number): Promise<number> {
    const id = this.nextObject++;
    await this.connection.request('buffer', { id, bytes });
    return id;
  }

  async write(id: number, bytes: Uint8Array, offset = 0): Promise<void> {
    await this.connection.request('write', { id, offset }, bytes);
  }

  async dispatch(dispatch: GpuDispatch): Promise<{ readonly elapsedMs: number }> {
    return (await this.connection.request('dispatch', dispatch)).answer;
  }

  async read(id: number, bytes: number, offset = 0): Promise<Uint8Array> {
    const { payload } = await this.connection.request('read', { id, offset, bytes });
    // A copy of its own lies at a whole word, so that callers can look at it as words.
    return new Uint8Array(payload);
  }

  async destroy(id: number): Promise<void> {
    await this.connection.request('destroy', { id });
  }

  /** Ends the process; what is still waited for is rejected. */
  close(): Promise<void> {
    return this.connection.close();
  }
}

interface Answered<K extends GpuMethod> {
  readonly answer: GpuRequests[K]['answer'];
  readonly payload: Uint8Array;
}

interface Waiting {
  readonly resolve: (answered: never) => void;
  readonly reject: (error: Error) => void;
}

/** One process and what is waited for from it. */
class GpuConnection {
  private readonly pipe: Socket;
  private readonly waiting = new Map<number, Waiting>();
  private readonly ended: Promise<void>;
  private nextRequest = 1;
  private death: GpuError | null = null;
  /** Frames leave in the order of their requests, each when the pipe has room. */
  private sending: Promise<void> = Promise.resolve();

  constructor(
    private readonly child: ChildProcess,
    program: string,
  ) {
    // The fourth pipe is a socket, which reads and writes.
    this.pipe = child.stdio[3] as unknown as Socket;
    this.ended = new Promise((resolve) => {
      child.once('close', (code, signal) => {
        this.die(ended(`The GPU process ended (${signal ?? `exit ${String(code)}`}).`));
        resolve();
      });
      child.once('error', (error) => {
        this.die(startFailure(program, error));
        resolve();
      });
    });
    this.pipe.on('error', () => undefined);
    child.stdin?.on('error', () => undefined);
    // A GPU nobody waits for keeps no program alive; its process ends with this one.
    child.unref();
    (child.stdin as Socket | null)?.unref();
    this.pipe.unref();
    void this.receive();
  }

  get processId(): number | undefined {
    return this.child.pid;
  }

  async request<K extends GpuMethod>(
    method: K,
    request: GpuRequests[K]['request'],
    payload?: Uint8Array,
  ): Promise<Answered<K>> {
    if (this.death !== null) throw this.death;
    const id = this.nextRequest++;
    const answered = new Promise<Answered<K>>((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
    });
    this.pipe.ref();
    this.sending = this.sending.then(() =>
      this.death === null ? writeFrame(this.pipe, { id, method, request }, payload) : undefined,
    );
    return answered;
  }

  async close(): Promise<void> {
    this.die(ended('The GPU was closed.'));
    this.child.ref();
    this.child.stdin?.end();
    this.pipe.end();
    await this.ended;
  }

  private async receive(): Promise<void> {
    try {
      for await (const { header, payload } of readFrames(this.pipe)) {
        const message = header as GpuAnswerHeader;
        const entry = this.waiting.get(message.id);
        this.waiting.delete(message.id);
        if (this.waiting.size === 0) this.pipe.unref();
        if ('failure' in message) entry?.reject(new GpuError(message.failure));
        else entry?.resolve({ answer: message.answer, payload } as never);
      }
    } catch (error) {
      // A pipe that breaks is the process's end, which its owner tells better.
      const isBroken = error instanceof Error && 'code' in error;
      if (!isBroken) this.die(ended(`The GPU process said something unexpected: ${String(error)}`));
      this.child.kill();
    }
  }

  private die(failure: GpuFailure): void {
    this.death ??= new GpuError(failure);
    for (const { reject } of this.waiting.values()) reject(this.death);
    this.waiting.clear();
  }
}

const ended = (text: string): GpuFailure => gpuFailure('process-ended', text);
