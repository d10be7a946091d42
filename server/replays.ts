// The replays of a workspace: those that lockstep.json files name, and every other capture with its own manifest. And
// the comparisons of several recordings that lockstep.json files name.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  parseManifest,
  parseWorkspace,
  type Issue,
  type Json,
  type Workspace,
} from '../engine/core/schema/index.js';
import type { SideName } from '../engine/host/replay/sides.js';
import { SIDE_NAMES } from '../engine/host/verify/sides/side.js';
import type { NumericPolicy } from '../engine/core/numeric/index.js';
import { MANIFEST, type WorkspaceFiles } from './workspace-files.js';

/** A recording and what replays it. Paths are absolute. */
export interface Replay {
  /** Unique in the workspace. */
  readonly name: string;
  readonly capture: string;
  /** null when neither the configuration nor a readable manifest names one that exists. */
  readonly strategy: string | null;
  /** Set when a configuration overrides the manifest's. */
  readonly strategyOverride?: string;
  readonly params?: Json;
  readonly numeric?: NumericPolicy;
  /** The lockstep.json that names it. */
  readonly configuration?: string;
}

/** Recordings that are held against each other. */
export interface SidesComparison {
  /** Unique in the workspace. */
  readonly name: string;
  /** At least two, in the order live, paper, backtest. Absolute folders of captures. */
  readonly sides: readonly { readonly name: SideName; readonly capture: string }[];
  /** The lockstep.json that names it, and under which name; absent for one that was asked for by hand. */
  readonly configured?: { readonly file: string; readonly name: string };
}

export interface Discovery {
  readonly replays: readonly Replay[];
  readonly comparisons: readonly SidesComparison[];
  /** What is wrong in lockstep.json files, by path; an empty list for a good one. */
  readonly issues: ReadonlyMap<string, readonly Issue[]>;
}

/** Text of a file, unsaved text first; undefined when there is none. */
export type ReadText = (file: string) => Promise<string | undefined>;

export async function discoverReplays(
  { configurations, captures }: WorkspaceFiles,
  readText: ReadText,
): Promise<Discovery> {
  const configured = await Promise.all(
    configurations.map((file) => readConfiguration(file, readText)),
  );
  const named = configured.flatMap(({ replays }) => replays);
  const namedFolders = new Set(named.map(({ capture }) => capture));
  const others = await Promise.all(
    captures
      .filter((capture) => !namedFolders.has(capture))
      .map(async (capture) => ({
        name: path.basename(capture),
        capture,
        strategy: await strategyOf(capture, readText),
      })),
  );
  return {
    replays: withUniqueNames([...named, ...others]),
    comparisons: withUniqueNames(configured.flatMap(({ comparisons }) => comparisons)),
    issues: new Map(configured.map(({ file, issues }) => [file, issues])),
  };
}

interface Configuration {
  readonly file: string;
  readonly replays: readonly Replay[];
  readonly comparisons: readonly SidesComparison[];
  readonly issues: readonly Issue[];
}

async function readConfiguration(file: string, readText: ReadText): Promise<Configuration> {
  const text = await readText(file);
  if (text === undefined) return { file, replays: [], comparisons: [], issues: [] };
  const { value, issues } = parseWorkspace(text, file);
  const folder = path.dirname(file);
  const replays = (value?.replays ?? []).map(async (entry): Promise<Replay> => {
    const capture = path.resolve(folder, entry.capture);
    const base = { name: entry.name, capture, configuration: file };
    const overrides = {
      ...(entry.params === undefined ? {} : { params: entry.params }),
      ...(entry.numeric === undefined ? {} : { numeric: entry.numeric }),
    };
    if (entry.strategy === undefined) {
      return { ...base, ...overrides, strategy: await strategyOf(capture, readText) };
    }
    const strategy = path.resolve(folder, entry.strategy);
    return { ...base, ...overrides, strategy, strategyOverride: strategy };
  });
  const comparisons = (value?.comparisons ?? []).map((entry) => comparisonOf(entry, file));
  return { file, replays: await Promise.all(replays), comparisons, issues };
}

type Entry = NonNullable<Workspace['comparisons']>[number];

function comparisonOf(entry: Entry, file: string): SidesComparison {
  const { name } = entry;
  const sides = SIDE_NAMES.flatMap((side) => {
    const folder = entry[side];
    return folder === undefined
      ? []
      : [{ name: side, capture: path.resolve(path.dirname(file), folder) }];
  });
  return { name, sides, configured: { file, name } };
}

/** The strategy file a capture's manifest names. */
async function strategyOf(capture: string, readText: ReadText): Promise<string | null> {
  const file = path.join(capture, MANIFEST);
  const text = await readText(file);
  const entry = text === undefined ? undefined : parseManifest(text, file).value?.strategy.entry;
  if (entry === undefined || entry.startsWith('lockstep:')) return null;
  const strategy = path.resolve(capture, entry);
  return existsSync(strategy) ? strategy : null;
}

/** Two captures called `base` become `base` and `base (2)`. */
function withUniqueNames<T extends { readonly name: string }>(all: readonly T[]): readonly T[] {
  const used = new Set<string>();
  return all.map((one) => {
    let name = one.name;
    for (let count = 2; used.has(name); count += 1) name = `${one.name} (${String(count)})`;
    used.add(name);
    return { ...one, name };
  });
}

/** Reads from disk; a file that cannot be read has no text. */
export const readDisk: ReadText = (file) => readFile(file, 'utf8').catch(() => undefined);
