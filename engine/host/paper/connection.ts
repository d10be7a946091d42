// One WebSocket from its opening to its loss: messages as text, a limit on silence, and a sender that is held back while the
// reader is behind. It is lost once, whatever the reason, and says nothing after that.
import WebSocket from 'ws';
import { Deadline } from './deadline.js';
import type { FeedQueue } from './feed.js';

export interface ConnectionSettings {
  readonly url: string;
  /** Without a message for so long a connection counts as lost. */
  readonly silenceMs: number;
  /** Where messages go in the end. */
  readonly queue: FeedQueue;
}

export interface ConnectionOwner {
  opened(): void;
  /** Null: a message that is no text. */
  heard(text: string | null): void;
  lost(why: { readonly text: string; readonly isFault: boolean }): void;
}

/** No message of a feed is longer. */
export const MESSAGE_BYTES_MAX = 4 * 1024 * 1024;
const CLOSE_GOING_AWAY = 1001;

export class Connection {
  private readonly deadlines: Deadline[] = [];
  private readonly silence = this.deadline();
  private readonly socket: WebSocket;
  private isOver = false;

  constructor(
    private readonly settings: ConnectionSettings,
    private readonly owner: ConnectionOwner,
  ) {
    const { url } = settings;
    this.socket = new WebSocket(url, { maxPayload: MESSAGE_BYTES_MAX });
    this.listen();
    this.socket.on('open', () => {
      if (!this.isOver) owner.opened();
    });
    this.socket.on('message', (bytes: Buffer, isBinary) => {
      this.receive(isBinary ? null : bytes.toString('utf8'));
    });
    let reason = 'the connection was closed';
    this.socket.on('error', (error) => {
      reason = error.message;
    });
    this.socket.on('close', (code, text) => {
      const said = text.length > 0 ? `: ${text.toString('utf8')}` : '';
      const why = `${reason} (code ${String(code)}${said})`;
      this.giveUp(`the connection to ${url} was lost: ${why}`, false);
    });
  }

  get isOpen(): boolean {
    return this.socket.readyState === WebSocket.OPEN;
  }

  send(text: string): void {
    if (this.isOpen) this.socket.send(text);
  }

  /** A limit that does not count while the sender is held back, and ends with the connection. */
  deadline(): Deadline {
    const deadline = new Deadline();
    this.deadlines.push(deadline);
    return deadline;
  }

  giveUp(text: string, isFault: boolean): void {
    if (this.isOver) return;
    this.close();
    this.owner.lost({ text, isFault });
  }

  close(): void {
    this.isOver = true;
    for (const deadline of this.deadlines) deadline.stop();
    this.socket.close(CLOSE_GOING_AWAY);
    this.socket.terminate();
  }

  private receive(text: string | null): void {
    if (this.isOver) return;
    this.owner.heard(text);
    this.listen();
    void this.holdBack();
  }

  private listen(): void {
    if (this.isOver) return;
    const { silenceMs } = this.settings;
    this.silence.start(silenceMs, () => {
      const silence = `${String(silenceMs / 1000)} s`;
      this.giveUp(`the feed has been silent for ${silence}; connecting anew`, false);
    });
  }

  /**
   * A reader that is behind stops the sender through the socket's own window. Whoever does not listen hears nothing, so no
   * time counts until then; what was under way still comes.
   */
  private async holdBack(): Promise<void> {
    const { queue } = this.settings;
    if (this.isOver || this.socket.isPaused || !queue.isFull) return;
    this.socket.pause();
    for (const deadline of this.deadlines) deadline.hold();
    await queue.room();
    this.socket.resume();
    for (const deadline of this.deadlines) deadline.release();
  }
}
