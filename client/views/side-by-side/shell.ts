// The page of a webview without content: it asks for that when its script is ready, and again whenever it is shown anew.
import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import { pageMarkup } from './page.js';

export function shellOf(webview: vscode.Webview, media: vscode.Uri, title: string): string {
  const resource = (name: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(media, name)).toString();
  return pageMarkup({
    title,
    cspSource: webview.cspSource,
    nonce: randomBytes(16).toString('base64url'),
    style: resource('side-by-side.css'),
    script: resource('side-by-side.js'),
  });
}
