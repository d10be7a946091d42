// Runs test/e2e inside a real VS Code: the desktop one where it can be downloaded and shown, else
// VS Code's server in a headless browser. LOCKSTEP_VSCODE=electron or =web decides instead.
// Usage: node scripts/vscode-test.mjs [--grep TEXT]

import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { buildTests, testsFolder } from './build.mjs';
import { artifacts, root } from './support/paths.mjs';
import { stageExtension } from './support/stage-extension.mjs';
import { canRunDesktop, runInDesktopVSCode } from './vscode/electron-run.mjs';
import { startPageService } from './vscode/page-service.mjs';
import { quietSettings } from './vscode/server.mjs';
import { runInWebVSCode } from './vscode/web-run.mjs';

const { values } = parseArgs({ options: { grep: { type: 'string' } } });
const counts = { passed: 0, failed: 0, skipped: 0, failures: [], ended: false };

// What an earlier run left would pass for what this one made.
for (const name of ['screenshots', 'vscode-logs']) {
  rmSync(path.join(artifacts, name), { recursive: true, force: true });
}
if (await buildTests()) {
  process.exitCode = await runAll();
  writeResults();
} else {
  process.exitCode = 1;
}

async function runAll() {
  // A short path: VS Code puts sockets below it, whose names may have about 100 characters.
  const folder = mkdtempSync(path.join(tmpdir(), 'lockstep-'));
  const service = await startPageService({ report });
  try {
    return await runVariant({
      folder,
      service,
      workspace: prepareWorkspace(folder),
      extension: prepareExtension(folder),
      testsPath: path.join(testsFolder, 'index.cjs'),
      environment: { LOCKSTEP_E2E_SERVICE: service.url, LOCKSTEP_E2E_GREP: values.grep ?? '' },
    });
  } catch (error) {
    console.error(error.message);
    return 1;
  } finally {
    service.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function runVariant(job) {
  const choice = process.env.LOCKSTEP_VSCODE ?? ((await canRunDesktop()) ? 'electron' : 'web');
  writeSettings(job.folder);
  if (choice === 'electron') {
    console.log('Using the desktop VS Code (@vscode/test-electron).');
    return runInDesktopVSCode(job);
  }
  if (choice !== 'web') throw new Error(`LOCKSTEP_VSCODE is "${choice}"; use electron or web.`);
  console.log("Using VS Code's server in a headless browser.");
  return runInWebVSCode(job);
}

/** Tests edit files, so they get a copy of the example workspace. */
function prepareWorkspace(folder) {
  const workspace = path.join(folder, 'workspace');
  const example = path.join(root, 'examples', 'workspace');
  if (!existsSync(example)) {
    mkdirSync(workspace);
    return workspace;
  }
  cpSync(example, workspace, { recursive: true });
  // The copy lies elsewhere, and the strategies' imports must still resolve in TypeScript's view.
  const project = path.join(workspace, 'tsconfig.json');
  const engine = path.join(root, 'engine').replaceAll('\\', '/');
  writeFileSync(project, readFileSync(project, 'utf8').replace('../../engine', engine));
  return workspace;
}

/** As a user has it installed. A test may damage it, and the suites beside this one use dist/ too. */
function prepareExtension(folder) {
  const extension = path.join(folder, 'extension');
  stageExtension(extension);
  return extension;
}

function writeSettings(folder) {
  const file = path.join(folder, 'user', 'User', 'settings.json');
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, JSON.stringify(quietSettings, null, 2));
}

/** Prints one event of the run as mocha's own spec reporter would. */
function report(event) {
  const indent = '  '.repeat(event.depth + 1);
  if (event.kind === 'suite') console.log(`${indent}${event.title}`);
  if (event.kind === 'pass') console.log(`${indent}✔ ${event.title} (${event.durationMs} ms)`);
  if (event.kind === 'skip') console.log(`${indent}- ${event.title}`);
  if (event.kind === 'fail') console.log(`${indent}✘ ${event.title}\n${event.error}`);
  if (event.kind === 'log') console.log(`${indent}${event.title}`);
  if (event.kind === 'pass') counts.passed += 1;
  if (event.kind === 'fail') {
    counts.failed += 1;
    counts.failures.push({ title: event.title, error: event.error });
  }
  if (event.kind === 'skip') counts.skipped += 1;
  if (event.kind === 'end') counts.ended = true;
}

function writeResults() {
  const { ended, ...results } = counts;
  const file = process.env.LOCKSTEP_RESULTS;
  if (ended && file !== undefined) writeFileSync(file, JSON.stringify(results));
  if (!ended) console.error('The tests inside VS Code did not reach their end.');
  else if (results.failed > 0) process.exitCode = 1;
}
