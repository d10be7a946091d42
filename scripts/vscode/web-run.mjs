// Runs the tests of test/e2e inside VS Code's server, opened in a headless browser.

import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { artifacts } from '../support/paths.mjs';
import { openBrowser } from './browser.mjs';
import { startServer } from './server.mjs';
import { ensureInstalled } from './tools.mjs';

const runTimeoutMs = 15 * 60_000;
// Enough to see why an extension did not activate, little enough to read.
const logLinesMax = 80;
const viewport = { width: 1600, height: 1000 };

/** `job` is { workspace, extension, testsPath, environment, folder, service }. Resolves to the exit code. */
export async function runInWebVSCode(job) {
  const tools = await ensureInstalled();
  const server = await startServer(tools, {
    workspace: job.workspace,
    userDataDir: path.join(job.folder, 'user'),
    extensionsDir: path.join(job.folder, 'extensions'),
    serverDataDir: path.join(job.folder, 'server'),
    driver: true,
  });
  let browser;
  try {
    const opened = await openBrowser(tools);
    browser = opened.browser;
    console.log(`VS Code's server on port ${server.port}, in ${opened.name}`);
    return await runInPage(await browser.newPage({ viewport }), server, job);
  } finally {
    await browser?.close();
    await server.stop();
    writeFileSync(path.join(logFolder(), 'server.log'), server.output.join(''));
    keepServerLogs(job.folder);
  }
}

async function runInPage(page, server, job) {
  const consoleLines = [];
  page.on('console', (message) => consoleLines.push(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => consoleLines.push(`page error: ${error.message}`));
  job.service.attach(page);
  const outcome = testOutcome(page, server);
  try {
    await page.goto(`${server.url}&payload=${encodeURIComponent(payload(server, job))}`);
    const { code, logs } = await outcome;
    writePageLogs(logs);
    if (code !== 0) printExtensionHostLog(job.folder);
    return code;
  } catch (error) {
    await page.screenshot({ path: path.join(logFolder(), 'last-seen.png') }).catch(() => {});
    throw error;
  } finally {
    writeFileSync(path.join(logFolder(), 'console.log'), consoleLines.join('\n'));
  }
}

/** VS Code calls these two functions of the page while it runs the tests of a payload. */
function testOutcome(page, server) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`The tests inside VS Code did not end in ${runTimeoutMs} ms.`)),
      runTimeoutMs,
    );
    const settle = (finish) => {
      clearTimeout(timer);
      finish();
    };
    server.exited.then(() => settle(() => reject(new Error("VS Code's server stopped."))));
    page.on('crash', () => settle(() => reject(new Error('The page crashed.'))));
    page.exposeFunction('codeAutomationLog', (type, args) => {
      if (process.env.LOCKSTEP_VERBOSE !== undefined) console.log(`[${type}]`, ...args);
    });
    page.exposeFunction('codeAutomationExit', (code, logs) =>
      settle(() => resolve({ code, logs })),
    );
  });
}

function payload(server, { extension, testsPath, environment }) {
  const uri = (file) => `vscode-remote://127.0.0.1:${server.port}${file}`;
  return JSON.stringify([
    ['extensionDevelopmentPath', uri(extension)],
    ['extensionTestsPath', uri(testsPath)],
    ['skipWelcome', 'true'],
    ['extensionEnvironment', JSON.stringify(environment)],
  ]);
}

function logFolder() {
  const folder = path.join(artifacts, 'vscode-logs');
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** What the page hands over: the logs of the window and of the browser's own extension host. */
function writePageLogs(logs) {
  for (const { relativePath, contents } of logs ?? []) {
    writeFileSync(path.join(logFolder(), flatName(relativePath)), contents);
  }
}

/** Keeps the log files of the server, which lie in a folder that is removed after the run. */
function keepServerLogs(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((file) => file.endsWith('.log'));
  for (const file of files.filter((name) => name.includes('logs'))) {
    const name = flatName(file.slice(file.indexOf('logs')));
    copyFileSync(path.join(folder, file), path.join(logFolder(), name));
  }
}

/** The log of the extension host that ran the extension and the tests. */
function printExtensionHostLog(folder) {
  for (const file of readdirSync(folder, { recursive: true })) {
    if (path.basename(file) !== 'remoteexthost.log') continue;
    const lines = readFileSync(path.join(folder, file), 'utf8').split('\n');
    console.log(`--- ${file}\n${lines.slice(-logLinesMax).join('\n')}`);
  }
}

function flatName(file) {
  return file.replaceAll(/[\\/]/g, '-');
}
