// Why a compiled lane stopped by itself, for people.
import type { LaneStop } from '../../vm/fast/machine.js';

export const STOP_TEXTS: Readonly<Record<LaneStop, string>> = {
  fault: 'the engine refused a request, or the strategy threw',
  'int-range': 'a whole number left the range that every lane computes exactly',
  missing: 'a value was missing',
  capacity: 'a list in state is full, or an object was to be put into it',
  memory: 'a tick made more objects than a lane has room for',
  endless: 'a loop did not end',
  'number-range': 'a number has more digits than a lane holds',
};
