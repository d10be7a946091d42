// The call stack of a stop: strategy lines innermost, then the symbol, then the tick; and which scopes each shows.
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Frame, Scope, ScopeName, Stop } from '../engine/host/replay/protocol.js';
import { rangeToClient, type Counting } from './positions.js';
import { toSource } from './sources.js';

/** Ids count from 1, innermost first; 0 is no frame in DAP. */
export function toStackFrames(stop: Stop, counting: Counting): DebugProtocol.StackFrame[] {
  return stop.frames.map((frame, index) => toStackFrame(frame, index + 1, counting));
}

function toStackFrame(frame: Frame, id: number, counting: Counting): DebugProtocol.StackFrame {
  const hint = frame.kind === 'strategy' ? 'normal' : 'label';
  const head = { id, name: frame.name, presentationHint: hint } as const;
  if (frame.range === null) return { ...head, line: 0, column: 0 };
  return {
    ...head,
    source: toSource(frame.range.file),
    ...rangeToClient(frame.range, counting),
  };
}

/** What is left when no symbol is in hand: state that belongs to the tick as a whole. */
const TICK_SCOPES: ReadonlySet<ScopeName> = new Set<ScopeName>([
  'Account',
  'Strategy state',
  'Live event',
  'Difference',
]);

/** The scopes of one frame: a function's locals, then what belongs to the moment; the tick's frame has no symbol. */
export function scopesOfFrame(stop: Stop, frameId: number): readonly Scope[] {
  const frame = stop.frames[frameId - 1];
  if (frame === undefined) return [];
  if (frame.kind === 'tick' && stop.frames.length > 1) {
    return stop.scopes.filter(({ name }) => TICK_SCOPES.has(name));
  }
  return frame.locals === null ? stop.scopes : [frame.locals, ...stop.scopes];
}

export const toScope = (scope: Scope): DebugProtocol.Scope => ({
  name: scope.name,
  variablesReference: scope.handle,
  expensive: false,
  ...(scope.name === 'Locals' && { presentationHint: 'locals' }),
});
