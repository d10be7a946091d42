// The page that the view's markup is put into: its policy lets nothing in but the view's own style and script.
import { escaped } from './markup.js';

export interface PageParts {
  readonly title: string;
  /** What the webview says its own resources come from. */
  readonly cspSource: string;
  readonly nonce: string;
  readonly style: string;
  readonly script: string;
}

export function pageMarkup({ title, cspSource, nonce, style, script }: PageParts): string {
  const policy = `default-src 'none'; style-src ${cspSource}; script-src 'nonce-${nonce}'`;
  return escaped`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title}</title>
        <link rel="stylesheet" href="${style}" />
      </head>
      <body>
        <main id="content"></main>
        <script nonce="${nonce}" src="${script}"></script>
      </body>
    </html>`.markup;
}
