// The strategy's own state at the start of a seeded run: what its `state` function builds, with the fields an init
// state gives. The strategy itself builds it, in its sandbox, so that nothing about its state is written down twice.
import { orderSymbols } from '../../../core/session/market-ticks.js';
import { patchSnapshot } from '../../../core/session/apply.js';
import { parsePath, readPath } from '../../../core/session/json-path.js';
import type { RealmOpen } from '../../../core/sandbox/realm-api.js';
import {
  makeIssue,
  type Issue,
  type Json,
  type Parsed,
  type Patch,
  type Snapshot,
} from '../../../core/schema/index.js';
import type { CaptureParts } from '../../capture/write-capture.js';
import { loadStrategy } from '../../loader/load-strategy.js';
import { resolveEntry } from '../../loader/resolve-entry.js';
import { BEAT_SLOTS } from '../../replay/messages.js';
import { formatFinding } from '../../replay/run-capture.js';
import { StrategyProgram } from '../../worker/strategy-program.js';

export interface Seeding {
  readonly parts: CaptureParts;
  readonly fields: readonly Patch[];
  /** Folder the manifest's strategy entry counts from. */
  readonly folder: string;
  /** Name of the file the fields come from, for issues. */
  readonly file: string;
}

/** The capture with a complete snapshot; an issue when the strategy is not there or keeps no such fields. */
export async function seedStrategy(seeding: Seeding): Promise<Parsed<CaptureParts>> {
  const { parts, fields } = seeding;
  const built = await freshSnapshot(seeding);
  if (built.value === undefined) return { value: undefined, issues: built.issues };
  const fresh = built.value;
  const unknown = fields.find(
    ({ path }) => readPath(fresh as unknown as Json, parsePath(path) ?? []) === undefined,
  );
  if (unknown !== undefined) {
    const message = `The strategy ${parts.manifest.strategy.entry} keeps nothing at ${unknown.path}, which the state is about.`;
    return refused(seeding, message, 'Import without --strategy, for lockstep:openclaw.');
  }
  const { strategy } = patchSnapshot(fresh, fields);
  const snapshot = { ...parts.snapshot, strategy };
  return { value: { ...parts, snapshot }, issues: [] };
}

async function freshSnapshot(seeding: Seeding): Promise<Parsed<Snapshot>> {
  const { parts, folder } = seeding;
  const { manifest, snapshot } = parts;
  const entry = resolveEntry(manifest.strategy.entry, folder);
  const strategy = await loadStrategy(entry, {});
  if (strategy === null)
    return refused(seeding, `The strategy ${manifest.strategy.entry} is not there.`, CORRECT);
  const [finding] = strategy.findings.filter(({ severity }) => severity === 'error');
  if (finding !== undefined)
    return refused(seeding, `The strategy cannot run: ${formatFinding(finding)}`, CORRECT);
  const beat = new Int32Array(new SharedArrayBuffer(BEAT_SLOTS * Int32Array.BYTES_PER_ELEMENT));
  const program = new StrategyProgram(strategy, beat);
  const request: RealmOpen = {
    entry,
    settings: {
      numeric: manifest.numeric,
      venue: manifest.venue,
      symbols: orderSymbols(manifest.symbols),
      params: manifest.strategy.params,
      end: manifest.window.end,
    },
    bars: [],
    snapshot,
    revisions: [],
    // A start that is patched is written out, the strategy's part too; this patch changes nothing.
    interventions: [{ kind: 'state-field', fields: [sameBalance(snapshot)] }],
  };
  const opened = JSON.parse(
    program.call(-1, (realm) => realm.open(JSON.stringify(request))),
  ) as Opened;
  const problem = opened.failure?.message ?? opened.issues?.map(paramText)[0];
  if (problem !== undefined)
    return refused(seeding, `The strategy cannot run: ${problem}`, CORRECT);
  const text = program.call(-1, (realm) => realm.snapshot(0));
  const answer = JSON.parse(text) as Snapshot;
  return { value: answer, issues: [] };
}

const sameBalance = ({ account }: Snapshot): Patch => ({
  path: 'account.balance',
  value: account.balance,
});

interface Opened {
  readonly failure?: { readonly message: string };
  readonly issues?: readonly { readonly path: string; readonly message: string }[];
}

const CORRECT = 'Name a strategy that runs, or import without --strategy.';
const paramText = ({ path, message }: { path: string; message: string }): string =>
  `${path}: ${message}`;

const refused = <T>({ file }: Seeding, message: string, remedy: string): Parsed<T> => {
  const issues: Issue[] = [
    makeIssue('openclaw.init-state.strategy', { file }, { message, remedy }),
  ];
  return { value: undefined, issues };
};
