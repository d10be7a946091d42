// Rows of questions for the row shader, run in one dispatch and compared word by word with what the oracle says.
import assert from 'node:assert/strict';
import { OUT_OF_RANGE } from '../../../engine/vm/gpu/wgsl/index.js';
import type { RowGpu } from './adapter.js';
import { ROW, WORKGROUP_SIZE } from './row-shader.js';

/** One operation with what is expected of it; undefined: that no cell can hold the result. */
export interface Row {
  readonly family: 'decimal' | 'binary64' | 'whole';
  readonly operation: number;
  readonly precision?: number;
  readonly rounding?: number;
  readonly limbs?: number;
  readonly scale?: number;
  readonly mode?: number;
  readonly left: Uint32Array;
  readonly right?: Uint32Array;
  readonly expected: { readonly cell: Uint32Array } | { readonly answer: number } | undefined;
  /** The row in words, with how to run it again. */
  readonly describe: (actual: Uint32Array) => string;
}

/** Lanes of one dispatch: enough to keep a device busy, and a few megabytes. */
export const BATCH_ROWS = 16_384;
/** More would hide the first ones. */
const FAILURES_SHOWN = 10;

export async function checkRows(gpu: RowGpu, rows: readonly Row[]): Promise<void> {
  const failures: string[] = [];
  for (let at = 0; at < rows.length; at += BATCH_ROWS) {
    failures.push(...(await runBatch(gpu, rows.slice(at, at + BATCH_ROWS))));
  }
  if (failures.length === 0) return;
  const shown = failures.slice(0, FAILURES_SHOWN).join('\n');
  assert.fail(`${String(failures.length)} of ${String(rows.length)} rows differ:\n${shown}`);
}

/** Rows of one kind of policy; whole numbers go with either. */
async function runBatch({ client, pipelines }: RowGpu, rows: readonly Row[]): Promise<string[]> {
  const pipeline = pipelines[rows[0]?.family === 'binary64' ? 'binary64' : 'decimal'];
  const memory = new Uint32Array(ROW.words * rows.length);
  rows.forEach((row, lane) => {
    placeRow(memory, row, { lane, lanes: rows.length });
  });
  const buffer = await client.createBuffer(memory.byteLength);
  const lanes = await client.createBuffer(4);
  await client.write(buffer, new Uint8Array(memory.buffer));
  await client.write(lanes, new Uint8Array(Uint32Array.of(rows.length).buffer));
  const workgroups = [Math.ceil(rows.length / WORKGROUP_SIZE), 1, 1] as const;
  await client.dispatch({ pipeline, buffers: [buffer, lanes], workgroups });
  const bytes = await client.read(buffer, memory.byteLength);
  await client.destroy(buffer);
  await client.destroy(lanes);
  const answered = new Uint32Array(bytes.buffer);
  return rows.flatMap((row, lane) => judge(answered, row, { lane, lanes: rows.length }));
}

interface Lane {
  readonly lane: number;
  readonly lanes: number;
}

/** A result may replace an operand, so every lane has its turn at that. */
const destinationOf = (lane: number): number =>
  [ROW.result, ROW.left, ROW.right][lane % 3] ?? ROW.result;

function placeRow(memory: Uint32Array, row: Row, { lane, lanes }: Lane): void {
  const set = (address: number, value: number): void => {
    memory[address * lanes + lane] = value;
  };
  set(ROW.isWhole, Number(row.family === 'whole'));
  set(ROW.operation, row.operation);
  set(ROW.precision, row.precision ?? 0);
  set(ROW.rounding, row.rounding ?? 0);
  set(ROW.limbs, row.limbs ?? 0);
  set(ROW.scale, row.scale ?? 0);
  set(ROW.mode, row.mode ?? 0);
  set(ROW.destination, destinationOf(lane));
  row.left.forEach((value, i) => {
    set(ROW.left + i, value);
  });
  row.right?.forEach((value, i) => {
    set(ROW.right + i, value);
  });
}

function judge(memory: Uint32Array, row: Row, { lane, lanes }: Lane): string[] {
  const get = (address: number): number => memory[address * lanes + lane] ?? 0;
  const isFlagged = get(ROW.flags) === OUT_OF_RANGE;
  const { expected } = row;
  if (isFlagged !== (expected === undefined)) {
    return [`${row.describe(new Uint32Array(0))}: ${isFlagged ? 'flagged' : 'not flagged'}`];
  }
  if (expected === undefined) return [];
  if ('answer' in expected) {
    const answer = get(ROW.answer) | 0;
    if (answer === expected.answer) return [];
    return [
      `${row.describe(Uint32Array.of(answer))}: ${String(answer)}, not ${String(expected.answer)}`,
    ];
  }
  if (expected.cell.every((value, i) => get(destinationOf(lane) + i) === value)) return [];
  return [row.describe(expected.cell.map((_, i) => get(destinationOf(lane) + i)))];
}
