// What a test inside VS Code can do to the window it runs in: screenshots, keys, clicks. The
// request goes to scripts/vscode/page-service.mjs, which holds the page. Prefer the VS Code API for
// assertions: selectors are internals of VS Code and change.

const service = process.env['LOCKSTEP_E2E_SERVICE'] ?? '';

/** Where to look: match number `nth` (0 is the first), in the shown webview or in VS Code itself. */
interface Where {
  readonly nth?: number;
  readonly webview?: boolean;
}

/** Sends one request to the runner and returns its answer. */
export async function ask(action: string, body: object = {}): Promise<unknown> {
  const response = await fetch(`${service}/${action}`, {
    method: 'POST',
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as { value?: unknown; error?: string };
  if (answer.error !== undefined) throw new Error(`${action}: ${answer.error}`);
  return answer.value;
}

/** False in the desktop VS Code, where tests that need the page call `this.skip()`. */
export async function hasPage(): Promise<boolean> {
  return (await ask('has-page')) === true;
}

/** Saves artifacts/screenshots/<name>.png; resolves to its path, or undefined without a page. */
export async function screenshot(name: string): Promise<string | undefined> {
  if (!(await hasPage())) return undefined;
  return (await ask('screenshot', { name })) as string;
}

/** Presses keys as a person would, e.g. `F5`, `Shift+F11`, `Control+Shift+P`. */
export async function press(keys: string): Promise<void> {
  await ask('press', { keys });
}

/** Types text into whatever has the focus. */
export async function type(text: string): Promise<void> {
  await ask('type', { text });
}

/** Clicks the first element that matches, waiting for it. Playwright selectors work. */
export async function click(
  selector: string,
  options: Where & { readonly button?: 'left' | 'right'; readonly clickCount?: number } = {},
): Promise<void> {
  await ask('click', { selector, ...options });
}

export async function hover(selector: string, where: Where = {}): Promise<void> {
  await ask('hover', { selector, ...where });
}

/** The visible text of every element that matches, now. */
export async function texts(
  selector: string,
  where: { readonly webview?: boolean } = {},
): Promise<readonly string[]> {
  return (await ask('texts', { selector, ...where })) as readonly string[];
}

/** Waits until an element that matches is visible (or hidden). */
export async function waitForElement(
  selector: string,
  options: Where & { readonly state?: 'visible' | 'hidden'; readonly timeoutMs?: number } = {},
): Promise<void> {
  await ask('waitFor', { selector, ...options });
}
