// The version of this installation.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { packageRoot } from '../engine/host/package-root.js';

export function version(): string {
  const text = readFileSync(path.join(packageRoot(), 'package.json'), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}
