// The value a YAML node gives a key, or why it cannot.
import { isNode, isScalar, type Scalar } from 'yaml';
import { isEmpty, report, type Path, type Reader } from './config-reader.js';
import type { ConfigKey, FreeValue } from './config-tree.js';

interface KeyAt {
  readonly key: ConfigKey;
  readonly path: Path;
}

/** The default where nothing, or nothing fitting, is written. */
export function keyValue(reader: Reader, node: unknown, { key, path }: KeyAt): FreeValue {
  if (isEmpty(node)) return key.default;
  if (key.type === 'free') return freeValue(reader, node, { key, path });
  const value = isScalar(node) ? scalarValue(key, node) : undefined;
  if (value !== undefined) return value;
  const shown = isScalar(node) ? (node.source ?? String(node.value)) : 'a group or list';
  report(reader, node, {
    code: 'openclaw.config.type',
    path,
    message: `"${path.join('.')}" is ${wanted(key)}, not ${shown}.`,
    remedy: `Write ${wanted(key)}, such as ${String(key.default === '' ? '""' : key.default)}.`,
  });
  return key.default;
}

/** Whatever was written, as JSON. Aliases may make it endless or immense, which the YAML reader refuses. */
function freeValue(reader: Reader, node: unknown, { key, path }: KeyAt): FreeValue {
  try {
    if (isNode(node)) return JSON.parse(JSON.stringify(node.toJS(reader.document))) as FreeValue;
  } catch {
    report(reader, node, {
      code: 'openclaw.config.type',
      path,
      message: `"${path.join('.')}" has aliases that cannot be resolved to a finite value.`,
      remedy: 'Write it without aliases.',
    });
  }
  return key.default;
}

/** The value of a scalar for a key, or undefined where the types do not go together. */
function scalarValue(
  key: Exclude<ConfigKey, { type: 'free' }>,
  node: Scalar,
): FreeValue | undefined {
  const { value } = node;
  const source = node.source ?? '';
  switch (key.type) {
    case 'flag':
      return typeof value === 'boolean' ? value : undefined;
    case 'text':
      return typeof value === 'string' ? value : undefined;
    case 'choice':
      return typeof value === 'string' && key.choices.includes(value) ? value : undefined;
    case 'int':
      return Number.isSafeInteger(value) && Number(value) >= 0 && !/[.eE]/.test(source)
        ? Number(value)
        : undefined;
    case 'number':
      if (typeof value !== 'number' || !Number.isFinite(value)) return undefined;
      // An integer has no negative zero; only "-0.0" is one.
      return /^-0+$/.test(source) ? 0 : value;
  }
}

function wanted(key: ConfigKey): string {
  switch (key.type) {
    case 'flag':
      return 'true or false';
    case 'text':
      return 'text';
    case 'choice':
      return `one of ${key.choices.join(', ')}`;
    case 'int':
      return 'a whole number of at least 0';
    case 'number':
      return 'a number';
    case 'free':
      return 'a map';
  }
}
