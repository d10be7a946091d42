// What to stop on, as the client sets it: always the whole list of its kind, answered in the same order.
import type { DebugProtocol } from '@vscode/debugprotocol';
import { answerBreakpoints } from '../breakpoint-answers.js';
import type { FilterBreakpoint, UnknownFilter } from '../breakpoints.js';
import { PROBE_ID } from '../journeys.js';
import { fromClient, lineFromClient, lineToClient, oneBased } from '../positions.js';
import { notLaunched } from '../errors.js';
import { toStrategyFile } from '../sources.js';
import type { Handler } from './handler.js';

/** Editors ask for a line or a screenful; a longer range is cut, because each line is looked up in the program. */
const LOCATION_LINES_MAX = 200;

interface Breakpoints {
  breakpoints: DebugProtocol.Breakpoint[];
}

export const setBreakpoints: Handler<DebugProtocol.SetBreakpointsArguments, Breakpoints> = async (
  session,
  args,
) => {
  const file = toStrategyFile(args.source.path, session.runtime.opened);
  const lines = session.breakpoints.replaceLines(file, args.breakpoints ?? [], session.client);
  return { breakpoints: await answerBreakpoints(session, lines) };
};

export const setFunctionBreakpoints: Handler<
  DebugProtocol.SetFunctionBreakpointsArguments,
  Breakpoints
> = async (session, args) => {
  const names = session.breakpoints.replaceNames(args.breakpoints);
  return { breakpoints: await answerBreakpoints(session, names) };
};

export const setExceptionBreakpoints: Handler<
  DebugProtocol.SetExceptionBreakpointsArguments,
  Breakpoints
> = async (session, args) => {
  const filters = session.breakpoints.replaceFilters(args);
  const answers = await answerBreakpoints(session, filters.filter(isKnownFilter));
  const breakpoints = filters.map((filter): DebugProtocol.Breakpoint => {
    if (isKnownFilter(filter)) {
      return answers.find(({ id }) => id === filter.id) ?? { verified: false };
    }
    return { verified: false, message: `There is no exception filter "${filter.filter}".` };
  });
  return { breakpoints };
};

/** Which lines of a range hold a statement: those a breakpoint set there would not move away from. */
export const breakpointLocations: Handler<
  DebugProtocol.BreakpointLocationsArguments,
  { breakpoints: DebugProtocol.BreakpointLocation[] }
> = async (session, args, call) => {
  if (session.runtime.opened === null) throw notLaunched(call.command);
  const file = toStrategyFile(args.source.path, session.runtime.opened);
  const first = lineFromClient(fromClient(args.line), session.client);
  const last = lineFromClient(fromClient(args.endLine ?? args.line), session.client);
  const length = Math.min(Math.max(last - first + 1, 0), LOCATION_LINES_MAX);
  const probes = Array.from({ length }, (_, index) => ({
    id: PROBE_ID + index,
    kind: 'line' as const,
    file,
    line: first + index,
  }));
  const verdicts = await session.runtime.probe(probes);
  const lines = probes
    .filter(({ id, line }) =>
      verdicts.some(
        (verdict) => verdict.id === id && verdict.verified && (verdict.line ?? line) === line,
      ),
    )
    .map(({ line }) => ({ line: lineToClient(oneBased(line), session.client) }));
  return { breakpoints: lines };
};

const isKnownFilter = (filter: FilterBreakpoint | UnknownFilter): filter is FilterBreakpoint =>
  'id' in filter;
