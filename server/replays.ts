// The replays of a workspace: those that lockstep.json files name, and every other capture with its own manifest.
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import {
  parseManifest,
  parseWorkspace,
  type Issue,
  type Json,
} from '../engine/core/schema/index.js';
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

export interface Discovery {
  readonly replays: readonly Replay[];
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
    issues: new Map(configured.map(({ file, issues }) => [file, issues])),
  };
}

interface Configuration {
  readonly file: string;
  readonly replays: readonly Replay[];
  readonly issues: readonly Issue[];
}

async function readConfiguration(file: string, readText: ReadText): Promise<Configuration> {
  const text = await readText(file);
  if (text === undefined) return { file, replays: [], issues: [] };
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
  return { file, replays: await Promise.all(replays), issues };
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
function withUniqueNames(replays: readonly Replay[]): readonly Replay[] {
  const used = new Set<string>();
  return replays.map((replay) => {
    let name = replay.name;
    for (let count = 2; used.has(name); count += 1) name = `${replay.name} (${String(count)})`;
    used.add(name);
    return { ...replay, name };
  });
}

/** Reads from disk; a file that cannot be read has no text. */
export const readDisk: ReadText = (file) => readFile(file, 'utf8').catch(() => undefined);
