// Opens a replay for a session: with progress, with everything doubtful printed where it can be clicked, and with
// one numbered error when it cannot be opened at all.
import type { OpenResult } from '../engine/host/replay/protocol.js';
import { cannotOpen } from './errors.js';
import { faultLines, faultsOf, isError } from './faults.js';
import type { LaunchPlan } from './launch-config.js';
import { withProgress } from './progress.js';
import type { AdapterSession } from './session.js';

/** `signal`: the client may cancel the request that wants the replay. */
export async function openReplay(
  session: AdapterSession,
  plan: LaunchPlan,
  signal: AbortSignal,
): Promise<void> {
  const controller = new AbortController();
  const abort = (): void => {
    controller.abort();
  };
  signal.addEventListener('abort', abort, { once: true });
  session.search = controller;
  const { result } = await withProgress(
    session,
    { title: 'Opening the replay', controller },
    (request) => session.runtime.open(plan.open, request),
  );
  const errors = printFaults(session, result, plan);
  if (result.replay === null) throw cannotOpen(errors);
  session.printedFailure = null;
}

function printFaults(
  session: AdapterSession,
  result: OpenResult,
  plan: LaunchPlan,
): readonly string[] {
  const faults = faultsOf(result, plan.open.capture);
  for (const fault of faults) {
    session.print(fault.text, isError(fault) ? 'stderr' : 'console', fault);
  }
  return faultLines(faults.filter(isError));
}
