// What programs of the tables share: a log of whole numbers in state, and types to work with.
import type { LaneProgram } from '../../../support/vm/lane-program.js';

const LOG = 'log: number[];';
/** Room for many numbers: a list keeps what it had room for at the start. */
const LOG_START = `log: [${Array.from({ length: 64 }, () => '0').join(', ')}]`;
const CLEAR = 's.log.length = 0;\n';

export const logged = (body: string, more: Partial<LaneProgram> = {}): LaneProgram => ({
  ...more,
  fields: `${LOG} ${more.fields ?? ''}`,
  initial: `{ ${LOG_START}, ${more.initial ?? ''} }`,
  body: CLEAR + body,
});

export const COLOR = `type Color = 'red' | 'green' | 'blue' | 'none';
function color(n: number): Color {
  switch (n % 4) {
    case 0: return 'red';
    case 1: return 'green';
    case 2: return 'blue';
    default: return 'none';
  }
}`;
export const ROW = `interface Row { readonly at: number; readonly n: number; readonly inner: Inner; readonly note?: number }
interface Inner { readonly a: number; readonly x: Num | null }
const byAt = (a: Row, b: Row): number => a.at - b.at;
const row = (num: Numeric, at: number, n: number): Row => ({ at, n, inner: { a: at * 2, x: n % 2 === 0 ? null : num(n) } });`;
export const SHAPE = `type Shape =
  | { readonly kind: 'dot' }
  | { readonly kind: 'line'; readonly length: number }
  | { readonly kind: 'box'; readonly length: number; readonly side: Num };
function shape(num: Numeric, n: number): Shape {
  if (n === 0) return { kind: 'dot' };
  return n === 1 ? { kind: 'line', length: 4 } : { kind: 'box', length: n, side: num(n).div(3) };
}`;
export const DESK = `class Pocket {
  n: number;
  constructor() { this.n = 1; }
  get isFull(): boolean { return this.n > 3; }
  add(by: number): number { this.n += by; return this.n; }
}
class Desk {
  readonly pocket: Pocket;
  readonly ring: Ring;
  private total: Num;
  state: 'idle' | 'busy';
  constructor(num: Numeric) {
    this.pocket = new Pocket();
    this.ring = new Ring(num, 3);
    this.total = num.zero;
    this.state = 'idle';
  }
  get sum(): Num { return this.total; }
  feed(x: Num): boolean {
    this.ring.push(x);
    if (!this.ring.isFull()) return false;
    this.total = this.total.add(this.ring.mean());
    this.state = this.pocket.isFull ? 'busy' : 'idle';
    return true;
  }
}`;

export type Row = readonly [title: string, program: LaneProgram];
