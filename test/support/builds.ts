// Strategies as replays run them, both builds, evaluated in the test's own realm: no sandbox, no worker, no dist.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';
import { link, type ModuleEntry, type ModuleFactory } from '../../engine/core/sandbox/modules.js';
import { asStrategy, HookRuntime, type Build } from '../../engine/core/session/program.js';
import { Replay } from '../../engine/core/session/replay.js';
import type { RunSettings } from '../../engine/core/session/run-settings.js';
import type { BarRecord, Manifest, Snapshot } from '../../engine/core/schema/index.js';
import * as strategyModule from '../../engine/core/strategy/index.js';
import {
  compileBuild,
  type BuildName,
  type CompiledFile,
} from '../../engine/host/loader/compile.js';
import { SiteRanges } from '../../engine/host/loader/site-ranges.js';
import {
  readStrategyFiles,
  resolveEntry,
  type StrategyFiles,
} from '../../engine/host/loader/strategy-files.js';
import { barRecords, DECIMAL, EMPTY_SNAPSHOT, SYMBOLS, venue, type Play } from './session.js';

/** Both builds and their one site table; the recording build is always there, unlike in a real replay. */
export interface Program {
  readonly plain: Build;
  readonly recording: () => Build;
  readonly ranges: SiteRanges;
}

const factoryOf = (file: CompiledFile): ModuleFactory =>
  new vm.Script(file.code, { filename: file.path }).runInThisContext() as ModuleFactory;

interface Evaluation extends Pick<StrategyFiles, 'files' | 'links'> {
  readonly ranges: SiteRanges;
}

function buildOf(name: BuildName, { files, links, ranges }: Evaluation): Build {
  const entries = new Map<string, ModuleEntry>();
  for (const file of compileBuild(files, name))
    entries.set(file.path, {
      factory: factoryOf(file),
      links: links.get(file.path) ?? {},
      siteBase: ranges.add(file.sites),
    });
  const runtime = new HookRuntime();
  const exported = link(entries, files[0]?.path ?? '', {
    hooks: (base) => runtime.hooks(base),
    engineModule: strategyModule,
  });
  return { strategy: asStrategy(exported['default']), runtime };
}

export function programOf({ files, links }: Pick<StrategyFiles, 'files' | 'links'>): Program {
  const evaluation = { files, links, ranges: new SiteRanges(files) };
  const plain = buildOf('plain', evaluation);
  const recording = buildOf('recording', evaluation);
  return { plain, recording: () => recording, ranges: evaluation.ranges };
}

/** Name of the file in programs made of one text. */
export const SCRIPT_FILE = '/strategy.ts';

export const programOfText = (text: string): Program =>
  programOf({ files: [{ path: SCRIPT_FILE, text }], links: new Map() });

/** A replay of a strategy given as text over a table of bars. */
export function replayOfText(
  text: string,
  input: Pick<Play, 'ticks' | 'venue' | 'numeric' | 'end'>,
): { readonly replay: Replay; readonly program: Program } {
  const program = programOfText(text);
  const settings: RunSettings = {
    numeric: input.numeric ?? DECIMAL,
    venue: venue(input.venue),
    symbols: SYMBOLS,
    params: {},
    end: input.end ?? 'cut',
  };
  const bars = barRecords(input.ticks);
  return { replay: new Replay(program, settings, { bars, snapshot: EMPTY_SNAPSHOT }), program };
}

export const EXAMPLE_CAPTURE = fileURLToPath(
  new URL('../../examples/workspace/captures/openclaw-base', import.meta.url),
);

export interface Example {
  readonly program: Program;
  readonly manifest: Manifest;
  readonly bars: readonly BarRecord[];
  readonly snapshot: Snapshot;
}

let example: Promise<Example> | null = null;

/** The example workspace's capture and strategy; compiled once for all tests of a run. */
export function loadExample(): Promise<Example> {
  example ??= readExample();
  return example;
}

async function readExample(): Promise<Example> {
  const files = await readStrategyFiles(resolveEntry('lockstep:openclaw', ''), {});
  if (files === null) throw new Error('the example strategy is missing');
  const read = (name: string) => readFileSync(join(EXAMPLE_CAPTURE, name), 'utf8');
  return {
    program: programOf(files),
    manifest: JSON.parse(read('manifest.json')) as Manifest,
    bars: read('market.jsonl')
      .trimEnd()
      .split('\n')
      .map((text) => JSON.parse(text) as BarRecord),
    snapshot: JSON.parse(read('snapshot.json')) as Snapshot,
  };
}

/** A fresh replay of the example, before its first pass; `ticks` cuts its window short. */
export const exampleSettings = ({ manifest }: Example): RunSettings => ({
  numeric: manifest.numeric,
  venue: manifest.venue,
  symbols: manifest.symbols,
  params: manifest.strategy.params,
  end: manifest.window.end,
});

export function replayExample(example: Example, ticks = Infinity): Replay {
  const { manifest, program, snapshot } = example;
  const settings = exampleSettings(example);
  const bars = example.bars.slice(0, ticks * manifest.symbols.length);
  return new Replay(program, settings, { bars, snapshot });
}
