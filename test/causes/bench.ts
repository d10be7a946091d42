// `npm run bench:causes`: puts known causes into faithful recordings and counts how often they are found. Ends with 1
// when a case was answered wrongly with confidence.
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { writeCapture } from '../../engine/host/capture/index.js';
import type { ReplayClient } from '../../engine/host/replay/replay-client.js';
import { startReplayClient } from '../../engine/host/replay/start.js';
import { drawCase, NoCase } from '../support/mutations/case.js';
import { describeCase } from '../support/mutations/describe-case.js';
import type { MutationKind } from '../support/mutations/kind.js';
import { MUTATION_KINDS } from '../support/mutations/kinds/index.js';
import { pairOf } from '../support/mutations/pairs.js';
import { confusionTable, kindTable, totals } from '../support/mutations/report.js';
import { runCase, type CaseResult } from '../support/mutations/run-case.js';
import { SceneStore } from '../support/mutations/scene-store.js';

const KEPT = fileURLToPath(new URL('../../artifacts/causes/', import.meta.url));

const USAGE = `npm run bench:causes -- [options]
  --kind TEXT   kinds whose name contains it; may be repeated (default: all)
  --only WHAT   full: kinds whose recording holds what naming them needs; poor: the others
  --seeds N     N seeds of every kind (default 20)
  --first S     the first of them, and of the pairs (default 1)
  --seed S      this seed only
  --pairs N     so many pairs of causes besides (default 100; 0 with --kind)
  --jobs N      searches at once (default 2)
  --json FILE   results as JSON
  --list        names the kinds
  --verbose     says what failing cases answered, and keeps their captures under artifacts/causes`;

interface Settings {
  readonly kinds: readonly MutationKind[];
  readonly seeds: readonly number[];
  readonly pairSeeds: readonly number[];
  readonly jobs: number;
  readonly json: string | undefined;
  readonly isVerbose: boolean;
}

