// Imports one table in a process of its own, so that its peak memory is its own too. Prints what it took as JSON.
import { stat } from 'node:fs/promises';
import { importTables } from '../engine/host/importers/mapped/index.js';

export interface ImportOnce {
  readonly bars: number;
  readonly ms: number;
  readonly peakRssMb: number;
}

const KIB_PER_MIB = 1024;

const { mapping, out } = JSON.parse(process.argv[2] ?? '') as { mapping: string; out: string };
const startedAt = performance.now();
const { value, issues } = await importTables({ mapping, out });
if (value === undefined) throw new Error(JSON.stringify(issues));
await stat(out);
const once: ImportOnce = {
  bars: value.files['market.jsonl'].rows,
  ms: performance.now() - startedAt,
  peakRssMb: Math.round(process.resourceUsage().maxRSS / KIB_PER_MIB),
};
console.log(JSON.stringify(once));
