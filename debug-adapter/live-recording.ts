// A recording that is still being written, as a replay of what it holds so far: a first look verifies all of it and seals it
// into a folder of its own, later ones verify and add what is new. Knows nothing of the Debug Adapter Protocol. The
// recorder is never touched.
import { appendFile, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseRecordingHeader } from '../engine/core/schema/index.js';
import { freezeFolder } from '../engine/host/integrity/frozen-folder.js';
import { GrowingRecording, type Growth } from '../engine/host/integrity/recording-growth.js';
import { sealRecording } from '../engine/host/integrity/seal-recording.js';
import type { OpenOptions } from '../engine/host/replay/protocol.js';
import { cancelled, cannotAttach } from './errors.js';

/** How often it is looked whether the recording has grown. */
const POLL_MS = 200;

export class LiveRecording {
  private folder: string | null = null;
  private looks = 0;
  private seen = '';
  private growing: GrowingRecording | null = null;
  private capture = '';

  constructor(
    private readonly dir: string,
    private readonly strategy: string | undefined,
  ) {}

  /** What is recorded by now, as a replay of it is opened. */
  async look(): Promise<OpenOptions> {
    const header = await this.header();
    this.seen = await this.sizes();
    this.folder ??= await mkdtemp(join(tmpdir(), 'lockstep-live-'));
    const before = join(this.folder, String(this.looks));
    this.looks += 1;
    const capture = join(this.folder, String(this.looks));
    this.growing = null;
    try {
      const files = await freezeFolder(this.dir);
      await sealRecording(this.dir, capture, {
        files,
        onVerified: (verified) => {
          this.growing = GrowingRecording.from(this.dir, files, verified);
        },
      });
      this.capture = capture;
    } catch (error) {
      throw cannotAttach(error instanceof Error ? error.message : String(error));
    }
    await rm(before, { recursive: true, force: true });
    const { entry } = header.strategy;
    // The manifest names it from the recording's folder, and this copy lies elsewhere.
    const named = entry.startsWith('lockstep:') ? entry : resolve(this.dir, entry);
    return { capture, strategy: this.strategy ?? named };
  }

  /** What came since the last look; null: it has to be looked at anew. */
  async more(): Promise<Growth | null> {
    const { growing } = this;
    this.seen = await this.sizes();
    const growth = (await growing?.more().catch(() => null)) ?? null;
    if (growth === null) this.growing = null;
    return growth;
  }

  /** Adds to the copy what the replay has taken in, so that an event can be looked at on its line. */
  async keep({ eventLines }: Growth): Promise<void> {
    const text = eventLines.map((line) => `${line}\n`).join('');
    await appendFile(join(this.capture, 'events.jsonl'), text);
  }

  /** Resolves when more is on record, and the writer has paused: a tick is written in one go. Rejects when aborted. */
  async grown(signal: AbortSignal): Promise<void> {
    for (let before = await this.sizes(); ;) {
      await sleep(POLL_MS, undefined, { signal }).catch(() => {
        throw cancelled();
      });
      const now = await this.sizes();
      if (now !== this.seen && now === before) return;
      before = now;
    }
  }

  async dispose(): Promise<void> {
    const { folder } = this;
    this.folder = null;
    if (folder !== null) await rm(folder, { recursive: true, force: true });
  }

  private async header(): Promise<{ readonly strategy: { readonly entry: string } }> {
    const file = 'recording.json';
    const text = await readFile(join(this.dir, file), 'utf8').catch(() => undefined);
    if (text === undefined) throw cannotAttach(`${this.dir} holds no ${file}: it is no recording.`);
    const { value, issues } = parseRecordingHeader(text, file);
    if (value === undefined) throw cannotAttach(issues[0]?.message ?? `${file} cannot be read.`);
    return value;
  }

  private async sizes(): Promise<string> {
    const names = (await readdir(this.dir))
      .filter((name) => /^(?:events|market)-/.test(name))
      .sort();
    const sizes = await Promise.all(names.map((name) => stat(join(this.dir, name))));
    return sizes.map(({ size }) => String(size)).join();
  }
}
