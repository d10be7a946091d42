// Everything one file contributes that depends on no other file, gathered in one walk and kept with its syntax tree.
import ts from 'typescript';
import type { Finding } from '../replay/protocol.js';
import { findForbidden } from './forbidden.js';
import { runtimeWrites, type Write } from './module-state.js';
import { collectTexts, type Texts } from './texts.js';
import { isTickCall, type TickCall } from './tick-call.js';
import { walkValues } from './walk.js';

export interface FileFacts {
  readonly forbidden: readonly Finding[];
  readonly writes: readonly Write[];
  readonly tickCalls: readonly TickCall[];
  readonly texts: Texts;
}

const factsOfSource = new WeakMap<ts.SourceFile, FileFacts>();

export function factsOf(source: ts.SourceFile): FileFacts {
  const facts = factsOfSource.get(source) ?? gather(source);
  factsOfSource.set(source, facts);
  return facts;
}

function gather(source: ts.SourceFile): FileFacts {
  const forbidden: Finding[] = [];
  const writes: Write[] = [];
  const tickCalls: TickCall[] = [];
  const { visit, texts } = collectTexts();
  walkValues(source, (node) => {
    forbidden.push(...findForbidden(node));
    visit(node);
    if (ts.isIdentifier(node)) return;
    writes.push(...runtimeWrites(node));
    if (ts.isCallExpression(node) && isTickCall(node)) tickCalls.push(node);
  });
  return { forbidden, writes, tickCalls, texts };
}
