// The last `capacity` values, oldest first. Sums are recomputed on every call and never carried along: a running sum
// differs in its last digits and would make a restored run disagree with an unbroken one.
import type { Num, Numeric } from '../numeric/index.js';
import { checkedWindow } from './settings.js';

export class Ring {
  readonly num: Numeric;
  readonly capacity: number;
  /** How many values are held, at most `capacity`. */
  length: number;
  /** How many values were ever pushed. */
  countSeen: number;
  private readonly slots: Num[];
  /** Slot of the oldest value. */
  private head: number;

  constructor(num: Numeric, capacity: number) {
    this.num = num;
    this.capacity = checkedWindow('capacity', capacity);
    this.length = 0;
    this.countSeen = 0;
    this.slots = [];
    for (let i = 0; i < this.capacity; i += 1) this.slots.push(num.zero);
    this.head = 0;
  }

  /** Adds the newest value; a full ring forgets its oldest. */
  push(x: Num): void {
    this.countSeen += 1;
    if (this.length < this.capacity) {
      this.slots[this.length] = x;
      this.length += 1;
      return;
    }
    this.slots[this.head] = x;
    this.head = this.head + 1 === this.capacity ? 0 : this.head + 1;
  }

  isFull(): boolean {
    return this.length === this.capacity;
  }

  /** The value at `index`, 0 being the oldest; zero when there is none. */
  at(index: number): Num {
    if (index < 0 || index >= this.length) return this.num.zero;
    const slot = this.head + index;
    return this.slots[slot < this.capacity ? slot : slot - this.capacity] as Num;
  }

  /** The value pushed last; zero when empty. */
  newest(): Num {
    return this.at(this.length - 1);
  }

  /** Left fold from zero, oldest to newest. */
  sum(): Num {
    let total = this.num.zero;
    for (let i = 0; i < this.length; i += 1) total = total.add(this.at(i));
    return total;
  }

  /** `sum() / length`; zero when empty. */
  mean(): Num {
    if (this.length === 0) return this.num.zero;
    return this.sum().div(this.length);
  }

  /** Smallest value; zero when empty. */
  min(): Num {
    let lowest = this.at(0);
    for (let i = 1; i < this.length; i += 1) {
      const x = this.at(i);
      if (x.lt(lowest)) lowest = x;
    }
    return lowest;
  }

  /** Largest value; zero when empty. */
  max(): Num {
    let highest = this.at(0);
    for (let i = 1; i < this.length; i += 1) {
      const x = this.at(i);
      if (x.gt(highest)) highest = x;
    }
    return highest;
  }
}
