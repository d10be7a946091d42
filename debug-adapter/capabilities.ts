// What this adapter can do, as it tells a client; and what the client told about itself.
// Absent on purpose: setVariable and setExpression, because a recording is read only.
import type { DebugProtocol } from '@vscode/debugprotocol';
import { VS_CODE_COUNTING, type Counting } from './positions.js';

/** The parts of a client's `initialize` that change what it is sent. */
export interface ClientTraits extends Counting {
  readonly hasVariableType: boolean;
  readonly hasVariablePaging: boolean;
  readonly hasProgress: boolean;
  readonly hasAnsi: boolean;
}

/** Before `initialize`: the least a client can be. */
export const PLAIN_CLIENT: ClientTraits = {
  ...VS_CODE_COUNTING,
  hasVariableType: false,
  hasVariablePaging: false,
  hasProgress: false,
  hasAnsi: false,
};

export function readClientTraits(args: DebugProtocol.InitializeRequestArguments): ClientTraits {
  return {
    linesStartAt1: args.linesStartAt1 ?? true,
    columnsStartAt1: args.columnsStartAt1 ?? true,
    hasVariableType: args.supportsVariableType ?? false,
    hasVariablePaging: args.supportsVariablePaging ?? false,
    hasProgress: args.supportsProgressReporting ?? false,
    hasAnsi: args.supportsANSIStyling ?? false,
  };
}

export type FilterName = 'departure' | 'blocked' | 'error';

interface Filter extends DebugProtocol.ExceptionBreakpointsFilter {
  readonly filter: FilterName;
}

export const EXCEPTION_FILTERS: readonly Filter[] = [
  {
    filter: 'departure',
    label: 'Replay departs from live',
    description: 'Stops at the first moment of the replay that differs from what live recorded.',
    default: true,
    supportsCondition: true,
    conditionDescription: 'Such as: symbol == "BTC" && tick >= 200',
  },
  {
    filter: 'blocked',
    label: 'Gate blocked',
    description: 'Stops at every gate that fails and so blocks an action.',
    default: false,
    supportsCondition: true,
    conditionDescription: 'Such as: gate == "adx_min" && value > 20',
  },
  {
    filter: 'error',
    label: 'Strategy error',
    description: 'Stops where the strategy throws, loops without end or breaks another rule.',
    default: true,
    supportsCondition: true,
    conditionDescription: 'Such as: tick >= 200',
  },
];

export function capabilities(client: ClientTraits): DebugProtocol.Capabilities {
  return {
    supportsConfigurationDoneRequest: true,
    supportsStepBack: true,
    supportsGotoTargetsRequest: true,
    supportsRestartRequest: true,
    supportsTerminateRequest: true,
    supportsCancelRequest: true,
    supportsConditionalBreakpoints: true,
    supportsHitConditionalBreakpoints: true,
    supportsFunctionBreakpoints: true,
    supportsLogPoints: true,
    supportsBreakpointLocationsRequest: true,
    supportsExceptionFilterOptions: true,
    supportsExceptionInfoRequest: true,
    exceptionBreakpointFilters: EXCEPTION_FILTERS.map((filter) => ({ ...filter })),
    supportsEvaluateForHovers: true,
    supportsClipboardContext: true,
    supportsCompletionsRequest: true,
    completionTriggerCharacters: ['.', ':'],
    supportsLoadedSourcesRequest: true,
    supportsDelayedStackTraceLoading: true,
    supportsANSIStyling: client.hasAnsi,
  };
}
