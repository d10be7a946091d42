// Which calls are calls of the tick: by the name and type of the receiver, since no types are computed here.
import ts from 'typescript';
import { resolveName, type Declaration } from './scope.js';
import { bare } from './walk.js';

export type TickCall = ts.CallExpression & { readonly expression: ts.PropertyAccessExpression };

/** `tick.gate(...)`, `this.tick.hold(...)`, or the same on another name that is declared to be a tick. */
export function isTickCall(call: ts.CallExpression): call is TickCall {
  const callee = call.expression;
  return ts.isPropertyAccessExpression(callee) && isTick(bare(callee.expression));
}

function isTick(receiver: ts.Expression): boolean {
  if (ts.isPropertyAccessExpression(receiver)) return receiver.name.text === 'tick';
  if (!ts.isIdentifier(receiver)) return false;
  const declaration = resolveName(receiver.text, receiver);
  return declaration !== undefined && isTickDeclaration(declaration, receiver.text);
}

function isTickDeclaration(declaration: Declaration, name: string): boolean {
  if (ts.isBindingElement(declaration)) {
    return (declaration.propertyName ?? declaration.name).getText() === 'tick';
  }
  if (!ts.isParameter(declaration) && !ts.isVariableDeclaration(declaration)) return false;
  const { type } = declaration;
  if (type !== undefined && ts.isTypeReferenceNode(type)) {
    const last = ts.isIdentifier(type.typeName) ? type.typeName : type.typeName.right;
    return last.text.endsWith('Tick');
  }
  if (ts.isParameter(declaration)) return name === 'tick' || isTickHandler(declaration.parent);
  const { initializer } = declaration;
  return initializer !== undefined && isTick(bare(initializer));
}

/** The function given as `onTick` or `onEnd`. */
function isTickHandler(handler: ts.SignatureDeclaration): boolean {
  const named = ts.isPropertyAssignment(handler.parent) ? handler.parent : handler;
  const { name } = named;
  return name !== undefined && ts.isIdentifier(name) && /^on(Tick|End)$/.test(name.text);
}
