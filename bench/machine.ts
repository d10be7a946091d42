// What the numbers were measured on. Without it they mean nothing.
import { cpus, loadavg, totalmem } from 'node:os';
import { createNumeric, DEFAULT_DECIMAL } from '../engine/index.js';
import { rounded } from './quantile.js';

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly node: string;
  readonly platform: string;
  /** Of the last minute, before measuring. Above the cores, others were at work too and times are too long. */
  readonly load: number;
  /** Millions a second on one core, of numbers with all digits of the default policy: the baseline of every time below. */
  readonly decimalMultiplicationsM: number;
}

const BYTES_PER_GB = 1024 ** 3;

export function machineFacts(): Machine {
  const processors = cpus();
  const [load = 0] = loadavg();
  return {
    cpu: processors[0]?.model ?? 'unknown',
    cores: processors.length,
    memoryGb: Math.round(totalmem() / BYTES_PER_GB),
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    load: Math.round(load * 10) / 10,
    decimalMultiplicationsM: rounded(decimalMultiplications()),
  };
}

const MULTIPLICATIONS = 200_000;
/** The first go into compiling. */
const ROUNDS = 8;

/** The best round: others at work can only make it slower. */
function decimalMultiplications(): number {
  const numeric = createNumeric(DEFAULT_DECIMAL);
  // With all digits of the policy, as averages have them.
  const [price, size] = [numeric('43128.55').div('7'), numeric('0.0374').div('7')];
  const times = Array.from({ length: ROUNDS }, () => {
    const startedAt = performance.now();
    for (let i = 0; i < MULTIPLICATIONS; i += 1) price.mul(size);
    return performance.now() - startedAt;
  });
  return MULTIPLICATIONS / 1000 / Math.min(...times);
}
