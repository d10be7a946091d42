// `npm run bench`: measures what the product promises and prints it as JSON, with the machine it was measured on.
// Speed is never asserted in a test; this is where it is looked at.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { judgeAims, unjudgedAims } from './aims.js';
import { defaultBarFile } from './bar-file.js';
import { machineFacts } from './machine.js';
import { MEASURES, type Results, type Settings } from './measures/index.js';
import { rounded } from './quantile.js';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const RUNS_DEFAULT = 3;

const USAGE = `npm run bench -- [--only NAME] [--runs N] [--bars FILE]
  --only  one of ${Object.keys(MEASURES).join(', ')}; may be repeated
  --runs  how often each is run; medians are reported (default ${String(RUNS_DEFAULT)})
  --bars  long series: .csv with timestamp,open,high,low,close,volume, or candles of openclaw as JSON`;

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true, default: [] },
      runs: { type: 'string', default: String(RUNS_DEFAULT) },
      bars: { type: 'string', default: defaultBarFile(ROOT) },
      help: { type: 'boolean', default: false },
    },
  });
  const unknown = values.only.filter((name) => !Object.hasOwn(MEASURES, name));
  const runs = Number(values.runs);
  if (values.help || unknown.length > 0 || !Number.isInteger(runs) || runs < 1) {
    console.error(USAGE);
    return values.help ? 0 : 1;
  }
  const settings: Settings = { root: ROOT, bars: path.resolve(values.bars), runs };
  const machine = machineFacts();
  const { results, skipped } = await measureAll(settings, values.only);
  const report = {
    machine,
    runs,
    results,
    ratios: ratiosOf(results),
    aims: judgeAims(results),
    unjudged: unjudgedAims(results),
    skipped,
  };
  console.log(JSON.stringify(report, null, 2));
  return 0;
}

async function measureAll(
  settings: Settings,
  only: readonly string[],
): Promise<{ results: Results; skipped: Readonly<Record<string, string>> }> {
  let results: Results = {};
  const skipped: Record<string, string> = {};
  for (const [name, measure] of Object.entries(MEASURES)) {
    if (only.length > 0 && !only.includes(name)) continue;
    console.error(`${name} ...`);
    const found = await measure(settings);
    if ('skipped' in found) skipped[name] = found.skipped;
    else results = { ...results, ...found };
  }
  return { results, skipped };
}

/** How many times longer a lane takes for a bar than the bare arithmetic of its indicators. */
function ratiosOf({ rawDoubles, longBinary64, longDecimal }: Results): object {
  if (rawDoubles === undefined) return {};
  const baseline = rawDoubles.runMs / rawDoubles.bars;
  const ratio = (lane: typeof longBinary64): number | null =>
    lane === undefined ? null : rounded(lane.runMs / lane.bars / baseline);
  return {
    baseline: 'raw-doubles',
    longBinary64: ratio(longBinary64),
    longDecimal: ratio(longDecimal),
    decimalToBinary64:
      longBinary64 === undefined || longDecimal === undefined
        ? null
        : rounded(longDecimal.runMs / longBinary64.runMs),
  };
}

process.exitCode = await main();
