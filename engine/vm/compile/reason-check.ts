// The one declared name that types do not settle: a detail is text, and must be one of its reason's. Lanes compare it with
// the catalogue and stop where it is none of them, as the kernel does (kernel/declared.ts).
import type ts from 'typescript';
import { FLAG, WORD } from '../../core/memory/value-type.js';
import { type Value, constant } from './function-builder.js';
import type { FunctionCompiler, ReasonDetails } from './function-compiler.js';

export function reasonDetails(checker: ts.TypeChecker, reasons: ts.Type): ReasonDetails {
  const detailsOf = (reason: ts.Symbol): readonly string[] => {
    const details = checker.getPropertyOfType(checker.getTypeOfSymbol(reason), 'details');
    return details === undefined
      ? []
      : checker.getPropertiesOfType(checker.getTypeOfSymbol(details)).map(({ name }) => name);
  };
  return new Map(
    checker.getPropertiesOfType(reasons).map((reason) => [reason.name, detailsOf(reason)]),
  );
}

export function checkDetail(f: FunctionCompiler, why: Value): void {
  const { details } = f.program;
  if (details.size === 0) return;
  const { builder } = f;
  const detail = builder.use(builder.field(why, 'detail'));
  const reason = builder.use(builder.field(why, 'reason'));
  const isText = (a: number, text: string): number => {
    const b = builder.use(constant(WORD, text));
    return builder.use(builder.result(FLAG, (dst) => ({ op: 'word.eq', dst, a, b })));
  };
  builder.emit({ op: 'block' });
  const isAbsent = builder.result(FLAG, (dst) => ({ op: 'flag.not', dst, a: detail }));
  builder.emit({ op: 'if', a: builder.use(isAbsent) });
  builder.emit({ op: 'br', depth: 1 });
  builder.emit({ op: 'end' });
  for (const [code, texts] of details) {
    if (texts.length === 0) continue;
    builder.emit({ op: 'if', a: isText(reason, code) });
    for (const text of texts) {
      builder.emit({ op: 'if', a: isText(detail, text) });
      builder.emit({ op: 'br', depth: 2 });
      builder.emit({ op: 'end' });
    }
    builder.emit({ op: 'end' });
  }
  builder.trap('fault');
  builder.emit({ op: 'end' });
}
