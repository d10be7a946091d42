// What the debug console offers while an expression is typed: fields of a value after a dot, else the names an
// expression can see and the catalogue's reason codes, gates and event kinds.
import type { DebugProtocol } from '@vscode/debugprotocol';
import { knownNames, type KnownName } from './names.js';
import type { OneBased } from './positions.js';
import type { Runtime } from './runtime.js';

export interface Typed {
  readonly text: string;
  /** Where the caret stands. */
  readonly column: OneBased;
}

/** `start` counts from 0, as the text does. */
export type Completion = DebugProtocol.CompletionItem & {
  readonly start: number;
  readonly length: number;
};

/** More than this is no help. */
const COMPLETIONS_MAX = 200;

/** Names every expression can start with, beside the locals and observed values of the moment. */
const ROOTS: Readonly<Record<string, string>> = {
  tick: 'ordinal of the tick, from 0',
  ts: 'open time of the tick, milliseconds',
  symbol: 'the symbol in hand',
  gates: 'gates evaluated for the symbol',
  decision: 'the last conclusion for the symbol',
  position: 'the position of the symbol',
  account: 'the account',
  indicators: 'observed values of the symbol',
  state: "the strategy's own state",
  params: "the strategy's parameters",
};

export async function complete(typed: Typed, runtime: Runtime): Promise<readonly Completion[]> {
  const { opened } = runtime;
  if (opened === null) return [];
  const before = typed.text.slice(0, typed.column - 1);
  const word = /[\w.:]*$/.exec(before)?.[0] ?? '';
  const place = { start: before.length - word.length, length: word.length };
  const roots = Object.entries(ROOTS).map(([label, detail]) => ({ label, detail }));
  const all = [...(await fieldsBefore(word, runtime)), ...roots, ...knownNames(opened).map(item)];
  return all
    .filter(({ label }) => label.startsWith(word))
    .slice(0, COMPLETIONS_MAX)
    .map((found) => ({ ...found, ...place }));
}

type Item = Pick<DebugProtocol.CompletionItem, 'label' | 'detail' | 'type'> & {
  readonly label: string;
};

const item = ({ name, kind, text }: KnownName): Item => ({
  label: name,
  detail: text,
  type: kind === 'event' ? 'enum' : 'value',
});

/** `position.` offers the fields of the position as it stands. */
async function fieldsBefore(word: string, runtime: Runtime): Promise<readonly Item[]> {
  const dot = word.lastIndexOf('.');
  if (dot <= 0 || runtime.stop === null) return [];
  const owner = word.slice(0, dot);
  const value = await runtime.evaluate({ expression: owner });
  if ('error' in value || value.handle === 0) return [];
  const fields = await runtime.children({ handle: value.handle, start: 0, count: COMPLETIONS_MAX });
  return fields.map((field) => ({
    label: `${owner}.${field.name}`,
    detail: field.value,
    type: 'property',
  }));
}
