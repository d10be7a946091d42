// What the editor at the other end can do, and how it started the server.
import type { InitializeParams } from 'vscode-languageserver/node';
import { pathOf } from './documents.js';

export interface ClientAbilities {
  /** Folders of the workspace. */
  readonly roots: readonly string[];
  /** false: nothing of the workspace may run. */
  readonly trusted: boolean;
  /** Tells when folders come and go. */
  readonly folders: boolean;
  readonly configuration: boolean;
  readonly watchFiles: boolean;
  readonly progress: boolean;
  readonly refreshCodeLenses: boolean;
  readonly virtualDocuments: boolean;
}

export function readAbilities(params: InitializeParams): ClientAbilities {
  const { workspace, window } = params.capabilities;
  return {
    roots: (params.workspaceFolders ?? []).flatMap(({ uri }) => pathOf(uri) ?? []),
    folders: workspace?.workspaceFolders === true,
    trusted: isTrusted(params.initializationOptions),
    configuration: workspace?.configuration === true,
    watchFiles: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    progress: window?.workDoneProgress === true,
    refreshCodeLenses: workspace?.codeLens?.refreshSupport === true,
    virtualDocuments: workspace?.textDocumentContent !== undefined,
  };
}

function isTrusted(options: unknown): boolean {
  if (typeof options !== 'object' || options === null || !('trusted' in options)) return true;
  return options.trusted !== false;
}
