// The instructions of the intermediate form: typed registers, structured control flow, explicit memory. Both executors
// are made from it, so each operation means one thing: what its comment says.

/** Index of a register within its function. */
export type Register = number;

export type NumBinary = 'num.add' | 'num.sub' | 'num.mul' | 'num.div';
export type NumUnary = 'num.neg' | 'num.abs' | 'num.sqrt' | 'num.trunc';
export type NumCompare = 'num.eq' | 'num.lt' | 'num.lte' | 'num.gt' | 'num.gte';
export type NumTest = 'num.is-zero' | 'num.is-neg' | 'num.is-nan' | 'num.is-finite';
export type IntBinary = 'int.add' | 'int.sub' | 'int.mul' | 'int.rem' | 'int.min' | 'int.max';
export type IntCompare = 'int.eq' | 'int.ne' | 'int.lt' | 'int.lte' | 'int.gt' | 'int.gte';
export type WordBinary = 'word.eq' | 'word.ne' | 'flag.and' | 'flag.or';

/** Why compiled code stopped by itself. The reference lane then tells the story. */
export type Trap =
  /** The engine refused something, or the strategy threw. */
  | 'fault'
  /** A whole number left +-(2^53 - 1). */
  | 'int-range'
  /** null where a value was needed, or an index beyond a list that is read. */
  | 'missing'
  /** A list in state is full. */
  | 'capacity'
  /** A value is no whole number within +-(2^53 - 1), or a remainder by zero. */
  | 'not-whole'
  /** An order was asked for, and one side is no number. */
  | 'unordered'
  /** An index behind the end of a list is written, or a list is lengthened. */
  | 'beyond-end'
  /** An object was to be put into a list of state, or moved in it. */
  | 'object-in-state'
  /** A list that is part of a record in state is changed, or is a list of state itself. */
  | 'shared-list';

export type Operation =
  | { readonly op: 'const.word'; readonly dst: Register; readonly value: number }
  | { readonly op: 'const.int'; readonly dst: Register; readonly value: number }
  /** A decimal text of the program's table of constants. */
  | { readonly op: 'const.num'; readonly dst: Register; readonly text: number }
  | { readonly op: 'move'; readonly dst: Register; readonly a: Register }
  | {
      readonly op: NumBinary | NumCompare | IntBinary | IntCompare | WordBinary;
      readonly dst: Register;
      readonly a: Register;
      readonly b: Register;
    }
  | {
      readonly op:
        NumUnary | NumTest | 'int.neg' | 'int.abs' | 'flag.not' | 'num.from-int' | 'num.to-int';
      readonly dst: Register;
      readonly a: Register;
    }
  /** `num.cmp` gives -1, 0 or 1, and traps with `unordered` when either side is no number. */
  | { readonly op: 'num.cmp'; readonly dst: Register; readonly a: Register; readonly b: Register }
  /** Rounds by the step record at address `b`. */
  | { readonly op: 'num.round'; readonly dst: Register; readonly a: Register; readonly b: Register }
  | { readonly op: 'if'; readonly a: Register }
  | { readonly op: 'else' | 'end' | 'block' | 'loop' }
  /** Leaves `depth` enclosing blocks; of a loop: goes to its start. 0 is the innermost. */
  | { readonly op: 'br'; readonly depth: number }
  | { readonly op: 'return'; readonly a: Register | null }
  | {
      readonly op: 'call';
      readonly dst: Register | null;
      readonly callee: number;
      readonly args: readonly Register[];
    }
  | { readonly op: 'trap'; readonly trap: Trap }
  /** Words of memory that live until the tick ends. What is in them is not known: whoever takes them writes them all. */
  | { readonly op: 'alloc'; readonly dst: Register; readonly words: number }
  | {
      readonly op: 'load';
      readonly dst: Register;
      readonly base: Register;
      readonly offset: number;
      /** What lies there does not change while the register is used. */
      readonly isStable: boolean;
    }
  | { readonly op: 'store'; readonly base: Register; readonly offset: number; readonly a: Register }
  /** base + offset words. */
  | {
      readonly op: 'address';
      readonly dst: Register;
      readonly base: Register;
      readonly offset: number;
    }
  | {
      readonly op: 'list.new';
      readonly dst: Register;
      readonly capacity: number;
      readonly stride: number;
    }
  | { readonly op: 'list.length'; readonly dst: Register; readonly a: Register }
  /** Whether the index is within the list. */
  | {
      readonly op: 'list.has';
      readonly dst: Register;
      readonly a: Register;
      readonly index: Register;
    }
  /** Address of an element; traps with `missing` beyond the list. */
  | {
      readonly op: 'list.at';
      readonly dst: Register;
      readonly a: Register;
      readonly index: Register;
      readonly stride: number;
    }
  /** Makes the list one longer and gives the address of its new element; traps with `capacity` when state's is full. */
  | {
      readonly op: 'list.grow';
      readonly dst: Register;
      readonly a: Register;
      readonly stride: number;
    }
  /** Shortens; what a list of state held there becomes zero, so that equal states are equal words. */
  | { readonly op: 'list.truncate'; readonly a: Register; readonly length: Register }
  /** Makes an empty list of `BLOCK_LIST_CAPACITY` elements at an address, its elements right behind its header. */
  | { readonly op: 'list.place'; readonly a: Register; readonly stride: number }
  /** Address of a root of memory. */
  | { readonly op: 'root'; readonly dst: Register; readonly root: number }
  /** Whether an address lies in state, which outlives the tick. */
  | { readonly op: 'is-state'; readonly dst: Register; readonly a: Register }
  /** Sets words to zero. */
  | { readonly op: 'clear'; readonly base: Register; readonly words: number }
  | { readonly op: 'out.begin'; readonly sink: number }
  | { readonly op: 'out.value'; readonly a: Register };

export type Instruction = Operation & {
  /** Index into the program's table of source places. */
  readonly at: number;
};

export type OperationName = Operation['op'];
