// Starting other programs from a script and waiting for them.

import { spawn } from 'node:child_process';

/**
 * Runs a program; resolves to its exit code (1 if it cannot start). Its output goes to this terminal, or with `log` to
 * that array, for programs that run beside each other.
 */
export function runProgram(file, args, { log, ...options } = {}) {
  const output = log === undefined ? 'inherit' : 'pipe';
  return new Promise((resolve) => {
    const child = spawn(file, args, { stdio: ['ignore', output, output], ...options });
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk) => log.push(chunk));
    child.on('error', (error) => {
      const text = `cannot start ${file}: ${error.message}\n`;
      if (log === undefined) process.stderr.write(text);
      else log.push(Buffer.from(text));
      resolve(1);
    });
    child.on('close', (code, signal) => resolve(signal === null ? (code ?? 1) : 1));
  });
}

/** Runs npm: the one that started this script where there is one, else the one on PATH. */
export function runNpm(args, options = {}) {
  const npmScript = process.env.npm_execpath;
  if (npmScript?.endsWith('npm-cli.js')) {
    return runProgram(process.execPath, [npmScript, ...args], options);
  }
  // npm is a .cmd file on Windows, which only a shell can start.
  return runProgram('npm', args, { shell: process.platform === 'win32', ...options });
}

export function secondsSince(startedAt) {
  return `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
}
