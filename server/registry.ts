import { NOTHING_ACCEPTED, type Acceptances } from './acceptances.js';
export const readAcceptances = (..._all: unknown[]): Promise<Acceptances> => Promise.resolve(NOTHING_ACCEPTED);
