// The wire between a replay client and its worker thread. Types only.
import type { Progress, ReplayRequests } from './protocol.js';

export type Method = keyof ReplayRequests;

export type ToWorker =
  | {
      readonly kind: 'request';
      readonly id: number;
      readonly method: Method;
      readonly request: unknown;
    }
  | { readonly kind: 'cancel'; readonly id: number };

export type FromWorker =
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown }
  | {
      readonly kind: 'error';
      readonly id: number;
      readonly code: 'cancelled' | 'internal';
      readonly message: string;
    }
  | { readonly kind: 'progress'; readonly id: number; readonly progress: Progress };

/** Slots of the shared memory a worker beats in, so that its owner can tell a busy worker from a stuck one. */
export const BEAT_SLOT = 0;
/** Tick of the window being run, for the message when a worker is stopped. */
export const TICK_SLOT = 1;
export const BEAT_SLOTS = 2;
