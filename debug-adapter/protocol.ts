// What the editor's side may ask the adapter beyond the Debug Adapter Protocol, and what it is told. Types only:
// the client imports this file and nothing else of this room. Requests that move answer nothing; the `stopped`
// events that follow say where the replay stands.
import type {
  Cursor,
  EventPair,
  FieldDifference,
  GateView,
  MomentKind,
  SourceRange,
  StopReason,
  StrategyFailure,
} from '../engine/host/replay/protocol.js';
import type { NumericPolicy } from '../engine/core/numeric/index.js';
import type { EventRecord, Json } from '../engine/core/schema/index.js';

export type {
  Cursor,
  EventPair,
  EventRecord,
  FieldDifference,
  GateView,
  Json,
  MomentKind,
  NumericPolicy,
  SourceRange,
  StopReason,
  StrategyFailure,
};

/** The debug type in launch.json and in package.json. */
export type DebugType = 'lockstep';

/** One of three ways to name a place in the window: tick ordinal from 0, live sequence number, or time in ms. */
export type SeekTarget =
  { readonly tick: number } | { readonly seq: number } | { readonly ts: number };

/** What launch.json holds under type `lockstep`. */
export interface LaunchConfiguration {
  readonly type: DebugType;
  readonly request: 'launch';
  readonly name: string;
  /** Folder of the capture. */
  readonly capture: string;
  /** Strategy file instead of the manifest's. */
  readonly strategy?: string;
  /** Merged over the manifest's params. */
  readonly params?: { readonly [key: string]: Json };
  /** Instead of the manifest's; `decimal` means 20 digits, half-up. */
  readonly numeric?: NumericPolicy | NumericPolicy['kind'];
  /** Default true. */
  readonly stopOnEntry?: boolean;
  /** Where to stop first, instead of the entry. */
  readonly stopAt?: SeekTarget;
}

/** Everything the side-by-side view shows for one stop. */
export interface SideBySide {
  readonly cursor: Cursor;
  /** Ordinal of the tick, from 0, and how many the window has. */
  readonly tick: number;
  readonly ticks: number;
  /** Open time of the tick's bars, milliseconds since the epoch. */
  readonly ts: number;
  readonly moment: MomentKind;
  readonly reason: StopReason;
  readonly description: string;
  /** The symbol the cursor is at; null between symbols. */
  readonly symbol: string | null;
  readonly symbols: readonly string[];
  readonly gates: readonly GateView[];
  readonly pairs: readonly EventPair[];
  readonly failure: StrategyFailure | null;
  /** Path of the live events; `pairs[].live.line` counts its lines from 1. */
  readonly eventsFile: string;
}

/** Custom requests by command, with their arguments and answers. */
export interface CustomRequests {
  'lockstep/previousTick': { readonly request: undefined; readonly answer: undefined };
  'lockstep/nextDeparture': { readonly request: undefined; readonly answer: undefined };
  'lockstep/previousDeparture': { readonly request: undefined; readonly answer: undefined };
  'lockstep/nextRoot': { readonly request: undefined; readonly answer: undefined };
  'lockstep/previousRoot': { readonly request: undefined; readonly answer: undefined };
  'lockstep/statementBack': { readonly request: undefined; readonly answer: undefined };
  'lockstep/seek': { readonly request: SeekTarget; readonly answer: undefined };
  /** null before the first stop. */
  'lockstep/sideBySide': { readonly request: undefined; readonly answer: SideBySide | null };
}

/** Custom events by name. `lockstep/stopped` follows every `stopped`, so that a view needs no round trip. */
export interface CustomEvents {
  'lockstep/stopped': SideBySide;
}
