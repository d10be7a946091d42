// What every random program has at hand: types of each kind that portable code knows, classes with nested objects and
// rings, and functions that keep numbers in a range where no lane has to give up.

export const PRELUDE = `type Color = 'red' | 'green' | 'blue';
interface Inner { readonly a: number; readonly b: Num | null }
interface Row {
  readonly at: number; readonly price: Num; readonly tag: Color; readonly isHot: boolean;
  readonly note?: number; readonly inner: Inner; readonly parts: readonly Num[];
}
interface Mut { at: number; price: Num; on: boolean; tag: Color; note: number | null; extra: Num | null }
type Happening =
  | { readonly kind: 'up'; readonly by: number }
  | { readonly kind: 'down'; readonly size: Num; readonly cause: Color }
  | { readonly kind: 'none' };
const HALF = '0.5';
const LIMIT = 997;
const STEPS = [1, 2, 5, 13] as const;
const byAt = (a: Row, b: Row): number => a.at - b.at;
const byAtDown = (a: Row, b: Row): number => b.at - a.at;
function byPrice(a: Row, b: Row): number {
  if (a.price.lt(b.price)) return -1;
  return a.price.gt(b.price) ? 1 : 0;
}
const fold = (n: number): number => (n < 0 ? (0 - n) % LIMIT : n % LIMIT);
function tame(x: Num): Num {
  if (!x.isFinite()) return x;
  const size = x.abs();
  if (size.gt('1e30')) return x.isNeg() ? x.trunc().div(size).mul('-3.25') : size.div(size);
  return size.lt('1e-30') && !x.isZero() ? x.div(size).mul(HALF) : x;
}
function clean(num: Numeric, x: Num): Num {
  const tamed = tame(x);
  return tamed.isFinite() ? tamed : num('7.125');
}
const positive = (num: Numeric, x: Num): Num => clean(num, x).abs().add('0.001');
function whole(x: Num): number {
  if (!x.isFinite() || x.abs().gt(100000)) return 11;
  const cut = x.trunc();
  return cut.isZero() ? 0 : cut.toNumber();
}
const part = (x: Num): number => (x.isFinite() && x.abs().lt(2) ? x.trunc().toNumber() : 0);
const order = (x: Num, y: Num): number => (x.isNaN() || y.isNaN() ? 0 : x.cmp(y));
class Pocket {
  n: number;
  x: Num;
  private readonly recent: Ring;
  constructor(num: Numeric) {
    this.n = 0;
    this.x = num.zero;
    this.recent = new Ring(num, 4);
  }
  put(x: Num): void {
    this.n += 1;
    this.x = tame(x);
    this.recent.push(this.x);
  }
  get half(): Num {
    return this.x.mul(HALF);
  }
  get mean(): Num {
    return this.recent.mean();
  }
}
class Desk {
  count: number;
  isOpen: boolean;
  tag: Color;
  last: number | null;
  readonly pocket: Pocket;
  private readonly slow: Ema;
  constructor(num: Numeric, window: number) {
    this.count = 0;
    this.isOpen = false;
    this.tag = 'red';
    this.last = null;
    this.pocket = new Pocket(num);
    this.slow = new Ema(num, { window, seed: 'simple-mean' });
  }
  get isBusy(): boolean {
    return this.count > 3 && this.isOpen;
  }
  get level(): Num {
    return this.slow.value;
  }
  feed(num: Numeric, x: Num): void {
    this.count += 1;
    this.slow.update(clean(num, x));
    if (this.count % 3 === 0) return;
    this.pocket.put(x);
    this.last = this.count;
  }
  color(n: number): Color {
    switch (fold(n) % 4) {
      case 0:
        return 'red';
      case 1:
      case 2:
        return this.tag;
      default:
        return this.isOpen ? 'blue' : 'green';
    }
  }
}
interface State {
  n: number; m: number; x: Num; y: Num; on: boolean; off: boolean; tag: Color;
  o?: number; ox: Num | null; of: boolean | null;
  xs: number[]; ys: Num[]; fs: boolean[]; os: (number | null)[]; rows: Row[]; grid: Num[][];
  mut: Mut; muts: Mut[]; desk: Desk; desks: Desk[];
}
const mutOf = (num: Numeric, at: number): Mut =>
  ({ at, price: num(at).div(3), on: at % 2 === 0, tag: 'green', note: null, extra: null });
`;

export const STATE = `{
    n: 3, m: 40, x: num('1.5'), y: num('-0.3'), on: true, off: false, tag: 'blue' as Color,
    ox: null, of: null, xs: [4, 8], ys: [num(2), num('0.75')], fs: [true, false, true], os: [1, null, 7],
    rows: [], grid: [[num(1)], [num(2), num(3)]],
    mut: mutOf(num, 5), muts: [mutOf(num, 1), mutOf(num, 2), mutOf(num, 3)],
    desk: new Desk(num, 3), desks: [new Desk(num, 2), new Desk(num, 5)],
  }`;
