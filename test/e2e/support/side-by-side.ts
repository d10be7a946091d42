// The side-by-side view as a person reads it.

import { texts } from './page.js';

/** All visible text of the view. */
export async function sideBySideText(): Promise<string> {
  return (await texts('#content', { webview: true })).join('\n');
}
