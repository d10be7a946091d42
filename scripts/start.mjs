// Opens VS Code with Lockstep and its example: `npm start`. Works on a fresh clone. Uses the VS
// Code of this desktop where `code` is on PATH, else serves VS Code to a browser.
// Usage: npm start -- [--web] [--port N] [--allow-missing]

import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { ensurePackages } from './support/install.mjs';
import { root } from './support/paths.mjs';
import { runProgram } from './support/process.mjs';

const { values } = parseArgs({
  options: {
    web: { type: 'boolean', default: false },
    port: { type: 'string', default: '0' },
    'allow-missing': { type: 'boolean', default: false },
  },
});
const allowMissing = values['allow-missing'];
const workspace = path.join(root, 'examples', 'workspace');

try {
  await ensurePackages(root, 'the development packages');
  if (!existsSync(workspace))
    throw new Error('The example workspace examples/workspace is missing.');
  if (!values.web && hasDesktopVSCode()) await startDesktop();
  else await startWeb();
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

function hasDesktopVSCode() {
  const hasDisplay =
    process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
  const names = process.platform === 'win32' ? ['code.cmd', 'code.exe'] : ['code'];
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  return (
    hasDisplay &&
    folders.some((folder) => names.some((name) => existsSync(path.join(folder, name))))
  );
}

async function startDesktop() {
  console.log('Building Lockstep.');
  if (!(await build({ allowMissing }))) throw new Error('The build failed.');
  console.log(`Opening VS Code with Lockstep on ${workspace} (--web serves it to a browser).`);
  const args = ['--new-window', `--extensionDevelopmentPath=${root}`, workspace];
  const code = await runProgram('code', args, { shell: process.platform === 'win32' });
  if (code !== 0) throw new Error(`code ended with ${code}. Try: npm start -- --web`);
}

async function startWeb() {
  const { ensureInstalled } = await import('./vscode/tools.mjs');
  const { installExtension, startServer } = await import('./vscode/server.mjs');
  const { packageExtension } = await import('./package.mjs');
  console.log(
    'Serving VS Code to a browser (no desktop VS Code: no `code` on PATH or no display).',
  );
  const tools = await ensureInstalled();
  const vsix = await packageExtension(tools, { allowMissing });
  const home = path.join(root, '.cache', 'start');
  mkdirSync(home, { recursive: true });
  const folders = {
    userDataDir: path.join(home, 'user'),
    extensionsDir: path.join(home, 'extensions'),
    serverDataDir: path.join(home, 'server'),
  };
  await installExtension(tools, vsix, folders);
  const token = randomBytes(16).toString('hex');
  const port = Number(values.port);
  const server = await startServer(tools, { ...folders, workspace, token, port, driver: false });
  console.log(`\nLockstep is open at\n\n  ${server.url}\n\nThe address carries the key: keep it.`);
  console.log('Press Ctrl-C to stop.');
  openInBrowser(server.url);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void server.stop());
  const code = await server.exited;
  console.log(`Stopped${code ? ` (the server ended with ${code})` : ''}.`);
}

/** Best effort: where nothing can open it, the address has been printed. */
function openInBrowser(url) {
  if (process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY) return;
  const openers = { darwin: ['open', url], win32: ['cmd', '/c', 'start', '""', url] };
  const [file, ...args] = openers[process.platform] ?? ['xdg-open', url];
  const child = spawn(file, args, { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
}
