// Which operation of the arithmetic each operation of the intermediate form is.
import { NUMBER_OPERATIONS, WHOLE_OPERATIONS } from '../gpu/wgsl/operations.js';

type NumberOperation = (typeof NUMBER_OPERATIONS)[number];
type WholeOperation = (typeof WHOLE_OPERATIONS)[number];

export const NUMBER_OF = {
  'num.add': 'add',
  'num.sub': 'subtract',
  'num.mul': 'multiply',
  'num.div': 'divide',
  'num.sqrt': 'root',
  'num.neg': 'negate',
  'num.abs': 'absolute',
  'num.trunc': 'truncate',
  'num.from-int': 'from-whole',
} as const satisfies Readonly<Record<string, NumberOperation>>;

export const numberOperation = (name: NumberOperation): number => NUMBER_OPERATIONS.indexOf(name);
export const wholeOperation = (name: WholeOperation): number => WHOLE_OPERATIONS.indexOf(name);
