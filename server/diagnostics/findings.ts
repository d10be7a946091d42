// Static findings as diagnostics at their place in the strategy.
import {
  DiagnosticSeverity,
  DiagnosticTag,
  type CodeDescription,
  type Diagnostic,
} from 'vscode-languageserver/node';
import type { Finding } from '../../engine/host/replay/protocol.js';
import { SOURCE, withRemedy, type DiagnosticsByFile } from './by-file.js';
import { rangeOf } from './ranges.js';

/** The page about a code, when the editor can show it. */
export type Explain = (code: string) => CodeDescription | undefined;

const SEVERITIES: Readonly<Record<Finding['severity'], DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

export function addFindings(
  into: DiagnosticsByFile,
  findings: readonly Finding[],
  explain: Explain,
): void {
  for (const finding of findings) into.add(finding.range.file, diagnosticOf(finding, explain));
}

function diagnosticOf(finding: Finding, explain: Explain): Diagnostic {
  const codeDescription = explain(finding.code);
  const diagnostic: Diagnostic = {
    range: rangeOf(finding.range),
    severity: SEVERITIES[finding.severity],
    source: SOURCE,
    code: finding.code,
    message: withRemedy(finding.message, finding.remedy),
  };
  if (codeDescription !== undefined) diagnostic.codeDescription = codeDescription;
  if (finding.unnecessary === true) diagnostic.tags = [DiagnosticTag.Unnecessary];
  if (finding.replacement !== undefined) diagnostic.data = { replacement: finding.replacement };
  return diagnostic;
}
