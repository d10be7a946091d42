// Finds the strategy's definition in its entry file, and the kernel's functions and types in the engine's sources.
import ts from 'typescript';
import type { RootName } from '../../core/memory/run-image.js';
import { functionOf } from './callee.js';
import type { Callable } from './callable.js';
import { NotPortable } from './issue.js';
import type { KernelParts, StrategyParts } from './program-compiler.js';
import { reasonDetails } from './reason-check.js';
import { ENGINE_FOLDER } from './source-program.js';

/** The parts of `export default defineStrategy({...})`. */
export function strategyParts(program: ts.Program, entry: string): StrategyParts {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(entry);
  if (source === undefined) throw new Error(`${entry} is no file of the program`);
  const definition = definitionOf(checker, source);
  const typeOf = (name: string): ts.Type => {
    const named = namedType(checker, definition, name);
    if (named !== undefined) return named;
    const symbol = checker.getPropertyOfType(checker.getTypeAtLocation(definition), name);
    if (symbol === undefined)
      throw new NotPortable(definition, `the strategy has no ${name}`, `add ${name}`);
    return checker.getTypeOfSymbol(symbol);
  };
  const onTick = callableOf(checker, definition, 'onTick');
  if (onTick === null)
    throw new NotPortable(definition, 'onTick is no named function', 'declare it in a file');
  const [state] = typeOf('state').getCallSignatures();
  const [tick] = typeOf('onTick').getCallSignatures();
  const tickType =
    tick?.parameters[0] === undefined ? undefined : checker.getTypeOfSymbol(tick.parameters[0]);
  const params = tickType === undefined ? undefined : checker.getPropertyOfType(tickType, 'params');
  if (state === undefined || params === undefined)
    throw new NotPortable(
      definition,
      'state or onTick has no types',
      'declare the strategy with defineStrategy',
    );
  return {
    onTick,
    onEnd: callableOf(checker, definition, 'onEnd'),
    stateType: checker.getReturnTypeOfSignature(state),
    paramsType: checker.getTypeOfSymbol(params),
    details: reasonDetails(checker, typeOf('reasons')),
    gateNames: new Set(checker.getPropertiesOfType(typeOf('gates')).map(({ name }) => name)),
  };
}

function definitionOf(checker: ts.TypeChecker, source: ts.SourceFile): ts.ObjectLiteralExpression {
  const exported = source.statements.find(ts.isExportAssignment)?.expression;
  let node: ts.Expression | undefined = exported;
  if (node !== undefined && ts.isIdentifier(node)) {
    const declaration = checker.getSymbolAtLocation(node)?.valueDeclaration;
    node =
      declaration !== undefined && ts.isVariableDeclaration(declaration)
        ? declaration.initializer
        : undefined;
  }
  if (node !== undefined && ts.isCallExpression(node)) [node] = node.arguments;
  if (node !== undefined && ts.isObjectLiteralExpression(node)) return node;
  throw new NotPortable(
    exported ?? source,
    'the entry exports no strategy',
    'export default defineStrategy({...})',
  );
}

/**
 * The type of what a property is given by name. It is known without what `defineStrategy` makes of the whole definition,
 * which takes long to work out.
 */
function namedType(
  checker: ts.TypeChecker,
  definition: ts.ObjectLiteralExpression,
  name: string,
): ts.Type | undefined {
  const property = definition.properties.find((each) => each.name?.getText() === name);
  if (property !== undefined && ts.isPropertyAssignment(property)) {
    const { initializer } = property;
    return ts.isIdentifier(initializer) ? checker.getTypeAtLocation(initializer) : undefined;
  }
  const symbol =
    property !== undefined && ts.isShorthandPropertyAssignment(property)
      ? checker.getShorthandAssignmentValueSymbol(property)
      : undefined;
  return symbol === undefined ? undefined : checker.getTypeOfSymbol(aliased(checker, symbol));
}

function callableOf(
  checker: ts.TypeChecker,
  definition: ts.ObjectLiteralExpression,
  name: string,
): Callable | null {
  for (const property of definition.properties) {
    if (property.name?.getText() !== name) continue;
    if (ts.isMethodDeclaration(property)) return property;
    if (ts.isShorthandPropertyAssignment(property)) {
      const symbol = checker.getShorthandAssignmentValueSymbol(property);
      return symbol === undefined ? null : (functionOf(aliased(checker, symbol)) ?? null);
    }
    if (!ts.isPropertyAssignment(property)) return null;
    const { initializer } = property;
    if (ts.isArrowFunction(initializer) || ts.isFunctionExpression(initializer)) return initializer;
    const symbol = checker.getSymbolAtLocation(initializer);
    return symbol === undefined ? null : (functionOf(aliased(checker, symbol)) ?? null);
  }
  return null;
}

const aliased = (checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol =>
  symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;

const KERNEL = `${ENGINE_FOLDER}/core/kernel`;

export function kernelParts(program: ts.Program): KernelParts {
  const checker = program.getTypeChecker();
  const functions = new Map<string, Callable>();
  for (const file of ['step', 'calls']) {
    for (const symbol of exportsOf(program, `${KERNEL}/${file}.ts`)) {
      const callable = functionOf(aliased(checker, symbol));
      if (callable !== undefined) functions.set(symbol.name, callable);
    }
  }
  const typeNamed = (file: string, name: string): ts.Type => {
    const symbol = exportsOf(program, file).find((candidate) => candidate.name === name);
    if (symbol === undefined) throw new Error(`${file} exports no ${name}`);
    return checker.getDeclaredTypeOfSymbol(aliased(checker, symbol));
  };
  const engine = `${KERNEL}/engine.ts`;
  const rootTypes = new Map<RootName, ts.Type>([
    ['state', typeNamed(engine, 'EngineState')],
    ['venue', typeNamed(`${KERNEL}/venue.ts`, 'Venue')],
    ['current', typeNamed(engine, 'CurrentTick')],
    ['probe', typeNamed(engine, 'Probe')],
  ]);
  return {
    functions,
    rootTypes,
    roundingStep: typeNamed(`${ENGINE_FOLDER}/core/numeric/numeric.ts`, 'RoundingStep'),
  };
}

function exportsOf(program: ts.Program, file: string): readonly ts.Symbol[] {
  const source = program.getSourceFile(file);
  const symbol =
    source === undefined ? undefined : program.getTypeChecker().getSymbolAtLocation(source);
  return symbol === undefined ? [] : program.getTypeChecker().getExportsOfModule(symbol);
}
