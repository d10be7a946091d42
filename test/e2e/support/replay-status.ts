// What Lockstep says about the workspace as a whole: its status bar item and its diagnostics.

import * as vscode from 'vscode';
import { texts } from './page.js';
import { waitFor } from './wait.js';

/** Waits until the status bar item says something. */
export function statusSays(words: RegExp): Promise<string> {
  return waitFor(`${words.source} in the status bar`, async () =>
    (await texts('.statusbar-item')).find(
      (text) => text.includes('Lockstep: ') && words.test(text),
    ),
  );
}

export interface Found {
  readonly uri: vscode.Uri;
  readonly diagnostic: vscode.Diagnostic;
}

/** Of every file of the workspace, whoever reports them. */
export function allDiagnostics(): readonly Found[] {
  return vscode.languages
    .getDiagnostics()
    .flatMap(([uri, diagnostics]) => diagnostics.map((diagnostic) => ({ uri, diagnostic })));
}

/** As text, for a message that says what was there. */
export const describeDiagnostics = (): string =>
  allDiagnostics()
    .map(
      ({ uri, diagnostic }) =>
        `${uri.path}:${diagnostic.range.start.line + 1} ${diagnostic.message}`,
    )
    .join('\n');

export async function noDiagnostics(): Promise<void> {
  await waitFor('no diagnostic', () => allDiagnostics().length === 0).catch(() => {
    throw new Error(`expected no diagnostic, found\n${describeDiagnostics()}`);
  });
}
