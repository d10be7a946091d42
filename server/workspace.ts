// All replays of the workspace and what is known about each: which files concern which replay, and its last outcome.
import path from 'node:path';
import type { Discovery } from './replays.js';
import { untried, type Outcome } from './outcome.js';
import { isScript } from './documents.js';
import type { ReplayStatus } from './protocol.js';
import { CAPTURE_FILES, CONFIGURATION } from './workspace-files.js';

export interface WorkspaceEvents {
  readonly onStatus: (status: ReplayStatus) => void;
  /** A replay that is no longer in the workspace. */
  readonly onGone: (name: string) => void;
}

export class ReplayWorkspace {
  private outcomes = new Map<string, Outcome>();
  private configurations: readonly string[] = [];

  constructor(private readonly events: WorkspaceEvents) {}

  get all(): readonly Outcome[] {
    return [...this.outcomes.values()];
  }

  get(name: string): Outcome | undefined {
    return this.outcomes.get(name);
  }

  /** Takes over what was found; returns the replays that are new or have changed. */
  adopt({ replays, issues }: Pick<Discovery, 'replays' | 'issues'>): readonly string[] {
    const before = this.outcomes;
    this.configurations = [...issues.keys()];
    this.outcomes = new Map();
    const changed: string[] = [];
    for (const replay of replays) {
      const known = before.get(replay.name);
      const same = known !== undefined && JSON.stringify(known.replay) === JSON.stringify(replay);
      if (!same) changed.push(replay.name);
      // Until it has run again, the files it read before are the best guess at what it reads.
      const fresh = {
        ...untried(replay),
        watch: known?.watch ?? [],
        opened: known?.opened ?? null,
      };
      this.outcomes.set(replay.name, same ? known : fresh);
    }
    for (const name of before.keys()) if (!this.outcomes.has(name)) this.events.onGone(name);
    return changed;
  }

  update(name: string, change: Partial<Omit<Outcome, 'replay' | 'settled'>>): void {
    const before = this.outcomes.get(name);
    if (before === undefined) return;
    const { status = before.status } = change;
    const settled = status.state === 'replaying' ? before.settled : status;
    this.outcomes.set(name, { ...before, ...change, settled });
    if (change.status !== undefined) this.events.onStatus(status);
  }

  /** Whether a change of the file can add or remove replays. */
  isConfiguration(file: string): boolean {
    return path.basename(file) === CONFIGURATION || this.configurations.includes(file);
  }

  /** What any replay reads beside its capture, as far as is known. */
  get scripts(): readonly string[] {
    return this.all.flatMap(({ replay, watch }) => [
      ...(replay.strategy === null ? [] : [replay.strategy]),
      ...watch,
    ]);
  }

  /** The replays a file is part of. */
  concernedBy(file: string): readonly string[] {
    return this.all.filter((outcome) => concerns(outcome, file)).map(({ replay }) => replay.name);
  }

  /** The replays that a script beside theirs may complete or break: one that an import looks for. */
  nextTo(file: string): readonly string[] {
    return this.all
      .filter(
        ({ replay }) => replay.strategy !== null && isBelow(path.dirname(replay.strategy), file),
      )
      .map(({ replay }) => replay.name);
  }
}

function concerns({ replay, watch }: Outcome, file: string): boolean {
  if (file === replay.strategy || watch.includes(file)) return true;
  if (path.dirname(file) === replay.capture && CAPTURE_FILES.includes(path.basename(file)))
    return true;
  // Before the first opening its imports are not known; they mostly lie beside the entry.
  const unknown = watch.length === 0 && replay.strategy !== null;
  return unknown && isScript(file) && isBelow(path.dirname(replay.strategy), file);
}

const isBelow = (folder: string, file: string): boolean =>
  file.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);
