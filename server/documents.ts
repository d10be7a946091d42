// The files open in the editor, by file path: their unsaved text is what a replay reads instead of the disk.
import path from 'node:path';
import { TextDocuments, type Connection } from 'vscode-languageserver/node';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { URI } from 'vscode-uri';

export class OpenDocuments {
  readonly manager = new TextDocuments(TextDocument);

  listen(connection: Connection): void {
    this.manager.listen(connection);
  }

  at(file: string): TextDocument | undefined {
    const wanted = path.normalize(file);
    return this.manager.all().find((document) => pathOf(document.uri) === wanted);
  }

  /** The editor's own spelling of the address when the file is open. */
  uriOf(file: string): string {
    return this.at(file)?.uri ?? URI.file(file).toString();
  }

  /** Text of every open script, by path. */
  overlays(): Readonly<Record<string, string>> {
    const texts: Record<string, string> = {};
    for (const document of this.manager.all()) {
      const file = pathOf(document.uri);
      if (file !== undefined && isScript(file)) texts[file] = document.getText();
    }
    return texts;
  }
}

export const isScript = (file: string): boolean => /\.[cm]?[jt]s$/.test(file);

/** The path of a `file:` address; undefined for documents that are no file. */
export function pathOf(uri: string): string | undefined {
  const parsed = URI.parse(uri);
  return parsed.scheme === 'file' ? path.normalize(parsed.fsPath) : undefined;
}
