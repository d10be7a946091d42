// A bare context with the engine in it, and strategy code beside the engine. Host objects never enter: what crosses is
// text. Code from strings is disabled, so no function of the host can be conjured up inside.
import { readFileSync } from 'node:fs';
import vm from 'node:vm';
import type { RealmApi, RealmDefine } from '../../core/sandbox/realm-api.js';
import type { CompiledFile } from '../loader/compile.js';
import { builtFile } from '../package-root.js';

/** The API inside the sandbox: every argument and answer is text, a number or true/false. */
export type RealmCalls = Omit<RealmApi, 'define'>;

let realmScript: vm.Script | null = null;

function engineScript(): vm.Script {
  realmScript ??= new vm.Script(readFileSync(builtFile('sandbox-realm.js'), 'utf8'), {
    filename: 'lockstep-engine.js',
  });
  return realmScript;
}

/** A fresh context with the engine in it. Defining code evaluates nothing of a strategy; opening does. */
export class Sandbox {
  private readonly context: vm.Context;
  private readonly api: RealmApi;

  constructor() {
    // Without a prototype the global object leads to no constructor of the host.
    this.context = vm.createContext(Object.create(null) as vm.Context, {
      codeGeneration: { strings: false, wasm: false },
    });
    engineScript().runInContext(this.context);
    this.api = new vm.Script('lockstepRealm').runInContext(this.context) as RealmApi;
    new vm.Script('delete globalThis.lockstepRealm').runInContext(this.context);
  }

  get calls(): RealmCalls {
    return this.api;
  }

  define(file: CompiledFile, request: RealmDefine): void {
    const script = new vm.Script(file.code, { filename: `${request.build}:${file.path}` });
    const factory = script.runInContext(this.context) as Parameters<RealmApi['define']>[1];
    this.api.define(JSON.stringify(request), factory);
  }
}
