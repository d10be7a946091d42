// The records of lane-words.ts as the host writes and reads them.
import { ROOTS_AT, type RunImage } from '../../core/memory/run-image.js';
import { numberCells } from '../../core/memory/number-cells.js';
import { Layouts } from '../../core/memory/record-layout.js';
import { type Numeric, ROUNDING_MODES } from '../../core/numeric/index.js';
import { invariant } from '../../core/kernel/fault.js';
import type { Bytecode } from '../bytecode/bytecode.js';
import { type LaneStop, TRAPS } from '../fast/machine.js';
import type { Program } from '../ir/program.js';
import type { LaneMemory, LaneTicks } from './lane-memory.js';
import {
  ENTRIES,
  LANE_STATES,
  type LaneState,
  SETUP,
  STATUS,
  statusIndex,
  TICK_ENTRY,
} from './lane-words.js';

/** Rounds of loops in one tick, as the fast lane has it. */
export const FUEL = 50_000_000;

/** A word that is no text: what a run without a certain text has in that text's place. */
const NO_TEXT = 0xffff_ffff;

type Setup = Partial<Record<(typeof SETUP)[number], number>>;

export interface SetupParts {
  readonly program: Program;
  readonly bytecode: Bytecode;
  readonly num: Numeric;
  /** Text of every word of the run. */
  readonly symbols: readonly string[];
  readonly memory: LaneMemory;
  readonly lanes: number;
  readonly outputWords: number;
  readonly wantsDigests: boolean;
  readonly fuel: number;
}

export function setupWords(parts: SetupParts): Uint32Array {
  const { program, bytecode, memory } = parts;
  const current = program.roots.findIndex(({ name }) => name === 'current');
  invariant(current >= 0, 'the current tick is a root');
  const { step, finish } = bytecode.entries;
  const setup: Setup = {
    lanes: parts.lanes,
    'output-words': parts.outputWords,
    'wants-digests': Number(parts.wantsDigests),
    fuel: parts.fuel,
    'current-at': memory.currentByte / 4,
    'current-byte': memory.currentByte,
    'current-root-at': ROOTS_AT / 4 + current,
    'arena-byte': memory.arenaByte,
    'arena-end-byte': memory.arenaEndByte,
    'step-start': step.start,
    'step-return-at': step.returnAt,
    'finish-start': finish.start,
    'finish-return-at': finish.returnAt,
    ...policySetup(parts.num, program.numWords),
    ...roundingSetup(program, parts.symbols),
  };
  const words = SETUP.slice(0, -1).map((name) => setup[name] ?? 0);
  return Uint32Array.from([...words, ...ROUNDING_MODES.map((mode) => wordOf(parts.symbols, mode))]);
}

function policySetup(num: Numeric, numWords: number): Setup {
  const { policy } = num;
  if (policy.kind === 'binary64') return { rounding: ROUNDING_MODES.indexOf('half-even') };
  return {
    precision: policy.precision,
    rounding: ROUNDING_MODES.indexOf(policy.rounding),
    limbs: numWords - 1,
  };
}

function roundingSetup(program: Program, symbols: readonly string[]): Setup {
  const { fields } = new Layouts(program.numWords).of(program.roundingStep);
  const offset = (name: string): number => fields.get(name)?.offset ?? 0;
  return {
    'method-offset': offset('method'),
    // The scale is optional, so its value lies behind a presence word.
    'scale-offset': offset('scale') + 1,
    'rounding-offset': offset('rounding'),
    'method-none': wordOf(symbols, 'none'),
    'method-scaled': wordOf(symbols, 'scaled'),
  };
}

function wordOf(symbols: readonly string[], text: string): number {
  const word = symbols.indexOf(text);
  return word < 0 ? NO_TEXT : word;
}

/** The table of ticks, then their words. */
export function tickWords({ calls }: LaneTicks): Uint32Array {
  const table = calls.length * TICK_ENTRY.length;
  const words = new Uint32Array(calls.reduce((sum, call) => sum + call.words.length, table));
  let offset = table;
  calls.forEach((call, i) => {
    words.set([ENTRIES.indexOf(call.entry), offset, call.words.length], i * TICK_ENTRY.length);
    words.set(call.words, offset);
    offset += call.words.length;
  });
  return words;
}

/** A lane before its first tick: all else is zero. */
export function firstStatus(image: RunImage): Uint32Array {
  const words = new Uint32Array(STATUS.length);
  words[statusIndex('state-start-byte')] = image.stateStart;
  words[statusIndex('state-end-byte')] = image.bytes.length;
  return words;
}

export interface LaneStatus {
  readonly state: LaneState;
  readonly pc: number;
  readonly tick: number;
  readonly out: number;
  readonly marks: number;
  readonly trap: LaneStop | null;
  readonly instructions: number;
  readonly arenaPeakByte: number;
}

export function readStatus(words: Uint32Array, lane: number): LaneStatus {
  const get = (name: (typeof STATUS)[number]): number =>
    words[lane * STATUS.length + statusIndex(name)] ?? 0;
  const state = LANE_STATES[get('state')];
  invariant(state !== undefined, 'a lane is in a known state');
  return {
    state,
    pc: get('pc'),
    tick: get('tick'),
    out: get('out'),
    marks: get('marks'),
    trap: TRAPS[get('trap') - 1] ?? null,
    instructions: get('instructions-high') * 2 ** 32 + get('instructions-low'),
    arenaPeakByte: get('arena-peak'),
  };
}

/** The lane's output has been taken: it goes on where it waits. */
export function releaseOutput(words: Uint32Array, lane: number): void {
  const at = lane * STATUS.length;
  words[at + statusIndex('out')] = 0;
  words[at + statusIndex('marks')] = 0;
  const state = at + statusIndex('state');
  if (LANE_STATES[words[state] ?? 0] === 'output-full') words[state] = 0;
}

/** More ticks may be run than before: lanes that had done all go on. */
export function resume(words: Uint32Array, lane: number): void {
  const state = lane * STATUS.length + statusIndex('state');
  if (LANE_STATES[words[state] ?? 0] === 'done') words[state] = 0;
}

/** Cells of the program's numbers. */
export function constantCells(program: Program, num: Numeric): readonly Uint32Array[] {
  const cells = numberCells(num);
  return program.numbers.map((text) => {
    const words = new Uint32Array(program.numWords);
    const isWritten = cells.write(new DataView(words.buffer), 0, num(text));
    invariant(isWritten, 'a constant of the program fits a cell');
    return words;
  });
}
