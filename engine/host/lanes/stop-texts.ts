// Why a compiled lane stopped by itself, for people.
import { type LaneStop, TICK_BYTES } from '../../vm/fast/machine.js';

const mib = (bytes: number): string => `${String(bytes / 2 ** 20)} MiB`;

export const STOP_TEXTS: Readonly<Record<LaneStop, string>> = {
  fault: 'the engine refused a request, or the strategy threw',
  'int-range': 'a whole number leaves what every lane counts exactly, +-(2^53 - 1)',
  'not-whole': 'a number becomes a whole one here, and is none below 2^53',
  unordered: 'an order is asked for, and one side is no number',
  missing: 'a value is missing where the code says that it is there',
  'beyond-end': 'a list is written behind its end, or lengthened',
  capacity: 'a list in state is full',
  'object-in-state':
    'an object, or a record that may be missing, is put into a list of state or moved in one',
  'shared-list':
    'a list that state keeps within a record is shared: it is changed after that, or is a list of state itself',
  memory: `a tick makes more than a lane has room for, ${mib(TICK_BYTES.most)} in the fast lane and at most ${mib(TICK_BYTES.first)} on a GPU`,
  endless: 'a loop did not end',
  'number-range': 'a number has more digits, or a larger exponent, than a lane holds',
};

/**
 * What the reference lane goes on with and no compiled lane can follow, with the way to write it instead. Such a stop is no
 * difference between lanes. The others are: there the reference lane stops as well.
 */
export const LIMIT_REMEDIES: Readonly<Partial<Record<LaneStop, string>>> = {
  'int-range': 'keep counts below 2^53, or compute with values of tick.num',
  'not-whole': 'cut with trunc() before toNumber(), and take no remainder by zero',
  unordered: 'ask isNaN() before, or compare with lt, gt or eq',
  missing: 'ask whether it is there: x !== undefined, or x ?? a value',
  'beyond-end': 'push, or write an index that is there',
  capacity: 'shorten the list before, or let it start as long as it may become',
  'object-in-state':
    'create objects in `state` and assign their fields; say by a field that a record is missing',
  'shared-list': 'make a list of its own for the record, and push all of it before',
  memory: 'make fewer lists and records in one tick',
  'number-range': 'round before numbers grow beyond what they are compared or booked with',
};

/** Of a run in a compiled lane alone. */
export const stopMessage = (trap: LaneStop): string =>
  LIMIT_REMEDIES[trap] === undefined
    ? STOP_TEXTS[trap]
    : `no compiled lane follows it further: ${STOP_TEXTS[trap]}`;
