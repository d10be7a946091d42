// Debugger expressions over pictures: names, fields, literals, comparisons, arithmetic under the run's policy.
// They read; nothing in the language can change a value or call into the strategy.
import jsep from 'jsep';
import type { Num, Numeric } from '../numeric/index.js';
import { picture, type Picture } from './picture.js';

/** Something wrong with an expression, as text for the person who typed it. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError';
}

export interface Expression {
  readonly text: string;
  /** Outermost names it reads. */
  readonly roots: readonly string[];
  evaluate(num: Numeric, lookup: (name: string) => Picture | undefined): Picture;
}

type Value = Num | boolean | string | null | Picture;

export function parseExpression(text: string): Expression {
  let tree: jsep.Expression;
  try {
    tree = jsep(text);
  } catch (error) {
    throw new ExpressionError(
      `cannot read "${text}": ${error instanceof Error ? error.message : String(error)}`,
    );
  }
  // The parser takes any number of expressions; a condition is one.
  if (tree.type === 'Compound') {
    const found = text.trim() === '' ? 'nothing' : 'more than one expression';
    throw new ExpressionError(`cannot read "${text}": there is ${found} in it`);
  }
  const roots: string[] = [];
  collectRoots(tree, roots);
  return {
    text,
    roots,
    evaluate: (num, lookup) => toPicture(num, text, evaluate({ num, lookup }, tree)),
  };
}

/** Whether a condition's result counts as true; anything but true/false is an error, not a guess. */
export function isTrue(result: Picture): boolean {
  if (result.type === 'boolean') return result.value === 'true';
  throw new ExpressionError(`"${result.name}" is ${result.value}, not true or false`);
}

interface Scope {
  readonly num: Numeric;
  readonly lookup: (name: string) => Picture | undefined;
}

function collectRoots(node: unknown, roots: string[]): void {
  if (typeof node !== 'object' || node === null) return;
  const expression = node as jsep.CoreExpression;
  if (expression.type === 'Identifier') roots.push(expression.name);
  else if (expression.type === 'MemberExpression') {
    collectRoots(expression.object, roots);
    if (expression.computed) collectRoots(expression.property, roots);
  } else
    for (const child of Object.values(expression))
      [child].flat().forEach((item) => {
        collectRoots(item, roots);
      });
}

function evaluate(scope: Scope, tree: jsep.Expression): Value {
  const node = tree as jsep.CoreExpression;
  switch (node.type) {
    case 'Literal':
      return typeof node.value === 'number'
        ? scope.num(node.raw)
        : (node.value as string | boolean | null);
    case 'Identifier':
      return named(scope, node.name);
    case 'MemberExpression':
      return member(scope, node);
    case 'UnaryExpression':
      return unary(scope, node);
    case 'BinaryExpression':
      return binary(scope, node);
    case 'ConditionalExpression':
      return evaluate(
        scope,
        truth(evaluate(scope, node.test), node.test) ? node.consequent : node.alternate,
      );
    case 'CallExpression':
      throw new ExpressionError(
        'calls are not possible here: expressions only read recorded values',
      );
    default:
      throw new ExpressionError(`${node.type} is not possible here`);
  }
}

const CONSTANTS: Readonly<Record<string, boolean | null>> = {
  true: true,
  false: false,
  null: null,
};

function named(scope: Scope, name: string): Value {
  if (Object.hasOwn(CONSTANTS, name)) return CONSTANTS[name] ?? null;
  const found = scope.lookup(name);
  if (found === undefined) throw new ExpressionError(`nothing here is called "${name}"`);
  return fromPicture(scope.num, found);
}

function fromPicture(num: Numeric, shown: Picture): Value {
  if (shown.type === 'number' || shown.type === 'integer')
    return num.parse(shown.value) ?? num(Number(shown.value));
  if (shown.type === 'boolean') return shown.value === 'true';
  if (shown.type === 'string') return shown.value;
  return shown.type === 'nothing' ? null : shown;
}

const isPicture = (value: Value): value is Picture =>
  typeof value === 'object' && value !== null && 'parts' in value;

function member(scope: Scope, node: jsep.MemberExpression): Value {
  const owner = evaluate(scope, node.object);
  const key = node.computed
    ? keyText(scope, evaluate(scope, node.property))
    : (node.property as jsep.Identifier).name;
  if (!isPicture(owner))
    throw new ExpressionError(
      `a ${owner === null ? 'missing value' : 'plain value'} has no field "${key}"`,
    );
  if (key === 'length' && owner.type === 'list') return scope.num(owner.count);
  const child = owner.parts().find((candidate) => candidate.name === key);
  if (child === undefined) throw new ExpressionError(`"${owner.name}" has no field "${key}"`);
  return fromPicture(scope.num, child);
}

function keyText(scope: Scope, value: Value): string {
  if (typeof value === 'string') return value;
  if (scope.num.is(value)) return scope.num.format(value);
  throw new ExpressionError('an index must be a number or a name in quotes');
}

function unary(scope: Scope, node: jsep.UnaryExpression): Value {
  const value = evaluate(scope, node.argument);
  if (node.operator === '!') return !truth(value, node.argument);
  if (node.operator !== '-' && node.operator !== '+')
    throw new ExpressionError(`${node.operator} is not possible here`);
  if (!scope.num.is(value)) throw new ExpressionError(`${node.operator} needs a number`);
  return node.operator === '-' ? value.neg() : value;
}

function truth(value: Value, _at: jsep.Expression): boolean {
  if (typeof value === 'boolean') return value;
  throw new ExpressionError('a condition must be true or false');
}

function binary(scope: Scope, node: jsep.BinaryExpression): Value {
  const { operator } = node;
  const left = evaluate(scope, node.left);
  if (operator === '&&')
    return truth(left, node.left) && truth(evaluate(scope, node.right), node.right);
  if (operator === '||')
    return truth(left, node.left) || truth(evaluate(scope, node.right), node.right);
  const right = evaluate(scope, node.right);
  if (operator === '==' || operator === '===') return equal(scope, left, right);
  if (operator === '!=' || operator === '!==') return !equal(scope, left, right);
  if (!scope.num.is(left) || !scope.num.is(right))
    throw new ExpressionError(`${operator} needs a number on both sides`);
  return arithmetic(operator, left, right);
}

function equal(scope: Scope, left: Value, right: Value): boolean {
  if (scope.num.is(left) && scope.num.is(right)) return left.eq(right);
  if (isPicture(left) || isPicture(right))
    throw new ExpressionError('records and lists cannot be compared');
  return left === right;
}

function arithmetic(operator: string, left: Num, right: Num): Num | boolean {
  switch (operator) {
    case '<':
      return left.lt(right);
    case '<=':
      return left.lte(right);
    case '>':
      return left.gt(right);
    case '>=':
      return left.gte(right);
    case '+':
      return left.add(right);
    case '-':
      return left.sub(right);
    case '*':
      return left.mul(right);
    case '/':
      return left.div(right);
    default:
      throw new ExpressionError(
        `${operator} is not possible here; there are < <= > >= == != + - * / && || !`,
      );
  }
}

const toPicture = (num: Numeric, name: string, value: Value): Picture =>
  typeof value === 'object' && value !== null && isPicture(value)
    ? { ...value, name }
    : picture(num, name, value);
