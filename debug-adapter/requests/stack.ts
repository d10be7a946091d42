// Where the replay stands: thread, call stack, scopes, the exception box and the files involved.
import type { DebugProtocol } from '@vscode/debugprotocol';
import { notLaunched, notStopped } from '../errors.js';
import { scopesOfFrame, toScope, toStackFrames } from '../frames.js';
import { loadedSources as sourcesOf } from '../sources.js';
import { THREAD_ID, toExceptionInfo } from '../stops.js';
import { policyText } from '../summary.js';
import type { Handler } from './handler.js';

/** One thread, because a recording has one course of events; its name tells the arithmetic it is replayed with. */
export const threads: Handler<unknown, DebugProtocol.ThreadsResponse['body']> = (session) => {
  const { opened } = session.runtime;
  const name = opened === null ? 'Replay' : `Replay (${policyText(opened.numeric)})`;
  return { threads: [{ id: THREAD_ID, name }] };
};

export const stackTrace: Handler<
  DebugProtocol.StackTraceArguments,
  DebugProtocol.StackTraceResponse['body']
> = (session, args, call) => {
  const { stop } = session.runtime;
  if (stop === null) throw notStopped(call.command);
  const frames = toStackFrames(stop, session.client);
  const start = args.startFrame ?? 0;
  const count = args.levels === undefined || args.levels === 0 ? frames.length : args.levels;
  return { stackFrames: frames.slice(start, start + count), totalFrames: frames.length };
};

export const scopes: Handler<
  DebugProtocol.ScopesArguments,
  DebugProtocol.ScopesResponse['body']
> = (session, args, call) => {
  const { stop } = session.runtime;
  if (stop === null) throw notStopped(call.command);
  return { scopes: scopesOfFrame(stop, args.frameId).map(toScope) };
};

export const exceptionInfo: Handler<unknown, DebugProtocol.ExceptionInfoResponse['body']> = (
  session,
  _args,
  call,
) => {
  const { stop } = session.runtime;
  if (stop === null) throw notStopped(call.command);
  return toExceptionInfo(stop);
};

export const loadedSources: Handler<unknown, DebugProtocol.LoadedSourcesResponse['body']> = (
  session,
  _args,
  call,
) => {
  const { opened } = session.runtime;
  if (opened === null) throw notLaunched(call.command);
  return { sources: sourcesOf(opened) };
};
