// What host and interpreter tell each other beside memory, program and output: one record for all lanes, one for each
// lane, one for each tick. Records of words whose fields are counted by nobody: both sides use the names.
import { ROUNDING_MODES } from '../../core/numeric/index.js';
import { constantsOf } from './wgsl/operation-constants.js';

/** Addresses are in words where they end in At, and in bytes where they are compared with addresses of the program. */
export const SETUP = [
  'lanes',
  /** Instructions a lane may do in one dispatch. */
  'budget',
  /** Entries of the table of ticks that are to be run. */
  'ticks-end',
  'output-words',
  'wants-digests',
  'fuel',
  'current-at',
  'current-root-at',
  'current-byte',
  'arena-byte',
  'arena-end-byte',
  'step-start',
  'step-return-at',
  'finish-start',
  'finish-return-at',
  'precision',
  'rounding',
  'limbs',
  /** Offsets within a rounding step, then the words of its texts. */
  'method-offset',
  'scale-offset',
  'rounding-offset',
  'method-none',
  'method-scaled',
  /** The first of as many words as there are rounding modes. */
  'modes',
] as const;

export const STATUS = [
  'state',
  'pc',
  /** Entries of the table of ticks that are done. */
  'tick',
  'arena',
  /** Words of the lane's output, from its start. */
  'out',
  /** Records of finished ticks, from the output's end. */
  'marks',
  'fuel',
  'trap',
  'state-start-byte',
  'state-end-byte',
  'instructions-low',
  'instructions-high',
  /** Highest end of what a tick made. */
  'arena-peak',
] as const;

export const LANE_STATES = ['running', 'output-full', 'done', 'trapped'] as const;
export type LaneState = (typeof LANE_STATES)[number];

/** Of the table at the start of the buffer of ticks. */
export const TICK_ENTRY = ['entry', 'offset', 'length'] as const;
export const ENTRIES = ['step', 'finish'] as const;

/** A finished tick in the output: where its events end, and the digest of state. */
export const MARK = ['out', 'digest-high', 'digest-low'] as const;

export const SETUP_WORDS = SETUP.length - 1 + ROUNDING_MODES.length;

export const setupIndex = (name: (typeof SETUP)[number]): number => SETUP.indexOf(name);
export const statusIndex = (name: (typeof STATUS)[number]): number => STATUS.indexOf(name);

export const LANE_WORDS_WGSL = [
  constantsOf('SETUP', SETUP),
  constantsOf('STATUS', STATUS),
  constantsOf('STATE', LANE_STATES),
  constantsOf('ENTRY', ENTRIES),
  `const STATUS_WORDS = ${String(STATUS.length)}u;`,
  `const TICK_WORDS = ${String(TICK_ENTRY.length)}u;`,
  `const MARK_WORDS = ${String(MARK.length)}u;`,
].join('\n');
