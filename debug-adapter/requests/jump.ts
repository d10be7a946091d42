// Jump to Cursor: onward to the next moment at which the replay reaches the line in the editor.
import { ContinuedEvent } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { notLaunched, unknownTarget } from '../errors.js';
import { jumpToLine, PROBE_ID } from '../journeys.js';
import { fromClient, lineFromClient, lineToClient, oneBased } from '../positions.js';
import { toStrategyFile } from '../sources.js';
import { THREAD_ID } from '../stops.js';
import { travel } from '../travel.js';
import type { Handler } from './handler.js';

/** One target, or none when the line holds no statement; the line is where a breakpoint would end up. */
export const gotoTargets: Handler<
  DebugProtocol.GotoTargetsArguments,
  DebugProtocol.GotoTargetsResponse['body']
> = async (session, args, call) => {
  if (session.runtime.opened === null) throw notLaunched(call.command);
  const file = toStrategyFile(args.source.path, session.runtime.opened);
  const wanted = lineFromClient(fromClient(args.line), session.client);
  const [verdict] = await session.runtime.probe([
    { id: PROBE_ID, kind: 'line', file, line: wanted },
  ]);
  if (verdict?.verified !== true) return { targets: [] };
  const line = oneBased(verdict.line ?? wanted);
  const id = session.jumpTargets.size + 1;
  session.jumpTargets.set(id, { file, line });
  const label = `Next time line ${line} is reached`;
  return { targets: [{ id, label, line: lineToClient(line, session.client) }] };
};

export const goto: Handler<DebugProtocol.GotoArguments, undefined> = (session, args, call) => {
  const target = session.jumpTargets.get(args.targetId);
  if (target === undefined) throw unknownTarget(args.targetId);
  const title = `Searching for line ${target.line}`;
  call.afterwards(() => {
    session.send(new ContinuedEvent(THREAD_ID, true));
    return travel(session, { title, journey: jumpToLine(target) });
  });
  return undefined;
};
