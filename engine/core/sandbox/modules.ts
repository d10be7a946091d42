// The module system inside the sandbox: strategy files by id, the engine's module by its public name, nothing else.
import type { Hooks } from '../session/program.js';

/** The compiled body of one strategy file. */
export type ModuleFactory = (
  exports: Record<string, unknown>,
  require: (specifier: string) => unknown,
  hooks: Hooks,
) => void;

/** A file of a build: what its import specifiers resolve to was decided by the loader. */
export interface ModuleEntry {
  readonly factory: ModuleFactory;
  readonly links: Readonly<Record<string, string>>;
  readonly siteBase: number;
}

/** Name under which a strategy imports the engine. */
export const STRATEGY_MODULE = 'lockstep/strategy';

/** Evaluates a build from its entry file and returns the entry's exports. */
export function link(
  entries: ReadonlyMap<string, ModuleEntry>,
  entry: string,
  provided: { readonly hooks: (siteBase: number) => Hooks; readonly engineModule: unknown },
): Record<string, unknown> {
  const loaded = new Map<string, Record<string, unknown>>();
  const load = (id: string): Record<string, unknown> => {
    const known = loaded.get(id);
    if (known !== undefined) return known;
    const module = entries.get(id);
    if (module === undefined) throw new Error(`module ${id} was not loaded`);
    const exports: Record<string, unknown> = {};
    loaded.set(id, exports);
    const require = (specifier: string): unknown => {
      if (specifier === STRATEGY_MODULE) return provided.engineModule;
      const target = module.links[specifier];
      if (target === undefined) throw new Error(`cannot import "${specifier}" in a strategy`);
      return load(target);
    };
    module.factory(exports, require, provided.hooks(module.siteBase));
    return exports;
  };
  return load(entry);
}
