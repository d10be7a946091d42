// How a session begins, begins again and ends.
import { InitializedEvent } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { updateBreakpoints } from '../breakpoint-answers.js';
import { capabilities, readClientTraits } from '../capabilities.js';
import { badConfiguration, notLaunched, urisUnsupported } from '../errors.js';
import { runFromEntry, seekTo, single } from '../journeys.js';
import { readLaunchPlan, type LaunchPlan } from '../launch-config.js';
import { openReplay } from '../opening.js';
import type { Journey } from '../runtime.js';
import type { AdapterSession } from '../session.js';
import { printSummary, runWithoutDebugging } from '../summary.js';
import { travel } from '../travel.js';
import type { Handler } from './handler.js';

export const initialize: Handler<
  DebugProtocol.InitializeRequestArguments,
  DebugProtocol.Capabilities
> = (session, args) => {
  if (args.pathFormat !== undefined && args.pathFormat !== 'path') throw urisUnsupported();
  session.client = readClientTraits(args);
  return capabilities(session.client);
};

/** Opens the replay. Only then can breakpoints be checked, so only then does the client hear `initialized`. */
export const launch: Handler<unknown, undefined> = async (session, args, call) => {
  const plan = readPlan(args);
  await openReplay(session, plan);
  session.plan = plan;
  call.afterwards(() => {
    session.send(new InitializedEvent());
  });
  return undefined;
};

export const configurationDone: Handler<unknown, undefined> = (session, _args, call) => {
  const { plan } = session;
  if (plan === null) throw notLaunched(call.command);
  call.afterwards(() => (plan.noDebug ? runWithoutDebugging(session) : begin(session, plan)));
  return undefined;
};

/** Reads every file again. When that fails the session stays as it is, so that a mistake can be corrected. */
export const restart: Handler<DebugProtocol.RestartArguments, undefined> = async (
  session,
  args,
  call,
) => {
  if (session.plan === null) throw notLaunched(call.command);
  const plan = args.arguments === undefined ? session.plan : readPlan(args.arguments);
  session.search?.abort();
  await openReplay(session, plan);
  session.plan = plan;
  await updateBreakpoints(session);
  call.afterwards(() => begin(session, plan));
  return undefined;
};

export const terminate: Handler<unknown, undefined> = (session, _args, call) => {
  call.afterwards(() => session.terminate());
  return undefined;
};

export const disconnect: Handler<unknown, undefined> = (session, _args, call) => {
  session.hasTerminated = true;
  session.search?.abort();
  session.summary?.abort();
  call.afterwards(() => {
    call.endProcess();
  });
  return undefined;
};

export const cancel: Handler<DebugProtocol.CancelArguments, undefined> = (session, args, call) => {
  if (args.requestId !== undefined) call.cancelRequest(args.requestId);
  if (args.progressId !== undefined) session.cancelProgress(args.progressId);
  return undefined;
};

function readPlan(args: unknown): LaunchPlan {
  const { plan, issues } = readLaunchPlan(args);
  if (plan === null) throw badConfiguration(issues);
  return plan;
}

/** The first stop comes first; the comparison of the whole recording starts behind it. */
async function begin(session: AdapterSession, plan: LaunchPlan): Promise<void> {
  await travel(session, { title: 'Starting', journey: firstJourney(plan) });
  if (!session.hasTerminated) await printSummary(session);
}

function firstJourney(plan: LaunchPlan): Journey {
  if (plan.stopAt !== null) return seekTo(plan.stopAt);
  return plan.stopOnEntry ? single({ kind: 'entry' }) : runFromEntry;
}
