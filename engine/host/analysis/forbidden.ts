// Finds what makes two runs differ: clocks, randomness, timers, networks, inexact mathematics, unknown names.
// A local name that happens to be called Date, and a member x.Date, are the strategy's own business.
import ts from 'typescript';
import { nearestName } from '../../core/schema/nearest.js';
import type { Finding } from '../replay/protocol.js';
import { findingAt } from './finding.js';
import {
  ASYNC_BAN,
  BANNED_GLOBALS,
  BANNED_MEMBERS,
  EXACT_MATH,
  INEXACT_MATH,
  RANDOM_BAN,
  SAFE_GLOBALS,
  type Ban,
} from './globals.js';
import { resolveName } from './scope.js';
import { isReference, memberName } from './walk.js';

/** Judges one node of a file. */
export function findForbidden(node: ts.Node): readonly Finding[] {
  if (ts.isIdentifier(node)) return judgeName(node);
  if (ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node)) {
    const name = memberName(node);
    const ban = name === undefined ? undefined : BANNED_MEMBERS.get(name);
    if (ban === undefined || name === undefined) return [];
    const place = ts.isPropertyAccessExpression(node) ? node.name : node.argumentExpression;
    return [banned(place, `${name}()`, ban)];
  }
  if (ts.isBinaryExpression(node)) return judgePower(node);
  if (ts.isMetaProperty(node)) return judgeMeta(node);
  return judgeAsync(node);
}

const banned = (place: ts.Node, name: string, ban: Ban): Finding =>
  findingAt(place, ban.code, { message: `\`${name}\` ${ban.because}.`, remedy: ban.remedy });

function judgeName(identifier: ts.Identifier): readonly Finding[] {
  const name = identifier.text;
  if (name === '' || !isReference(identifier)) return [];
  if (resolveName(name, identifier) !== undefined) return [];
  const ban = BANNED_GLOBALS.get(name);
  if (ban !== undefined) return isAllowedRequire(identifier) ? [] : [banned(identifier, name, ban)];
  if (name === 'Math') return judgeMath(identifier);
  return SAFE_GLOBALS.has(name) ? [] : [unknownName(identifier)];
}

/** `require` with a literal is an import, and judged as one. */
const isAllowedRequire = ({ text, parent }: ts.Identifier): boolean =>
  text === 'require' &&
  ts.isCallExpression(parent) &&
  parent.arguments.length === 1 &&
  parent.arguments.every(ts.isStringLiteralLike);

function unknownName(identifier: ts.Identifier): Finding {
  const near = nearestName(identifier.text, [...SAFE_GLOBALS]);
  return findingAt(identifier, 'name.unknown', {
    message: `\`${identifier.text}\` is neither declared here nor part of what a strategy can use.`,
    ...(near === undefined
      ? { remedy: 'Declare or import it.' }
      : { remedy: `Did you mean \`${near}\`?`, replacement: near }),
  });
}

function judgeMath(identifier: ts.Identifier): readonly Finding[] {
  const { parent } = identifier;
  if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) {
    return judgeMathMember(memberName(parent), parent);
  }
  const destructured = ts.isVariableDeclaration(parent) && ts.isObjectBindingPattern(parent.name);
  if (!destructured || !ts.isObjectBindingPattern(parent.name)) {
    return [mathAsValue(identifier)];
  }
  return parent.name.elements.flatMap((element) => {
    const key = element.propertyName ?? element.name;
    if (element.dotDotDotToken !== undefined) return [mathAsValue(element)];
    return judgeMathMember(ts.isIdentifier(key) ? key.text : undefined, element);
  });
}

const mathAsValue = (node: ts.Node): Finding =>
  findingAt(node, 'nondeterministic.math', {
    message: '`Math` as a whole includes functions that differ between engines.',
    remedy: 'Name the function that is needed, such as Math.floor.',
  });

function judgeMathMember(name: string | undefined, place: ts.Node): readonly Finding[] {
  if (name === undefined) return [mathAsValue(place)];
  if (name === 'random') return [banned(place, 'Math.random', RANDOM_BAN)];
  if (INEXACT_MATH.has(name)) {
    return [
      findingAt(place, 'nondeterministic.math', {
        message: `The last digit of \`Math.${name}\` depends on the JavaScript engine, so a replay may decide differently than live.`,
        remedy:
          'Use the exact operations of tick.num values (add, sub, mul, div, sqrt) or a table of constants.',
      }),
    ];
  }
  if (EXACT_MATH.has(name)) return [];
  const near = nearestName(name, [...EXACT_MATH]);
  return [
    findingAt(place, 'name.unknown', {
      message: `\`Math.${name}\` does not exist.`,
      remedy: near === undefined ? 'Use a function that exists.' : `Did you mean Math.${near}?`,
    }),
  ];
}

/** The language leaves the last digit of `**` to the engine; between integer literals every engine is exact. */
function judgePower(node: ts.BinaryExpression): readonly Finding[] {
  const { kind } = node.operatorToken;
  const isPower =
    kind === ts.SyntaxKind.AsteriskAsteriskToken ||
    kind === ts.SyntaxKind.AsteriskAsteriskEqualsToken;
  if (!isPower || ts.isBigIntLiteral(node.left) || ts.isBigIntLiteral(node.right)) return [];
  if (isIntegerLiteral(node.right)) {
    if (isIntegerLiteral(node.left)) return [];
    return [
      findingAt(node, 'nondeterministic.power', {
        message: 'Engines may differ in the last digit of `**`.',
        remedy: 'Multiply instead: x * x.',
      }),
    ];
  }
  return [
    findingAt(node, 'nondeterministic.math', {
      message:
        'The last digit of `**` depends on the JavaScript engine, so a replay may decide differently than live.',
      remedy: 'Multiply in a loop, or use mul and sqrt of tick.num values.',
    }),
  ];
}

function isIntegerLiteral(node: ts.Expression): boolean {
  const digits = ts.isPrefixUnaryExpression(node) ? node.operand : node;
  return ts.isNumericLiteral(digits) && Number.isSafeInteger(Number(digits.text));
}

function judgeMeta(node: ts.MetaProperty): readonly Finding[] {
  if (node.keywordToken !== ts.SyntaxKind.ImportKeyword) return [];
  const ban = BANNED_GLOBALS.get('process');
  return ban === undefined ? [] : [banned(node, 'import.meta', ban)];
}

function judgeAsync(node: ts.Node): readonly Finding[] {
  if (ts.isAwaitExpression(node)) return [banned(node, 'await', ASYNC_BAN)];
  if (ts.isForOfStatement(node) && node.awaitModifier !== undefined) {
    return [banned(node.awaitModifier, 'for await', ASYNC_BAN)];
  }
  if (!ts.isFunctionLike(node) || !ts.canHaveModifiers(node)) return [];
  const modifier = ts.getModifiers(node)?.find(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
  return modifier === undefined ? [] : [banned(modifier, 'async', ASYNC_BAN)];
}
