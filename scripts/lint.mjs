// Runs the four checks of `npm run lint` side by side (each uses one core) and prints the output of
// those that failed. `--only arrows` runs one of them.

import { spawn } from 'node:child_process';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './support/paths.mjs';

const rooms = ['client', 'server', 'debug-adapter', 'engine', 'cli', 'test', 'examples', 'bench'];

/** Name, binary in node_modules/.bin, and arguments of each check. */
const checks = [
  ['eslint', 'eslint', ['--cache', '--cache-location', 'node_modules/.cache/eslint/', '.']],
  ['format', 'prettier', ['--check', '--cache', '--log-level', 'warn', '.']],
  ['arrows', 'depcruise', ['--config', 'dependency-arrows.config.cjs', ...rooms]],
  ['unused', 'knip', ['--no-progress']],
];

const { values } = parseArgs({ options: { only: { type: 'string' } } });
const wanted = checks.filter(([name]) => values.only === undefined || values.only === name);
if (wanted.length === 0) {
  console.error(`No such check. There are: ${checks.map(([name]) => name).join(', ')}.`);
  process.exit(2);
}
const outcomes = await Promise.all(wanted.map(runCheck));
if (!outcomes.every(Boolean)) process.exitCode = 1;

function runCheck([name, binary, args]) {
  const startedAt = performance.now();
  const file = path.join(root, 'node_modules', '.bin', binary);
  const child = spawn(file, args, { cwd: root, shell: process.platform === 'win32' });
  const output = [];
  child.stdout.on('data', (chunk) => output.push(chunk));
  child.stderr.on('data', (chunk) => output.push(chunk));
  return new Promise((resolve) => {
    child.on('error', (error) => output.push(Buffer.from(`${error.message}\n`)));
    child.on('close', (code) => {
      const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
      console.log(`${code === 0 ? 'ok    ' : 'FAILED'} ${name} (${seconds} s)`);
      if (code !== 0) process.stdout.write(Buffer.concat(output));
      resolve(code === 0);
    });
  });
}
