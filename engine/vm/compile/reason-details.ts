// The details that a strategy's catalogue declares, reason by reason.
import type ts from 'typescript';

/** Details by reason, as far as the catalogue's type names them. */
export type ReasonDetails = ReadonlyMap<string, readonly string[]>;

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
