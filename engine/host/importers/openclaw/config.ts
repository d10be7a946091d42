// The run's effective configuration: the default tree with the file's `global` tree laid over it. What the engine
// ignores is a warning here; what it would refuse is an error.
import { isMap, isScalar, LineCounter, parseDocument, type Pair } from 'yaml';
import { nearestName } from '../../../core/schema/nearest.js';
import { makeIssue, type Parsed } from '../../../core/schema/index.js';
import type { NamedText } from '../foreign-file.js';
import { isEmpty, report, resolved, type Path, type Reader } from './config-reader.js';
import { isKey, type ConfigTree, type EffectiveKey, type EffectiveTree } from './config-tree.js';
import { keyValue } from './config-value.js';
import { CONFIG_DEFAULTS } from './defaults.js';

/** Reads a strategy YAML file. The value is undefined when a key cannot be what the file says. */
export function readConfig(config: NamedText): Parsed<EffectiveTree> {
  const lines = new LineCounter();
  const document = parseDocument(config.text, { lineCounter: lines, prettyErrors: false });
  const reader: Reader = { file: config.file, lines, document, issues: [] };
  for (const error of document.errors) {
    const { line, col } = lines.linePos(error.pos[0]);
    const place = { file: config.file, line, column: col };
    const remedy = 'Correct the YAML; indent with spaces, and write each key once.';
    reader.issues.push(
      makeIssue('openclaw.config.yaml', place, { message: error.message, remedy }),
    );
  }
  if (reader.issues.length > 0) return { value: undefined, issues: reader.issues };
  const value = mergeGroup(reader, globalGroup(reader), {
    tree: CONFIG_DEFAULTS,
    path: ['global'],
  });
  const isUsable = reader.issues.every((issue) => issue.severity === 'warning');
  return { value: isUsable ? value : undefined, issues: reader.issues };
}

function globalGroup(reader: Reader): unknown {
  const root = resolved(reader, reader.document.contents);
  if (isEmpty(root)) return undefined;
  if (!isMap(root)) {
    report(reader, root, {
      code: 'openclaw.config.type',
      path: [],
      message: 'The file is not a map of keys.',
      remedy: 'Put the configuration under the key "global".',
    });
    return undefined;
  }
  let found: unknown;
  for (const pair of root.items) {
    if (keyName(pair) === 'global') found = pair.value;
    else reportIgnored(reader, pair);
  }
  return found;
}

function reportIgnored(reader: Reader, pair: Pair): void {
  const name = keyName(pair);
  const isGroup = Object.hasOwn(CONFIG_DEFAULTS, name);
  report(reader, pair.key, {
    code: 'openclaw.config.ignored',
    path: [name],
    message: `"${name}" stands beside "global" and is not read.`,
    remedy: isGroup
      ? 'Move it under "global".'
      : 'If the run used it, give the configuration as it was in effect.',
  });
}

const keyName = (pair: Pair): string =>
  isScalar(pair.key) ? String(pair.key.value) : String(pair.key);

interface Group {
  readonly tree: ConfigTree;
  readonly path: Path;
}

function mergeGroup(reader: Reader, node: unknown, { tree, path }: Group): EffectiveTree {
  const written = writtenEntries(reader, node, path);
  for (const [name, { key }] of written) {
    if (!Object.hasOwn(tree, name)) reportUnknown(reader, key, { tree, path: [...path, name] });
  }
  const merged: Record<string, EffectiveKey | EffectiveTree> = {};
  for (const [name, entry] of Object.entries(tree)) {
    const value = written.get(name)?.value;
    const below = [...path, name];
    merged[name] = isKey(entry)
      ? { ...entry, value: keyValue(reader, value, { key: entry, path: below }) }
      : mergeGroup(reader, value, { tree: entry, path: below });
  }
  return merged;
}

interface Entry {
  readonly key: unknown;
  readonly value: unknown;
}

function writtenEntries(reader: Reader, node: unknown, path: Path): Map<string, Entry> {
  const entries = new Map<string, Entry>();
  const map = resolved(reader, node);
  if (isEmpty(map)) return entries;
  if (!isMap(map)) {
    report(reader, map, {
      code: 'openclaw.config.type',
      path,
      message: `"${path.join('.')}" is a group of keys, not a value.`,
      remedy: 'Write its keys below it, indented.',
    });
    return entries;
  }
  for (const pair of map.items) {
    entries.set(keyName(pair), { key: pair.key, value: resolved(reader, pair.value) });
  }
  return entries;
}

function reportUnknown(reader: Reader, node: unknown, { tree, path }: Group): void {
  const name = path[path.length - 1] ?? '';
  const nearest = nearestName(name, Object.keys(tree));
  report(reader, node, {
    code: 'openclaw.config.unknown-key',
    path,
    message: `The key "${name}" is not known here and has no effect.`,
    remedy: nearest === undefined ? 'Remove it, or check its group.' : `Did you mean "${nearest}"?`,
  });
}
