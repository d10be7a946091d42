// The shape of the engine's configuration: groups of typed keys with their defaults.

export interface IntKey {
  readonly type: 'int';
  readonly default: number;
}
export interface NumberKey {
  readonly type: 'number';
  readonly default: number;
}
export interface FlagKey {
  readonly type: 'flag';
  readonly default: boolean;
}
export interface ChoiceKey {
  readonly type: 'choice';
  readonly default: string;
  readonly choices: readonly string[];
}
export interface TextKey {
  readonly type: 'text';
  readonly default: string;
}
/** Free JSON with no keys of its own known here. */
export interface FreeKey {
  readonly type: 'free';
  readonly default: FreeValue;
}
export type FreeValue =
  null | boolean | number | string | readonly FreeValue[] | { readonly [key: string]: FreeValue };

export type ConfigKey = IntKey | NumberKey | FlagKey | ChoiceKey | TextKey | FreeKey;
export interface ConfigTree {
  readonly [name: string]: ConfigKey | ConfigTree;
}

/** An effective configuration: a key with the value that holds, in the shape of the tree. */
export type EffectiveKey = ConfigKey & { readonly value: FreeValue };
export interface EffectiveTree {
  readonly [name: string]: EffectiveKey | EffectiveTree;
}

// No group has a member called "type", so a key is told from a group by it.
export const isKey = (entry: ConfigKey | ConfigTree): entry is ConfigKey =>
  typeof entry.type === 'string';
export const isEffectiveKey = (entry: EffectiveKey | EffectiveTree): entry is EffectiveKey =>
  typeof entry.type === 'string';

export const int = (value: number): IntKey => ({ type: 'int', default: value });
export const number = (value: number): NumberKey => ({ type: 'number', default: value });
export const flag = (value: boolean): FlagKey => ({ type: 'flag', default: value });
export const text = (value: string): TextKey => ({ type: 'text', default: value });
export const free = (value: FreeValue): FreeKey => ({ type: 'free', default: value });
export const choice = (value: string, choices: readonly string[]): ChoiceKey => ({
  type: 'choice',
  default: value,
  choices,
});
