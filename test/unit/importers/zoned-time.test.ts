// Local times in named zones: summer and winter, the hour that is missing, the hour that comes twice.
import assert from 'node:assert/strict';
import { zonedTimeReader } from '../../../engine/host/importers/tradingview/zoned-time.js';

function read(zone: string | undefined, text: string): string {
  const reader = zonedTimeReader(zone);
  if (typeof reader !== 'function') return reader.message;
  const found = reader(text);
  return typeof found === 'number' ? new Date(found).toISOString() : found.message;
}

describe('times of a named zone', () => {
  const NEW_YORK = 'America/New_York';
  const ROWS: readonly (readonly [zone: string | undefined, text: string, expected: string])[] = [
    [NEW_YORK, '2024-01-15 09:30', '2024-01-15T14:30:00.000Z'],
    [NEW_YORK, '2024-07-15 09:30', '2024-07-15T13:30:00.000Z'],
    [NEW_YORK, '2024-07-15', '2024-07-15T04:00:00.000Z'],
    [NEW_YORK, '2024-03-10 01:59:59', '2024-03-10T06:59:59.000Z'],
    [
      NEW_YORK,
      '2024-03-10 02:30',
      '"2024-03-10 02:30" does not exist in America/New_York: clocks change there.',
    ],
    [NEW_YORK, '2024-03-10 03:00', '2024-03-10T07:00:00.000Z'],
    [NEW_YORK, '2024-11-03 00:59', '2024-11-03T04:59:00.000Z'],
    [
      NEW_YORK,
      '2024-11-03 01:30',
      '"2024-11-03 01:30" comes twice in America/New_York: clocks change there.',
    ],
    [NEW_YORK, '2024-11-03 02:00', '2024-11-03T07:00:00.000Z'],
    [NEW_YORK, '2024-07-15T09:30:00-05:00', '2024-07-15T14:30:00.000Z'],
    [NEW_YORK, '2024-07-15T09:30:00Z', '2024-07-15T09:30:00.000Z'],
    ['Asia/Kathmandu', '2024-07-15 09:30', '2024-07-15T03:45:00.000Z'],
    [
      'Australia/Lord_Howe',
      '2024-04-07 01:45',
      '"2024-04-07 01:45" comes twice in Australia/Lord_Howe: clocks change there.',
    ],
    ['UTC', '2024-07-15 09:30', '2024-07-15T09:30:00.000Z'],
    ['-05:00', '2024-07-15 09:30', '2024-07-15T14:30:00.000Z'],
    ['+0530', '2024-07-15 09:30', '2024-07-15T04:00:00.000Z'],
    [undefined, '2024-07-15T09:30:00+02:00', '2024-07-15T07:30:00.000Z'],
    [undefined, '2024-07-15 09:30', '"2024-07-15 09:30" names no time zone.'],
    ['Mars/Olympus', '2024-07-15 09:30', '"Mars/Olympus" is no time zone.'],
    ['', '2024-07-15 09:30', '"" is no time zone.'],
    [NEW_YORK, '15.07.2024 09:30', '"15.07.2024 09:30" is no time such as 2024-01-31T12:00:00Z.'],
  ];
  for (const [zone, text, expected] of ROWS) {
    it(`${text} in ${zone ?? 'no zone'}`, () => {
      assert.equal(read(zone, text), expected);
    });
  }
});
