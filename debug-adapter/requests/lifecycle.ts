// How a session begins, begins again and ends.
import { ExitedEvent, InitializedEvent } from '@vscode/debugadapter';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { updateBreakpoints } from '../breakpoint-answers.js';
import { capabilities, readClientTraits } from '../capabilities.js';
import { badConfiguration, notLaunched, urisUnsupported } from '../errors.js';
import { runFromEntry, seekTo, single } from '../journeys.js';
import { readAttachPlan, readLaunchPlan, type LaunchPlan } from '../launch-config.js';
import { LiveRecording } from '../live-recording.js';
import { toLiveEnd } from '../following.js';
import { openReplay } from '../opening.js';
import type { Journey } from '../runtime.js';
import type { AdapterSession } from '../session.js';
import { summaryLine } from '../summary.js';
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
  await openReplay(session, plan, call.signal);
  session.plan = plan;
  call.afterwards(() => {
    session.send(new InitializedEvent());
  });
  return undefined;
};

/** Opens what is recorded by now, and stands behind its last tick. */
export const attach: Handler<unknown, undefined> = async (session, args, call) => {
  const { plan: wanted, issues } = readAttachPlan(args);
  if (wanted === null) throw badConfiguration(issues);
  const live = new LiveRecording(wanted.recording, wanted.strategy);
  try {
    const open = await live.look();
    const plan = { open, stopOnEntry: true, stopAt: null, noDebug: false };
    await openReplay(session, plan, call.signal);
    session.plan = plan;
    session.live = live;
  } catch (error) {
    await live.dispose();
    throw error;
  }
  call.afterwards(() => {
    session.send(new InitializedEvent());
  });
  return undefined;
};

export const configurationDone: Handler<unknown, undefined> = (session, _args, call) => {
  const { plan } = session;
  if (plan === null) throw notLaunched(call.command);
  call.afterwards(() => (plan.noDebug ? endWithReport(session) : begin(session, plan)));
  return undefined;
};

/** Reads every file again. When that fails the session stays as it is, so that a mistake can be corrected. */
export const restart: Handler<DebugProtocol.RestartArguments, undefined> = async (
  session,
  args,
  call,
) => {
  if (session.plan === null) throw notLaunched(call.command);
  const plan = await restartPlan(session, session.plan, args.arguments);
  session.search?.abort();
  await openReplay(session, plan, call.signal);
  session.plan = plan;
  await updateBreakpoints(session);
  call.afterwards(() => begin(session, plan));
  return undefined;
};

/** A recording that is followed is looked at anew. */
async function restartPlan(
  { live }: AdapterSession,
  plan: LaunchPlan,
  args: unknown,
): Promise<LaunchPlan> {
  if (live !== null) return { ...plan, open: await live.look() };
  return args === undefined ? plan : readPlan(args);
}

export const terminate: Handler<unknown, undefined> = (session, _args, call) => {
  call.afterwards(() => session.terminate());
  return undefined;
};

export const disconnect: Handler<unknown, undefined> = (session, _args, call) => {
  session.hasTerminated = true;
  session.search?.abort();
  call.afterwards(async () => {
    await session.live?.dispose();
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

/** The first stop comes first, and then a line about the whole recording. */
async function begin(session: AdapterSession, plan: LaunchPlan): Promise<void> {
  const journey = session.live === null ? firstJourney(plan) : toLiveEnd;
  await travel(session, { title: 'Starting', journey });
  printSummary(session);
}

function printSummary(session: AdapterSession): void {
  const { opened, report } = session.runtime;
  if (opened !== null && report !== null) session.print(summaryLine(opened, report));
}

/** "Run without debugging": print what departs and end, with the verdict as exit code. */
async function endWithReport(session: AdapterSession): Promise<void> {
  const { report } = session.runtime;
  printSummary(session);
  for (const mismatch of report?.mismatches ?? []) {
    session.print(mismatch.message, 'stdout', mismatch.site ?? undefined);
  }
  session.send(new ExitedEvent(report?.verdict === 'parity' ? 0 : 1));
  await session.terminate();
}

function firstJourney(plan: LaunchPlan): Journey {
  if (plan.stopAt !== null) return seekTo(plan.stopAt);
  return plan.stopOnEntry ? single({ kind: 'entry' }) : runFromEntry;
}
