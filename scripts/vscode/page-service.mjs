// A loopback HTTP service between the tests, which run inside VS Code's extension host, and this
// side, which holds the page. Tests report their results through it and have it take screenshots,
// press keys and click. test/e2e/support/page.ts is the other end.

import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { artifacts } from '../support/paths.mjs';

const screenshotFolder = path.join(artifacts, 'screenshots');
const actionTimeoutMs = 30_000;
const pollMs = 100;
const requestBytesMax = 1_000_000;

/** What a test can ask of the page. Each gets the page and the request's body. */
const pageActions = {
  async screenshot(page, { name }) {
    mkdirSync(screenshotFolder, { recursive: true });
    const file = path.join(screenshotFolder, `${name.replaceAll(/[^\w.-]+/g, '-')}.png`);
    await page.screenshot({ path: file });
    return file;
  },
  async press(page, { keys }) {
    await page.keyboard.press(keys);
  },
  async type(page, { text }) {
    await page.keyboard.type(text);
  },
  async click(page, { selector, button = 'left', clickCount = 1, ...where }) {
    const found = await locate(page, selector, where);
    await found.click({ button, clickCount, timeout: actionTimeoutMs });
  },
  async hover(page, { selector, ...where }) {
    const found = await locate(page, selector, where);
    await found.hover({ timeout: actionTimeoutMs });
  },
  async texts(page, { selector, webview }) {
    if (!webview) return page.locator(selector).allInnerTexts();
    const found = await Promise.all(
      webviewFrames(page).map((frame) =>
        frame
          .locator(selector)
          .allInnerTexts()
          .catch(() => []),
      ),
    );
    return found.flat();
  },
  async waitFor(page, { selector, state = 'visible', timeoutMs = actionTimeoutMs, ...where }) {
    const found = await locate(page, selector, where);
    await found.waitFor({ state, timeout: timeoutMs });
  },
};

/** The first match, or match number `nth`; with `webview`, inside the shown webview that has one. */
async function locate(page, selector, { nth = 0, webview = false }) {
  if (!webview) return page.locator(selector).nth(nth);
  for (const deadline = Date.now() + actionTimeoutMs; ; await page.waitForTimeout(pollMs)) {
    const outer = await page.locator('iframe.webview.ready').all();
    const found = outer.map((frame) =>
      frame.contentFrame().frameLocator('iframe#active-frame').locator(selector).nth(nth),
    );
    for (const each of found) if ((await each.count()) > 0) return each;
    if (Date.now() > deadline) throw new Error(`no webview shows ${selector}`);
  }
}

function webviewFrames(page) {
  return page
    .frames()
    .filter((frame) => frame.name() === 'active-frame' || /fake\.html/.test(frame.url()));
}

/**
 * Starts the service. `handlers.report(event)` is told of each event of the run. The page is set
 * later with `attach`; until then (and always in the desktop VS Code) page actions are refused.
 */
export async function startPageService(handlers) {
  const secret = randomBytes(16).toString('hex');
  const state = { page: undefined };
  const server = createServer((request, response) => {
    answer(request, { secret, state, handlers }).then(
      (value) => respond(response, 200, { value: value ?? null }),
      (error) => respond(response, error.status ?? 500, { error: error.message }),
    );
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}/${secret}`,
    attach: (page) => (state.page = page),
    close: () => server.close(),
  };
}

async function answer(request, { secret, state, handlers }) {
  const [, givenSecret, action] = (request.url ?? '').split('/');
  if (request.method !== 'POST' || givenSecret !== secret) throw refusal(403, 'not allowed');
  const body = await readJson(request);
  if (action === 'report') return handlers.report(body);
  if (action === 'has-page') return state.page !== undefined;
  const perform = Object.hasOwn(pageActions, action) ? pageActions[action] : undefined;
  if (perform === undefined) throw refusal(404, `no action named ${action}`);
  if (state.page === undefined) throw refusal(409, 'this VS Code has no page to act on');
  return perform(state.page, body);
}

async function readJson(request) {
  const chunks = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    if (bytes > requestBytesMax) throw refusal(413, 'request too large');
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8') || '{}');
}

function respond(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

function refusal(status, message) {
  return Object.assign(new Error(message), { status });
}
