// A bare context with the engine in it, and strategy code beside the engine. Host objects never enter: what crosses is
// text. Code from strings is disabled, so no function of the host can be conjured up inside.
import { readFileSync } from 'node:fs';
import vm from 'node:vm';
import type { RealmApi, RealmDefine } from '../../core/sandbox/realm-api.js';
import type { Compiled, CompiledFile } from '../loader/compile.js';
import { builtFile } from '../package-root.js';

/** The API inside the sandbox: every argument and answer is text, a number or true/false. */
export type Sandbox = Omit<RealmApi, 'define'>;

let realmScript: vm.Script | null = null;

function engineScript(): vm.Script {
  realmScript ??= new vm.Script(readFileSync(builtFile('sandbox-realm.js'), 'utf8'), {
    filename: 'lockstep-engine.js',
  });
  return realmScript;
}

export interface SandboxProgram {
  readonly compiled: Compiled;
  readonly links: ReadonlyMap<string, Readonly<Record<string, string>>>;
}

/** A fresh sandbox with both builds of a strategy defined and nothing of it evaluated yet. */
export function createSandbox(program: SandboxProgram): Sandbox {
  // Without a prototype the global object leads to no constructor of the host.
  const context = vm.createContext(Object.create(null) as vm.Context, {
    codeGeneration: { strings: false, wasm: false },
  });
  engineScript().runInContext(context);
  const api = new vm.Script('lockstepRealm').runInContext(context) as RealmApi;
  new vm.Script('delete globalThis.lockstepRealm').runInContext(context);
  defineBuild(context, api, {
    build: 'plain',
    files: program.compiled.plain,
    links: program.links,
  });
  defineBuild(context, api, {
    build: 'recording',
    files: program.compiled.recording,
    links: program.links,
  });
  return api;
}

function defineBuild(
  context: vm.Context,
  api: RealmApi,
  {
    build,
    files,
    links,
  }: {
    build: RealmDefine['build'];
    files: readonly CompiledFile[];
    links: SandboxProgram['links'];
  },
): void {
  for (const file of files) {
    const factory = new vm.Script(file.code, { filename: `${build}:${file.path}` }).runInContext(
      context,
    ) as Parameters<RealmApi['define']>[1];
    const request: RealmDefine = { build, id: file.path, links: links.get(file.path) ?? {} };
    api.define(JSON.stringify(request), factory);
  }
}
