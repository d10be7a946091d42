// Values at the current stop: scopes unfolded, expressions evaluated, links followed, names completed.
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { ValueNode } from '../../engine/host/replay/protocol.js';
import { complete } from '../completions.js';
import { toClipboardText } from '../clipboard.js';
import { cannotEvaluate, notLaunched } from '../errors.js';
import { columnFromClient, columnToClient, fromClient, oneBased } from '../positions.js';
import type { AdapterSession } from '../session.js';
import type { ClientLocation } from '../sources.js';
import { colourGates, toEvaluation, toVariable, type ValueContext } from '../variables.js';
import type { Handler } from './handler.js';

export const variables: Handler<
  DebugProtocol.VariablesArguments,
  DebugProtocol.VariablesResponse['body']
> = async (session, args, call) => {
  const context = contextOf(session, call.command);
  // Only lists are paged and they have no named children, so a filter for those asks for nothing.
  if (args.filter === 'named' && session.client.hasVariablePaging && isPage(args)) {
    return { variables: [] };
  }
  const nodes = await session.runtime.children({
    handle: args.variablesReference,
    ...(args.start !== undefined && { start: args.start }),
    ...(args.count !== undefined && args.count > 0 && { count: args.count }),
  });
  const answers = nodes.map((node) => toVariable(node, context));
  const { stop } = session.runtime;
  const scope = stop?.scopes.find(({ handle }) => handle === args.variablesReference);
  const isColoured = session.client.hasAnsi && scope?.name === 'Gates';
  return { variables: isColoured ? colourGates(answers, stop?.gates ?? []) : answers };
};

/** A hover must never pop up a message: what cannot be evaluated is refused quietly. */
export const evaluate: Handler<
  DebugProtocol.EvaluateArguments,
  DebugProtocol.EvaluateResponse['body']
> = async (session, args, call) => {
  const context = contextOf(session, call.command);
  const answer = await session.runtime.evaluate({
    expression: args.expression.trim(),
    frame: Math.max(0, (args.frameId ?? 1) - 1),
  });
  if (!isValue(answer)) throw cannotEvaluate(answer.error);
  const body = toEvaluation(answer, context);
  if (args.context !== 'clipboard') return body;
  return { ...body, result: await toClipboardText(session.runtime, answer) };
};

export const completions: Handler<
  DebugProtocol.CompletionsArguments,
  DebugProtocol.CompletionsResponse['body']
> = async (session, args) => {
  const column = columnFromClient(fromClient(args.column), session.client);
  const found = await complete({ text: args.text, column }, session.runtime);
  const targets = found.map((item) => ({
    ...item,
    start: columnToClient(oneBased(item.start + 1), session.client),
  }));
  return { targets };
};

export const locations: Handler<DebugProtocol.LocationsArguments, ClientLocation> = (
  session,
  args,
) => session.locations.resolve(args.locationReference, session.client);

function contextOf(session: AdapterSession, command: string): ValueContext {
  const { opened } = session.runtime;
  if (opened === null) throw notLaunched(command);
  return { client: session.client, opened, locations: session.locations };
}

const isPage = (args: DebugProtocol.VariablesArguments): boolean =>
  args.start !== undefined || args.count !== undefined;

const isValue = (answer: ValueNode | { readonly error: string }): answer is ValueNode =>
  !('error' in answer);
