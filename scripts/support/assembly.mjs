// Compiles the decimal arithmetic of the fast lane to dist/vm/decimal-LIMBS.wasm, one module for each size of a number
// cell. The compiler takes seconds and the arithmetic changes rarely, so it runs only when a source has changed.

import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { dist, root } from './paths.mjs';

const sources = 'engine/vm/fast/assembly';
const target = path.join(dist, 'vm');

/** As CELL_LIMBS in engine/vm/numbers/cell-format.ts. */
const cellLimbs = [4, 6, 8];

/** No allocation and no runtime behind it: the module works on the memory of the lane and brings nothing into it. */
const options = [
  ...['--runtime', 'stub', '--importMemory', '--noExportMemory'],
  ...['-O3', '--converge', '--noAssert'],
];

/** Resolves to whether the modules in dist/vm are those of the sources. */
export async function buildAssembly() {
  // Beside the compiler's other notes, which are not packaged.
  const stamp = path.join(dist, 'types', 'decimal-assembly.sha256');
  const files = cellLimbs.map((limbs) => path.join(target, `decimal-${limbs}.wasm`));
  const hash = hashOfSources();
  const isThere = [stamp, ...files].every((file) => existsSync(file));
  if (isThere && readFileSync(stamp, 'utf8') === hash) return true;
  await mkdir(target, { recursive: true });
  await mkdir(path.dirname(stamp), { recursive: true });
  await rm(stamp, { force: true });
  for (const limbs of cellLimbs) if (!(await assemble(limbs))) return false;
  writeFileSync(stamp, hash);
  return true;
}

function hashOfSources() {
  const hash = createHash('sha256').update(options.join(' '));
  const compiler = path.join(root, 'node_modules', 'assemblyscript', 'package.json');
  const folder = path.join(root, sources);
  const names = readdirSync(folder).sort();
  for (const file of [compiler, ...names.map((name) => path.join(folder, name))]) {
    hash.update(`\0${path.basename(file)}\0`).update(readFileSync(file));
  }
  return hash.digest('hex');
}

async function assemble(limbs) {
  const { default: asc } = await import('assemblyscript/asc');
  const output = path.relative(root, path.join(target, `decimal-${limbs}.wasm`));
  const size = ['--use', `LIMBS=${limbs}`, '--outFile', output];
  const args = [`${sources}/decimal.ts`, ...options, ...size, '--baseDir', root];
  const { error, stderr } = await asc.main(args);
  if (error === null) return true;
  // An old module left in place would be run as if it were the new one.
  await rm(path.join(root, output), { force: true });
  console.error(`failed: ${sources}/decimal.ts with ${limbs} limbs: ${error.message}\n${stderr}`);
  return false;
}
