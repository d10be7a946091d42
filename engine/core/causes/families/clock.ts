// The clock the strategy saw: seconds for milliseconds, another time zone. Only times differ, prices do not.
import type { Candidate, Family } from '../candidate.js';
import { counted } from '../utc-text.js';

const HOUR_MS = 3_600_000;
/** Offsets in use on this planet, in hours. */
const HOURS_MAX = 14;

export const clockFamily: Family = () => [
  clock(1000, 0, 'live counts time in seconds where the strategy means milliseconds', 0),
  ...Array.from({ length: HOURS_MAX }, (_, index) => index + 1).flatMap((hours) =>
    [hours, -hours].map((offset) =>
      clock(
        1,
        offset * HOUR_MS,
        `live's clock is ${counted(Math.abs(offset), 'hour')} ${offset > 0 ? 'ahead' : 'behind'}: another time zone`,
        Math.abs(offset) + (offset > 0 ? 0 : 0.5),
      ),
    ),
  ),
];

// eslint-disable-next-line max-params -- a clock is its unit and its offset, then how to say and rank it
const clock = (unitMs: number, offsetMs: number, title: string, order: number): Candidate => ({
  class: 'market-data-alignment-gap',
  title,
  interventions: [{ kind: 'market-clock', unitMs, offsetMs }],
  isRecorded: false,
  freedom: 1,
  isSweeping: true,
  fromTs: null,
  order,
});