function readSettings(): Settings | null {
  const { values } = parseArgs({
    options: {
      kind: { type: 'string', multiple: true, default: [] },
      only: { type: 'string' },
      seeds: { type: 'string', default: '20' },
      first: { type: 'string', default: '1' },
      seed: { type: 'string' },
      pairs: { type: 'string' },
      jobs: { type: 'string', default: '2' },
      json: { type: 'string' },
      list: { type: 'boolean', default: false },
      verbose: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const isAll = values.kind.length === 0;
  const kinds = MUTATION_KINDS.filter(
    ({ name, mayMiss }) =>
      (isAll || values.kind.some((text) => name.includes(text))) &&
      (values.only === undefined || (values.only === 'poor') === (mayMiss === true)),
  );
  const pairs = Number(values.pairs ?? (isAll ? '100' : '0'));
  const [count, first, jobs] = [values.seeds, values.first, values.jobs].map(Number) as [
    number,
    number,
    number,
  ];
  const seedsOf = (wanted: number): number[] =>
    values.seed === undefined
      ? Array.from({ length: wanted }, (_, index) => first + index)
      : [Number(values.seed)];
  const seeds = seedsOf(count);
  const pairSeeds = pairs === 0 ? [] : seedsOf(pairs);
  const isUnknown = values.only !== undefined && !['full', 'poor'].includes(values.only);
  const isWrong =
    isUnknown || [pairs, jobs, ...seeds].some((value) => !Number.isInteger(value) || value < 0);
  if (values.help || values.list || isWrong || jobs < 1) {
    console.log(values.list ? kinds.map(({ name }) => name).join('\n') : USAGE);
    return null;
  }
  return { kinds, seeds, pairSeeds, jobs, json: values.json, isVerbose: values.verbose };
}

interface Task {
  readonly kinds: readonly MutationKind[];
  readonly seed: number;
}

async function main(): Promise<number> {
  const settings = readSettings();
  if (settings === null) return 0;
  // Seed by seed, so that kinds share the recordings of a seed.
  const singles = settings.seeds.flatMap((seed) =>
    settings.kinds.map((kind): Task => ({ kinds: [kind], seed })),
  );
  const pairs = settings.pairSeeds.map((seed): Task => ({ kinds: pairOf(seed), seed }));
  const results: CaseResult[] = [];
  const notDrawn: string[] = [];
  const queue = [...singles, ...pairs];
  const total = queue.length;
  const work = async (): Promise<void> => {
    const store = new SceneStore();
    let client = startReplayClient();
    for (let task = queue.shift(); task !== undefined; task = queue.shift()) {
      const result = await runTask(client, store, { task, settings, notDrawn });
      if (result !== null) results.push(result);
      const done = total - queue.length;
      if (!settings.isVerbose && done % 20 === 0)
        console.error(`${String(done)} of ${String(total)}`);
      if (!client.alive) client = startReplayClient();
    }
    await client.dispose();
  };
  await Promise.all(Array.from({ length: settings.jobs }, work));
  return finish(settings, results, notDrawn);
}

async function runTask(
  client: ReplayClient,
  store: SceneStore,
  what: { readonly task: Task; readonly settings: Settings; readonly notDrawn: string[] },
): Promise<CaseResult | null> {
  const { task, settings, notDrawn } = what;
  try {
    const example = await drawCase(client, store, task);
    const result = await runCase(client, example);
    const { outcome } = result.score;
    if (settings.isVerbose && outcome !== 'right') {
      const folder = join(KEPT, `${result.name.replace(/[^a-z0-9]+/gi, '-')}-${String(task.seed)}`);
      await rm(folder, { recursive: true, force: true });
      await writeCapture(folder, example.parts);
      console.log(`${describeCase(example, result)}\n  capture: ${folder}`);
    } else if (settings.isVerbose) {
      console.log(`ok  ${result.name}, seed ${String(task.seed)} (${String(result.ms)} ms)`);
    }
    return result;
  } catch (error) {
    if (!(error instanceof NoCase)) throw error;
    notDrawn.push(error.message);
    if (settings.isVerbose) console.log(`--- not drawn: ${error.message}`);
    return null;
  }
}

async function finish(
  settings: Settings,
  results: readonly CaseResult[],
  notDrawn: readonly string[],
): Promise<number> {
  const order = settings.kinds.map(({ name }) => name);
  const sorted = [...results].sort(
    (a, b) => order.indexOf(a.name) - order.indexOf(b.name) || a.seed - b.seed,
  );
  const singles = sorted.filter(({ expected }) => expected.length === 1);
  const pairs = sorted.filter(({ expected }) => expected.length > 1);
  const names = new Set(
    settings.kinds.filter(({ mayMiss }) => mayMiss === true).map((k) => k.name),
  );
  const poor = singles.filter(({ name }) => names.has(name));
  const rich = singles.filter(({ name }) => !names.has(name));
  const sections = [
    singles.length === 0 ? '' : kindTable(singles),
    singles.length === 0 ? '' : confusionTable(singles),
    rich.length === 0 ? '' : totals('full recordings', rich),
    poor.length === 0 ? '' : totals('poor recordings', poor),
    pairs.length === 0 ? '' : totals('pairs', pairs),
    notDrawn.length === 0 ? '' : `not drawn: ${notDrawn.join('; ')}`,
  ];
  console.log(sections.filter((section) => section !== '').join('\n'));
  if (settings.json !== undefined) {
    const plain = sorted.map(({ explanation: _explanation, ...result }) => result);
    await writeFile(settings.json, `${JSON.stringify({ results: plain, notDrawn }, null, 2)}\n`);
  }
  const isWrong = results.some(
    ({ score }) => score.outcome === 'wrong' || score.outcome === 'error',
  );
  return isWrong || results.length === 0 ? 1 : 0;
}

await mkdir(KEPT, { recursive: true });
process.exitCode = await main();
