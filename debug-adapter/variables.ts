// Values of the replay as DAP variables: read only, paged, linked to the line they were recorded at.
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { GateView, Opened, ValueNode } from '../engine/host/replay/protocol.js';
import type { ClientTraits } from './capabilities.js';
import { isInCapture, type LocationTable } from './sources.js';

/** Longer lists are paged where the client can; shorter ones are quicker whole. */
export const PAGE_FROM_CHILDREN = 100;

/** What turning a value into a variable depends on. */
export interface ValueContext {
  readonly client: ClientTraits;
  readonly opened: Opened;
  readonly locations: LocationTable;
}

export function toVariable(node: ValueNode, context: ValueContext): DebugProtocol.Variable {
  return {
    name: node.name,
    value: node.value,
    variablesReference: node.handle,
    ...(context.client.hasVariableType && { type: node.type }),
    ...(node.expression !== undefined && { evaluateName: node.expression }),
    ...childCounts(node, context.client),
    ...locationReference(node, context),
    presentationHint: { kind: 'data', attributes: ['readOnly'] },
  };
}

/** The answer to `evaluate`: the same value without a name. */
export function toEvaluation(
  node: ValueNode,
  context: ValueContext,
): DebugProtocol.EvaluateResponse['body'] {
  const links = locationReference(node, context);
  const reference = links.valueLocationReference ?? links.declarationLocationReference;
  return {
    result: node.value,
    variablesReference: node.handle,
    ...(context.client.hasVariableType && { type: node.type }),
    ...childCounts(node, context.client),
    ...(reference !== undefined && { valueLocationReference: reference }),
    presentationHint: { attributes: ['readOnly'] },
  };
}

const GREEN = '\u001b[32m';
const RED = '\u001b[31m';
const PLAIN = '\u001b[0m';

/** Colours the rows of the Gates scope. An exit rule that does not fire is no failure and stays plain. */
export function colourGates(
  variables: readonly DebugProtocol.Variable[],
  gates: readonly GateView[],
): DebugProtocol.Variable[] {
  return variables.map((variable) => {
    const gate = gates.find(({ name }) => name === variable.name);
    if (gate === undefined || (gate.trigger && !gate.passed)) return variable;
    return { ...variable, value: `${gate.passed ? GREEN : RED}${variable.value}${PLAIN}` };
  });
}

/** Counts make a client ask page by page, so they are told only for lists that deserve it. */
function childCounts(
  node: ValueNode,
  client: ClientTraits,
): { indexedVariables?: number; namedVariables?: number } {
  if (!client.hasVariablePaging || node.handle === 0) return {};
  if (node.type !== 'list' || node.childCount < PAGE_FROM_CHILDREN) return {};
  return { indexedVariables: node.childCount };
}

/** A recorded value links from its value to the recording; a computed one from its name to the strategy. */
function locationReference(
  node: ValueNode,
  context: ValueContext,
): { valueLocationReference?: number; declarationLocationReference?: number } {
  if (node.source === undefined) return {};
  const reference = context.locations.add(node.source);
  return isInCapture(node.source.file, context.opened)
    ? { valueLocationReference: reference }
    : { declarationLocationReference: reference };
}
