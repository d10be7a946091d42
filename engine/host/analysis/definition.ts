// Finds the strategy: the `defineStrategy` call that the entry file exports by default, and its catalogue.
import ts from 'typescript';
import { nearestName } from '../../core/schema/nearest.js';
import type { Finding } from '../replay/protocol.js';
import { entriesOf, originOf, type Entries } from './constant.js';
import { findingAt, findingIn } from './finding.js';
import { findExport, STRATEGY_PACKAGE, type Modules } from './modules.js';
import { bare } from './walk.js';

const REQUIRED = ['id', 'params', 'reasons', 'gates', 'state', 'onTick'] as const;
const OPTIONAL = ['classes', 'onEnd'] as const;

export interface DefinitionSearch {
  /** The properties of the definition; undefined when there is none. */
  readonly definition: Entries | undefined;
  readonly findings: readonly Finding[];
}

export function findDefinition(modules: Modules, entry: ts.SourceFile): DefinitionSearch {
  const exported = findExport(modules, { file: entry.fileName, name: 'default' });
  if (exported === undefined) {
    const message = 'This file has no default export, so there is no strategy to replay.';
    return { definition: undefined, findings: [missing(entry, message)] };
  }
  const call = ts.isExpression(exported) ? originOf(modules, exported) : exported;
  const argument = definitionArgument(call);
  if (argument === undefined) {
    const text = {
      message: 'The default export is not a `defineStrategy(...)` call.',
      remedy: EXAMPLE,
    };
    return {
      definition: undefined,
      findings: [findingAt(placeIn(entry, exported), 'strategy.missing', text)],
    };
  }
  const definition = entriesOf(modules, argument);
  return { definition, findings: checkMembers(definition, call) };
}

const EXAMPLE = `Import defineStrategy from ${STRATEGY_PACKAGE} and write: export default defineStrategy({ id, params, reasons, gates, state, onTick }).`;

function missing(entry: ts.SourceFile, message: string): Finding {
  const start = entry.statements[0]?.getStart(entry) ?? 0;
  const [line] = /^[^\r\n]*/.exec(entry.text.slice(start)) ?? [''];
  const text = { message, remedy: EXAMPLE };
  return findingIn(entry, { start, end: start + line.length }, { code: 'strategy.missing', text });
}

/** The export itself when it stands in the entry file, else the entry's first statement. */
const placeIn = (entry: ts.SourceFile, exported: ts.Node): ts.Node =>
  exported.getSourceFile() === entry ? exported : (entry.statements[0] ?? entry);

function definitionArgument(call: ts.Node): ts.Expression | undefined {
  if (!ts.isCallExpression(call)) return undefined;
  const callee = bare(call.expression);
  const name = ts.isPropertyAccessExpression(callee) ? callee.name : callee;
  return ts.isIdentifier(name) && name.text === 'defineStrategy' ? call.arguments[0] : undefined;
}

function checkMembers({ entries, complete }: Entries, call: ts.Node): readonly Finding[] {
  if (!complete) return [];
  const unknown = [...entries].filter(([name]) => !isMember(name));
  const names = unknown.map(([name]) => name);
  const absent = REQUIRED.filter((name) => !entries.has(name));
  const place = ts.isCallExpression(call) ? call.expression : call;
  return absent.map((name) => {
    const near = nearestName(name, names);
    return findingAt(place, 'strategy.incomplete', {
      message: `The strategy has no \`${name}\`.`,
      remedy: near === undefined ? `Add ${name}: ${SHAPES[name]}.` : `Rename \`${near}\`.`,
    });
  });
}

const isMember = (name: string): boolean =>
  [...REQUIRED, ...OPTIONAL].some((member) => member === name);

const SHAPES: Readonly<Record<(typeof REQUIRED)[number], string>> = {
  id: "'my-strategy'",
  params: '{}',
  reasons: "{ no_signal: 'No signal' }",
  gates: '{}',
  state: '() => ({})',
  onTick: '(tick) => { ... }',
};
