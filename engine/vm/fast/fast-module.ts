// The WebAssembly module of a program and how its numbers round, by the run's policy.
import type { Numeric } from '../../core/numeric/index.js';
import type { Program } from '../ir/program.js';
import { binary64Code } from './binary64-code.js';
import { emitModule } from './emit-module.js';
import { binary64Rounder, type Rounder } from './rounder.js';

export interface FastModule {
  readonly module: WebAssembly.Module;
  readonly rounder: Rounder;
}

const modules = new WeakMap<Program, WebAssembly.Module>();

/** Precondition: the policy is binary64. */
export function fastModule(program: Program, num: Numeric): FastModule {
  const known = modules.get(program);
  const module = known ?? new WebAssembly.Module(emitModule(program, binary64Code));
  modules.set(program, module);
  return { module, rounder: binary64Rounder(num) };
}
