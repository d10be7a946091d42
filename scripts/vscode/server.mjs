// Starts VS Code's server on a free loopback port and stops it again. `npm start` and the tests
// inside VS Code share it.

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { runProgram } from '../support/process.mjs';

// A cold start on a slow disk took 8 s where a warm one takes 1 s.
const startTimeoutMs = 60_000;
const stopTimeoutMs = 5_000;

/** Settings that keep a fresh VS Code quiet: no welcome, no assistants, no network. */
export const quietSettings = {
  'security.workspace.trust.enabled': false,
  'workbench.startupEditor': 'none',
  'workbench.colorTheme': 'Default Light Modern',
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoUpdate': false,
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'npm.autoDetect': 'off',
  'debug.toolBarLocation': 'docked',
  'debug.inlineValues': 'on',
  'editor.minimap.enabled': false,
};

/**
 * Starts the server. `tools` comes from ensureInstalled(). With `token`, a browser must present it;
 * with `driver`, a page can hand over tests to run (never for people: it needs no token).
 * Resolves to { port, url, output, stop }; `url` opens `workspace`.
 */
export async function startServer(tools, options) {
  const { workspace, userDataDir, extensionsDir, serverDataDir, token, port = 0 } = options;
  for (const folder of [userDataDir, extensionsDir, serverDataDir]) {
    mkdirSync(folder, { recursive: true });
  }
  writeSettings(userDataDir, options.settings ?? quietSettings);
  const args = [tools.serverMain, '--host', '127.0.0.1', '--port', String(port)];
  args.push(
    '--accept-server-license-terms',
    '--disable-workspace-trust',
    '--telemetry-level',
    'off',
  );
  args.push(...folderArguments(options), ...tokenArguments(serverDataDir, token));
  if (options.driver) args.push('--enable-smoke-test-driver');
  const child = spawn(tools.node, args, {
    env: serverEnvironment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = [];
  const actualPort = await listeningPort(child, output).catch((error) => {
    child.kill('SIGKILL');
    throw error;
  });
  const query = new URLSearchParams(token === undefined ? {} : { tkn: token });
  query.set('folder', workspace);
  return {
    port: actualPort,
    url: `http://127.0.0.1:${actualPort}/?${query.toString().replaceAll('%2F', '/')}`,
    output,
    exited: new Promise((resolve) => child.once('exit', resolve)),
    stop: () => stopChild(child),
  };
}

/** Installs a packaged extension into `extensionsDir`; rejects if the server refuses it. */
export async function installExtension(tools, vsix, options) {
  const args = [tools.serverMain, '--install-extension', vsix, '--force'];
  args.push('--accept-server-license-terms', ...folderArguments(options));
  const code = await runProgram(tools.node, args, { env: serverEnvironment() });
  if (code !== 0) throw new Error(`VS Code refused to install ${vsix} (exit ${code}).`);
}

function folderArguments({ userDataDir, extensionsDir, serverDataDir }) {
  const folders = ['--user-data-dir', userDataDir, '--extensions-dir', extensionsDir];
  return [...folders, '--server-data-dir', serverDataDir];
}

/** The token goes through a file: an argument would show in every process list. */
function tokenArguments(serverDataDir, token) {
  if (token === undefined) return ['--without-connection-token'];
  const file = path.join(serverDataDir, 'connection-token');
  writeFileSync(file, token, { mode: 0o600 });
  return ['--connection-token-file', file];
}

/** Settings that a person changed in an earlier run stay. */
function writeSettings(userDataDir, settings) {
  const file = path.join(userDataDir, 'User', 'settings.json');
  if (existsSync(file)) return;
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(settings, null, 2)}\n`);
}

function serverEnvironment() {
  const environment = { ...process.env, EXTENSIONS_GALLERY: '{"serviceUrl":""}' };
  // A script started from VS Code's own terminal inherits these, and the server would obey them.
  for (const name of Object.keys(environment)) {
    if (/^(VSCODE_|ELECTRON_|NODE_OPTIONS$)/.test(name)) delete environment[name];
  }
  return environment;
}

function listeningPort(child, output) {
  return new Promise((resolve, reject) => {
    const fail = (reason) => reject(new Error(`VS Code's server ${reason}.\n${output.join('')}`));
    const timer = setTimeout(() => fail(`was not ready in ${startTimeoutMs} ms`), startTimeoutMs);
    const read = (chunk) => {
      output.push(String(chunk));
      const match = /Extension host agent listening on (\d+)/.exec(output.join(''));
      if (match === null) return;
      clearTimeout(timer);
      resolve(Number(match[1]));
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.once('error', (error) => fail(`did not start: ${error.message}`));
    child.once('exit', (code) => fail(`stopped with exit code ${code}`));
  });
}

function stopChild(child) {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs);
    child.once('exit', () => {
      clearTimeout(timer);
      resolve();
    });
    child.kill('SIGTERM');
  });
}
