// What the replay says of breakpoints, in the protocol's words.
import { BreakpointEvent } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Breakpoint } from '../engine/host/replay/protocol.js';
import { lineToClient, oneBased } from './positions.js';
import { describeUnknownName, isKnownName } from './names.js';
import type { BreakpointVerdict } from './runtime.js';
import type { AdapterSession } from './session.js';
import { toSource } from './sources.js';

/** Hands the whole list to the replay and answers for the part the client just replaced. */
export async function answerBreakpoints(
  session: AdapterSession,
  changed: readonly Breakpoint[],
): Promise<DebugProtocol.Breakpoint[]> {
  const verdicts = await session.runtime.setBreakpoints(session.breakpoints.all());
  const byId = new Map(verdicts.map((verdict) => [verdict.id, verdict]));
  return changed.map((breakpoint) => toAnswer(session, breakpoint, byId.get(breakpoint.id)));
}

/** After the replay was opened again lines may have moved and names gone: tell the client about each. */
export async function updateBreakpoints(session: AdapterSession): Promise<void> {
  const all = session.breakpoints.all();
  for (const answer of await answerBreakpoints(session, all)) {
    session.send(new BreakpointEvent('changed', answer));
  }
}

function toAnswer(
  session: AdapterSession,
  breakpoint: Breakpoint,
  verdict: BreakpointVerdict | undefined,
): DebugProtocol.Breakpoint {
  const { id } = breakpoint;
  const { verified, message } = judge(session, breakpoint, verdict);
  return {
    id,
    verified,
    ...(message !== undefined && { message }),
    ...(breakpoint.kind === 'line' && {
      source: toSource(breakpoint.file),
      line: lineToClient(oneBased(verdict?.line ?? breakpoint.line), session.client),
    }),
  };
}

/** The replay stops on any name, since it cannot hurt; one that is in no catalogue was meant differently. */
function judge(
  session: AdapterSession,
  breakpoint: Breakpoint,
  verdict: BreakpointVerdict | undefined,
): { readonly verified: boolean; readonly message?: string | undefined } {
  const { opened } = session.runtime;
  if (verdict === undefined || opened === null) {
    return { verified: false, message: 'Not checked yet.' };
  }
  if (breakpoint.kind === 'name' && !isKnownName(breakpoint.name, opened)) {
    return { verified: false, message: describeUnknownName(breakpoint.name, opened) };
  }
  return { verified: verdict.verified, message: verdict.message };
}
