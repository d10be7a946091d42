// The declared reason codes, their details and the gate names, with the place of each declaration.
import ts from 'typescript';
import { entriesOf, originOf, type Entries } from './constant.js';
import type { Modules } from './modules.js';

export type NameKind = 'reason' | 'detail' | 'gate';

export interface Names {
  readonly names: ReadonlyMap<string, ts.Node>;
  /** false: there may be more names than the text shows, so an unknown one may be right. */
  readonly complete: boolean;
}

export interface Catalogue {
  readonly reasons: Names;
  /** Details by reason. A reason without details has an empty list. */
  readonly details: ReadonlyMap<string, Names>;
  readonly gates: Names;
}

const NOTHING: Names = { names: new Map(), complete: false };

export function readCatalogue(modules: Modules, definition: Entries | undefined): Catalogue {
  const member = (name: string): Entries | undefined => {
    const value = definition?.entries.get(name)?.value;
    return value === undefined ? undefined : entriesOf(modules, value);
  };
  const reasons = member('reasons');
  const details = new Map<string, Names>();
  for (const [reason, { value }] of reasons?.entries ?? []) {
    if (value !== undefined) details.set(reason, detailsOf(modules, value));
  }
  return { reasons: namesOf(reasons), details, gates: namesOf(member('gates')) };
}

const namesOf = (entries: Entries | undefined): Names =>
  entries === undefined
    ? NOTHING
    : {
        names: new Map([...entries.entries].map(([name, { key }]) => [name, key])),
        complete: entries.complete,
      };

/** `{ text, details: { code: 'wording' } }`; a plain text has no details. */
function detailsOf(modules: Modules, wording: ts.Expression): Names {
  const origin = originOf(modules, wording);
  if (ts.isExpression(origin) && ts.isStringLiteralLike(origin)) {
    return { names: new Map(), complete: true };
  }
  if (!ts.isExpression(origin) || !ts.isObjectLiteralExpression(origin)) return NOTHING;
  const { entries, complete } = entriesOf(modules, origin);
  const details = entries.get('details');
  if (details === undefined) return { names: new Map(), complete };
  return details.value === undefined ? NOTHING : namesOf(entriesOf(modules, details.value));
}
