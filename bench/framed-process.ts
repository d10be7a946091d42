// A process that speaks messages with a Content-Length header on its standard streams, as debug adapters and language
// servers do. Knows nothing of either protocol.
import { spawn, type ChildProcess } from 'node:child_process';

export type Message = Readonly<Record<string, unknown>>;

interface Waiting {
  readonly wants: (message: Message) => boolean;
  readonly resolve: (message: Message) => void;
  readonly reject: (error: Error) => void;
}

const HEADER_END = '\r\n\r\n';
/** A measurement that waits longer has failed. */
const WAIT_MS = 120_000;

export class FramedProcess {
  private readonly child: ChildProcess;
  private readonly waiting = new Set<Waiting>();
  private buffer: Buffer = Buffer.alloc(0);

  constructor(
    args: readonly string[],
    /** Called with every message before anybody who waits for it. */
    private readonly onMessage: (message: Message) => void = () => undefined,
  ) {
    this.child = spawn(process.execPath, [...args], { stdio: ['pipe', 'pipe', 'inherit'] });
    this.child.stdout?.on('data', (chunk: Buffer) => {
      this.receive(chunk);
    });
    this.child.on('exit', (code) => {
      this.fail(new Error(`${args[0] ?? ''} ended with ${String(code)}`));
    });
  }

  send(message: Message): void {
    const text = JSON.stringify(message);
    this.child.stdin?.write(
      `Content-Length: ${String(Buffer.byteLength(text))}${HEADER_END}${text}`,
    );
  }

  /** The next message that `wants` accepts. */
  next(wants: (message: Message) => boolean, what: string): Promise<Message> {
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.waiting.delete(waiting);
        reject(new Error(`waited in vain for ${what}`));
      }, WAIT_MS);
      const waiting: Waiting = {
        wants,
        resolve: (message) => {
          clearTimeout(timer);
          resolve(message);
        },
        reject: (error) => {
          clearTimeout(timer);
          reject(error);
        },
      };
      this.waiting.add(waiting);
    });
  }

  async end(): Promise<void> {
    if (this.child.exitCode !== null) return;
    const ended = new Promise((resolve) => this.child.once('exit', resolve));
    this.child.kill();
    await ended;
  }

  private receive(chunk: Buffer): void {
    this.buffer = Buffer.concat([this.buffer, chunk]);
    for (;;) {
      const end = this.buffer.indexOf(HEADER_END);
      if (end < 0) return;
      const header = this.buffer.toString('latin1', 0, end);
      const length = Number(/Content-Length: (\d+)/i.exec(header)?.[1]);
      const from = end + HEADER_END.length;
      if (this.buffer.length < from + length) return;
      const text = this.buffer.toString('utf8', from, from + length);
      this.buffer = this.buffer.subarray(from + length);
      this.deliver(JSON.parse(text) as Message);
    }
  }

  private deliver(message: Message): void {
    this.onMessage(message);
    for (const waiting of [...this.waiting]) {
      if (!waiting.wants(message)) continue;
      this.waiting.delete(waiting);
      waiting.resolve(message);
    }
  }

  private fail(error: Error): void {
    for (const waiting of this.waiting) waiting.reject(error);
    this.waiting.clear();
  }
}
