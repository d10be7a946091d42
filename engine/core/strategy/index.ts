// What a strategy author imports as `lockstep/strategy`. Everything here is pure and portable.
export * from './definition.js';
export * from './params.js';
export * from '../indicators/index.js';
export { clamp, max, min } from '../numeric/numeric.js';
export type { Num, NumLike, Numeric } from '../numeric/numeric.js';
export type {
  Account,
  Bar,
  Comparator,
  OrderAction,
  Position,
  Side,
  SymbolIndex,
} from '../model/index.js';
