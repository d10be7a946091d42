// Where things lie in a lane's memory on the GPU: registers and constants, the run's image, the tick in progress, what a
// tick makes. Lanes of one batch share the plan, so the longest image decides.
import { currentAddress, type RunImage } from '../../core/memory/run-image.js';
import type { Bytecode } from '../bytecode/bytecode.js';

/** A tick of the market in the words compiled code reads, and the entry it is for. */
export interface LaneTickWords {
  readonly entry: 'step' | 'finish';
  readonly words: ArrayLike<number>;
}

/** Ticks of a window. The words have addresses of their own in them, so they say where they belong. */
export interface LaneTicks {
  /** `currentAddress` of the longest image among the lanes. */
  readonly currentByte: number;
  readonly calls: readonly LaneTickWords[];
}

export interface LaneMemory {
  readonly currentByte: number;
  readonly arenaByte: number;
  readonly arenaEndByte: number;
  /** Of one lane, all of it. */
  readonly words: number;
}

const ALIGNMENT = 16;
const aligned = (bytes: number): number => (bytes + ALIGNMENT - 1) & ~(ALIGNMENT - 1);

/**
 * Room for what one tick makes, unless it is said otherwise: what a tick makes grows with the symbols in it, and so do the
 * words it is given in. The reference strategy makes six times as much as it is given. A tick that needs more stops the lane
 * with `memory`.
 */
const ARENA = { bytesMin: 1 << 16, bytesPerTickByte: 32 } as const;

export function laneMemory(ticks: LaneTicks, arenaBytes?: number): LaneMemory {
  const { currentByte, calls } = ticks;
  const longest = calls.reduce((words, call) => Math.max(words, call.words.length), 0) * 4;
  const arenaByte = aligned(currentByte + longest);
  const room = arenaBytes ?? Math.max(ARENA.bytesMin, longest * ARENA.bytesPerTickByte);
  const arenaEndByte = aligned(arenaByte + room);
  return { currentByte, arenaByte, arenaEndByte, words: arenaEndByte / 4 };
}

/** The words a lane starts with, up to the end of its image: constants, then what the image has. */
export function startWords(
  image: RunImage,
  bytecode: Bytecode,
  numbers: readonly Uint32Array[],
): Uint32Array {
  const words = new Uint32Array(image.bytes.slice().buffer);
  for (const { address, words: literal } of bytecode.literals) words.set(literal, address);
  numbers.forEach((cell, number) => {
    words.set(cell, bytecode.numbersAt[number]);
  });
  return words;
}

/** Whether lanes with these images can run these ticks. */
export const canShare = (ticks: LaneTicks, images: readonly RunImage[]): boolean =>
  images.every((image) => currentAddress(image) <= ticks.currentByte);
