// How much a test tries: as much as `npm test` has time for, or all of it (`npm test -- --thorough`).

const isThorough = process.env['LOCKSTEP_THOROUGH'] === '1';

export const atDepth = <T>(usual: T, thorough: T): T => (isThorough ? thorough : usual);
