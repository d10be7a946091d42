// The engine's own hash of a configuration, as its reports carry it: sha-256 of compact JSON with keys in ascending
// order inside each top-level group, and floats written as Rust's serde_json writes them.
import { sha256 } from '../../capture/capture-files.js';
import {
  isEffectiveKey,
  type EffectiveKey,
  type EffectiveTree,
  type FreeValue,
} from './config-tree.js';

export function configFingerprint(config: EffectiveTree): string {
  // The top level keeps the order of the engine's structure; only what lies below is sorted.
  const groups = Object.entries(config).map(([name, group]) => member(name, entryJson(group)));
  return sha256(`{${groups.join(',')}}`);
}

const member = (name: string, json: string): string => `${JSON.stringify(name)}:${json}`;

const ascending = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function entryJson(entry: EffectiveKey | EffectiveTree): string {
  if (isEffectiveKey(entry)) return keyJson(entry);
  const names = Object.keys(entry).sort(ascending);
  return `{${names.map((name) => member(name, entryJson(entry[name] ?? {}))).join(',')}}`;
}

const keyJson = (key: EffectiveKey): string =>
  key.type === 'number' ? rustFloat(Number(key.value)) : freeJson(key.value);

function freeJson(value: FreeValue): string {
  if (Array.isArray(value)) return `[${value.map((item: FreeValue) => freeJson(item)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const object = value as { readonly [key: string]: FreeValue };
  const names = Object.keys(object).sort(ascending);
  return `{${names.map((name) => member(name, freeJson(object[name] ?? null))).join(',')}}`;
}

/**
 * A double as serde_json prints it: shortest digits, always with a fraction or an exponent. Plain between 1e-5 and
 * 1e16, where JavaScript is plain between 1e-6 and 1e21.
 */
export function rustFloat(value: number): string {
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  const [mantissa = '', exponentText = ''] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (exponent < -5 || exponent > 15) return `${mantissa}e${String(exponent)}`;
  const plain = String(value);
  if (plain.includes('e') || plain.includes('.')) return plain;
  return `${plain}.0`;
}
