// What generated WebAssembly shares with its host: where things are in memory, the globals, the imported functions.
import type { Trap } from '../ir/instruction.js';

/** Mutable i32 globals, by index; the module owns them, since reaching imported ones takes a step more. */
export const GLOBALS = [
  'arena',
  'arenaStart',
  'arenaEnd',
  'currentAt',
  /** Where the records of the tick in progress begin, or 0 when the host took a part of them. */
  'tickOut',
  'ticksDone',
  'stateStart',
  'stateEnd',
  'out',
  'outEnd',
  'fuel',
  'trap',
  'trapPlace',
] as const;
export type GlobalName = (typeof GLOBALS)[number];
export const globalIndex = (name: GlobalName): number => GLOBALS.indexOf(name);

/** A trap of the program, or of the machine it runs on. */
export type LaneStop = Trap | 'memory' | 'endless' | 'number-range';

/** Numbers of traps in the global `trap`; 0 is none. */
export const TRAPS: readonly LaneStop[] = [
  'fault',
  'int-range',
  'missing',
  'capacity',
  'memory',
  'endless',
  'number-range',
  'not-whole',
  'unordered',
  'beyond-end',
  'object-in-state',
  'shared-list',
];
export const trapNumber = (trap: LaneStop): number => TRAPS.indexOf(trap) + 1;

/** In place of a place, where none is known. */
export const NOWHERE = -1;

/** In place of a sink's number: the records of the next tick follow. */
export const TICK_MARK = 0;

/** Rounds of loops in one tick; far more than any tick needs, and soon over. */
export const FUEL = 50_000_000;

/**
 * Bytes one tick may make. A lane begins with room for `first`, more than nearly every tick needs; the fast lane grows up to
 * `most`, which leaves room for a lane a core. A device gives no more than `first`.
 */
export const TICK_BYTES = { first: 8 << 20, most: 256 << 20 } as const;

/** Words an output record may add between two looks at the buffer's end. */
export const OUT_SLACK_BYTES = 256;
