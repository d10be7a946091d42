// Patterns for substitutions: right kind, right path, right value.
import { canonicalJson, type Intervention, type Json } from '../../../engine/core/schema/index.js';
import type { Accepts, Healing } from './kind.js';

type Kind = Intervention['kind'];

export const same = (a: unknown, b: unknown): boolean =>
  canonicalJson(normal(a as Json)) === canonicalJson(normal(b as Json));

const DECIMAL = /^-?\d+(?:\.\d+)?$/;

/** Numbers as text without trailing zeros, so that 5.0 is 5. */
function normal(value: Json): Json {
  if (typeof value === 'string' && DECIMAL.test(value) && value.includes('.'))
    return value.replace(/\.?0+$/, '');
  if (Array.isArray(value)) return (value as readonly Json[]).map(normal);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, normal(item)]));
}

const isOneOf =
  (...kinds: readonly Kind[]): Accepts =>
  ({ kind }) =>
    kinds.includes(kind);

/** The substitution that was injected, and no other. */
export const exactly = (injected: Intervention): Healing => ({
  isKind: isOneOf(injected.kind),
  isExact: (found) => same(found, injected),
});

/** Any substitution of these kinds is right when it gives live's run exactly. */
export const anyOf = (...kinds: readonly Kind[]): Healing => ({ isKind: isOneOf(...kinds) });

/** A rule of the venue under one of these paths. */
export const rule = (paths: readonly string[], injected: Intervention): Healing => ({
  isKind: (found) =>
    found.kind === 'venue-policy' && paths.some((path) => found.path.startsWith(path)),
  isExact: (found) => same(found, injected),
});

/** Fields of the state, among them one whose path begins so. */
export const field = (path: string, value?: Json): Healing => ({
  isKind: (found) =>
    found.kind === 'state-field' &&
    found.fields.some((patch) => patch.path === path || patch.path.startsWith(`${path}.`)),
  ...(value === undefined
    ? {}
    : {
        isExact: (found: Intervention) =>
          found.kind === 'state-field' &&
          found.fields.some((patch) => patch.path === path && same(patch.value, value)),
      }),
});
