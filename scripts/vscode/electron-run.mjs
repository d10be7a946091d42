// Runs the tests of test/e2e inside the desktop VS Code, which @vscode/test-electron downloads.
// There is no page to act on there: tests that need one skip themselves.

import path from 'node:path';
import { root } from '../support/paths.mjs';

const reachTimeoutMs = 3_000;
const releases = 'https://update.code.visualstudio.com/api/releases/stable';

/** Whether a desktop VS Code could run here: it needs a display, and its download. */
export async function canRunDesktop() {
  const hasDisplay =
    process.platform !== 'linux' || Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
  if (!hasDisplay) return false;
  try {
    const response = await fetch(releases, { signal: AbortSignal.timeout(reachTimeoutMs) });
    return response.ok;
  } catch {
    return false;
  }
}

/** `job` is { workspace, extension, testsPath, environment, folder }. Resolves to the exit code. */
export async function runInDesktopVSCode(job) {
  const { runTests } = await import('@vscode/test-electron');
  return runTests({
    cachePath: path.join(root, '.cache', 'vscode-test'),
    extensionDevelopmentPath: job.extension,
    extensionTestsPath: job.testsPath,
    extensionTestsEnv: job.environment,
    launchArgs: [
      job.workspace,
      '--disable-extensions',
      '--disable-workspace-trust',
      '--skip-welcome',
      `--user-data-dir=${path.join(job.folder, 'user')}`,
    ],
  });
}
