// The tick as this strategy sees it.
import type { Tick } from 'lockstep/strategy';
import type { GateName, ReasonCode } from './catalogue.js';
import type { Params } from './params.js';
import type { State } from './state.js';

export type EngineTick = Tick<Params, State, ReasonCode, GateName>;
