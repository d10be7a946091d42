// `npm run bench:faults`: plants faults into a copy of the compiler and the lanes, one at a time, and says which random program
// finds each, or which directed test. Arguments: seeds for the fast lane (40) and for the gpu lane (20), then, if only some are
// wanted, an expression for `lane: name`. Prints an account as JSON; exits with 1 where a fault is missed.
import { FaultyCopy } from '../../support/vm/faults/plant.js';
import { PLANTED_FAULTS, type PlantedFault } from '../../support/vm/faults/planted.js';

const seeds = { fast: Number(process.argv[2] ?? 40), gpu: Number(process.argv[3] ?? 20) };
const wanted = new RegExp(process.argv[4] ?? '');

interface Finding {
  readonly name: string;
  readonly file: string;
  readonly lane: string;
  /** What the first program that shows it shows; null: none does. */
  readonly found: { readonly seed: number; readonly outcome: string } | string | null;
}

const copy = new FaultyCopy();

function findingOf(fault: PlantedFault | null, lane: 'fast' | 'gpu'): Finding['found'] {
  if (fault?.directed !== undefined) return failingOf(fault, fault.directed);
  const range = ['test/property/vm/fuzz-range.ts', '1', String(seeds[lane]), lane];
  const script = ['--import', 'tsx', ...range];
  const said = copy.run(fault, script).trim();
  if (said === '') return null;
  if (!said.startsWith('{')) throw new Error(`random programs ${said}`);
  return JSON.parse(said) as Exclude<Finding['found'], string>;
}

function failingOf(
  fault: PlantedFault,
  { file, title }: NonNullable<PlantedFault['directed']>,
): string | null {
  const args = ['node_modules/mocha/bin/mocha.js', file, '--fgrep', title];
  if (!/[1-9]\d* passing/.test(copy.run(null, args)))
    throw new Error(`no test of ${file} is called "${title}"`);
  const said = copy.run(fault, args);
  if (!said.startsWith('ended with ')) return null;
  // A test that failed for want of time or of a device has found nothing.
  if (!/\d failing/.test(said) || /Timeout of|" hook/.test(said))
    throw new Error(`"${title}" of ${file} ${said}`);
  return `${file}: ${title}`;
}

function main(): number {
  const faults = PLANTED_FAULTS.filter(({ lane, name }) => wanted.test(`${lane}: ${name}`));
  const lanes = (['fast', 'gpu'] as const).filter((lane) =>
    faults.some((each) => each.lane === lane),
  );
  for (const lane of lanes) {
    const found = findingOf(null, lane);
    if (found !== null) throw new Error(`without a fault: ${JSON.stringify(found)}`);
  }
  const findings = faults.map((fault): Finding => {
    const { name, file, lane } = fault;
    const found = findingOf(fault, lane === 'gpu' ? 'gpu' : 'fast');
    console.error(`${found === null ? 'MISSED' : 'found '} ${name}: ${JSON.stringify(found)}`);
    return { name, file, lane, found };
  });
  const missed = findings.filter(({ found }) => found === null).map(({ name }) => name);
  console.log(JSON.stringify({ seeds, planted: findings.length, missed, findings }, null, 2));
  return missed.length === 0 ? 0 : 1;
}

try {
  process.exitCode = main();
} finally {
  copy.remove();
}
