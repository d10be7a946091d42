// Faults to plant into the compiler and the lanes, one at a time. Each is the text of a source and what stands there instead.
// Each is found by a random program, or by the directed test that stands with it; the bench runs both. So none is without effect.
import type { LaneName } from '../../../../engine/host/lanes/lane-report.js';

export interface PlantedFault {
  readonly name: string;
  /** Of a path under engine/. */
  readonly file: string;
  /** Occurs once. */
  readonly text: string;
  readonly instead: string;
  /** The lane it makes wrong. */
  readonly lane: LaneName;
  /** Of what no random program does: the test that finds it, and a part of its title. */
  readonly directed?: { readonly file: string; readonly title: string };
}

const fault =
  (lane: LaneName) =>
  (...[name, file, text, instead]: readonly [string, string, string, string]): PlantedFault => ({
    name,
    file,
    text,
    instead,
    lane,
  });
const fast = fault('fast');
const gpu = fault('gpu');

/** Of what random programs do too seldom, or not at all. */
const directed = (planted: PlantedFault, file: string, title: string): PlantedFault => ({
  ...planted,
  directed: { file, title },
});

const COMPILER: readonly PlantedFault[] = [
  fast(
    'operands from right to left',
    'vm/compile/binary.ts',
    `  const left = builder.coerce(f.expression(node.left), INT);
  const right = builder.coerce(f.expression(node.right), INT);`,
    `  const right = builder.coerce(f.expression(node.right), INT);
  const left = builder.coerce(f.expression(node.left), INT);`,
  ),
  fast(
    '&& and || compute both sides',
    'vm/compile/binary.ts',
    `  builder.assign(dst, left);
  builder.emit({
    op: 'if',
    a: isAnd ? dst : builder.use(negate(f, { type: FLAG, register: dst, isNamed: true })),
  });
  builder.assign(dst, compileCondition(f, node.right));`,
    `  builder.assign(dst, left);
  const right = compileCondition(f, node.right);
  builder.emit({
    op: 'if',
    a: isAnd ? dst : builder.use(negate(f, { type: FLAG, register: dst, isNamed: true })),
  });
  builder.assign(dst, right);`,
  ),
  fast(
    '?? computes both sides',
    'vm/compile/binary.ts',
    `  builder.emit({ op: 'if', a });
  builder.assign(dst, builder.coerce({ type: left.type, register: a, isNamed: true }, type));
  builder.emit({ op: 'else' });
  builder.assign(dst, builder.coerce(f.expression(node.right), type));`,
    `  const right = builder.coerce(f.expression(node.right), type);
  builder.emit({ op: 'if', a });
  builder.assign(dst, builder.coerce({ type: left.type, register: a, isNamed: true }, type));
  builder.emit({ op: 'else' });
  builder.assign(dst, right);`,
  ),
  fast(
    'what is missing equals what is there',
    'vm/compile/binary.ts',
    'value: isEqual ? 0 : 1',
    'value: isEqual ? 1 : 0',
  ),
  fast(
    'continue passes over the step of a loop',
    'vm/compile/loop.ts',
    `  builder.emit({ op: 'end' });
  step?.();`,
    `  step?.();
  builder.emit({ op: 'end' });`,
  ),
  fast(
    'clauses of a switch do not fall through',
    'vm/compile/statement.ts',
    "builder.emit({ op: 'flag.or', dst: at.isInside, a: at.isInside, b: builder.use(same) });",
    "builder.emit({ op: 'move', dst: at.isInside, a: builder.use(same) });",
  ),
  fast(
    'records read from state are not copied',
    'vm/compile/record-copies.ts',
    'if (!fitsBlock(shape)) return loaded;',
    'return loaded;',
  ),
  fast(
    'a spread does not replace fields before it',
    'vm/compile/object.ts',
    'values.set(name, f.builder.field(source, name));',
    'if (!values.has(name)) values.set(name, f.builder.field(source, name));',
  ),
  fast(
    'what a chain lacks is what it had before',
    'vm/compile/optional.ts',
    "  builder.emit({ op: 'const.word', dst, value: 0 });\n",
    '',
  ),
  fast(
    'the place of an assignment is computed after the value',
    'vm/compile/assignment.ts',
    `    const place = placeOf(f, node.left);
    place.write(f.expression(node.right));`,
    `    const value = f.expression(node.right);
    placeOf(f, node.left).write(value);`,
  ),
  fast(
    'a compound assignment reads its place after the value',
    'vm/compile/assignment.ts',
    `  const a = builder.use(builder.coerce(place.read(), INT));
  const b = builder.use(builder.coerce(f.expression(node.right), INT));`,
    `  const b = builder.use(builder.coerce(f.expression(node.right), INT));
  const a = builder.use(builder.coerce(place.read(), INT));`,
  ),
  fast(
    'an element beyond the end is what was read before',
    'vm/compile/list.ts',
    "  builder.emit({ op: 'const.word', dst, value: 0 });\n  builder.emit({ op: 'if', a: builder.use(has) });",
    "  builder.emit({ op: 'if', a: builder.use(has) });",
  ),
  fast(
    'a sort moves equal elements',
    'vm/compile/list.ts',
    "breakUnless(f, { op: 'int.gt', a: builder.use(order), b: builder.use(constant(INT, 0)) });",
    "breakUnless(f, { op: 'int.gt', a: builder.use(order), b: builder.use(constant(INT, -1)) });",
  ),
  // The compiler writes every register before it reads it; the intermediate form lets others do without.
  directed(
    fast(
      'registers of inlined code keep what they had',
      'vm/optimise/inline.ts',
      'for (const register of startingAtZero(callee))',
      'for (const register of startingAtZero(callee).slice(0, 0))',
    ),
    'test/unit/vm/inline.test.ts',
    'what may be read before it is written starts at zero',
  ),
  fast(
    'inlined code assigns the variables of its caller',
    'vm/optimise/inline.ts',
    'if (argument >= 0 && !written.has(register)) return',
    'if (argument >= 0) return',
  ),
];

const FAST: readonly PlantedFault[] = [
  directed(
    fast(
      'whole numbers may pass their end by one',
      'vm/fast/emit-int.ts',
      '.i64(2n * SAFE)',
      '.i64(2n * SAFE + 1n)',
    ),
    'test/unit/vm/whole-numbers.test.ts',
    'MAX + 1 is no whole number of a lane',
  ),
  fast(
    'a NaN keeps the sign it was made with',
    'vm/fast/binary64-code.ts',
    'return constant(e, NaN).get(a).get(a).get(a).op(W.f64Ne, W.select);',
    'return e.get(a);',
  ),
  directed(
    fast(
      'a negative zero is not negative',
      'vm/fast/binary64-code.ts',
      'constant(e, 1).get(i.a).op(W.f64Copysign);',
      'e.get(i.a);',
    ),
    'test/unit/vm/num-methods.test.ts',
    'pairs under {"kind":"binary64"}',
  ),
  fast(
    'a ring forgets its second oldest value',
    'core/indicators/ring.ts',
    'this.head = this.head + 1 === this.capacity ? 0 : this.head + 1;',
    'this.head = this.head + 2 >= this.capacity ? 0 : this.head + 1;',
  ),
  directed(
    fast(
      'ties to the odd digit',
      'vm/fast/assembly/round.ts',
      'if (mode == HALF_EVEN) return odd;',
      'if (mode == HALF_EVEN) return !odd;',
    ),
    'test/property/vm/decimal-lane.test.ts',
    'add: decimal',
  ),
  directed(
    fast(
      'a tie that has more behind it is one',
      'vm/fast/assembly/round.ts',
      'if (isAnyBehind(cut, last)) return true;',
      '',
    ),
    'test/property/vm/decimal-lane.test.ts',
    'add: decimal',
  ),
  directed(
    fast(
      'a summand far below is nothing',
      'vm/fast/assembly/sum.ts',
      'if (shift > LIMBS) setWork(FAR, 1);',
      'if (shift > LIMBS) setWork(FAR, 0);',
    ),
    'test/property/vm/decimal-lane.test.ts',
    'add: decimal',
  ),
  directed(
    fast(
      'a difference of nothing has no sign under floor',
      'vm/fast/assembly/sum.ts',
      `      writeHeader(dst, rounding == FLOOR ? SIGN : 0);
      return;`,
      `      writeHeader(dst, 0);
      return;`,
    ),
    'test/property/vm/decimal-lane.test.ts',
    'sub: decimal',
  ),
  fast(
    'a sum with zero is not rounded',
    'vm/fast/assembly/sum.ts',
    'finish(dst, HEAD + 1, limb(a, 0), HEAD + LIMBS, exponent(h), h & SIGN);',
    'memory.copy(dst, a, 4 + 4 * LIMBS); writeHeader(dst, h);',
  ),
];

const GPU: readonly PlantedFault[] = [
  gpu(
    'a register passed on outlives a call',
    'vm/bytecode/forwarding.ts',
    "new Set([\n  'call',",
    'new Set([',
  ),
  directed(
    gpu(
      'ties at the border of limbs are even',
      'vm/gpu/wgsl/decimal-rounding.ts',
      'isOdd = cut > lead && (limbs[RESULT_LIMBS + cut - 1u] & 1u) == 1u;',
      'isOdd = false;',
    ),
    'test/gpu/decimal.test.ts',
    'random rows, seed 20260',
  ),
  directed(
    gpu(
      'a difference of nothing has no sign under floor, on the device',
      'vm/gpu/wgsl/decimal-sum.ts',
      'setResult(KIND_ZERO, policyRounding == 3u);',
      'setResult(KIND_ZERO, false);',
    ),
    'test/gpu/decimal.test.ts',
    'every pair of edges',
  ),
  directed(
    gpu(
      'what lies below a difference takes nothing from it',
      'vm/gpu/wgsl/decimal-sum.ts',
      'var carry = u32(isDifference && resultRest);',
      'var carry = 0u;',
    ),
    'test/gpu/decimal.test.ts',
    'random rows, seed 20260',
  ),
  gpu(
    'a remainder has the sign of the divisor',
    'vm/gpu/wgsl/wholes.ts',
    'magnitude = wideRemainder(x, y);',
    'magnitude = wideRemainder(x, y);\n      isNegative = isNegativeWhole(right);',
  ),
  gpu(
    'a shortened list leaves its blocks as they were',
    'vm/gpu/interpreter-lists.ts',
    'for (var j = 0u; j < header.w; j++) { writeWord(at + j, 0u); }',
    '',
  ),
  gpu(
    'a list that moves takes one word an element along',
    'vm/gpu/interpreter-lists.ts',
    'count = header.x * stride;',
    'count = header.x;',
  ),
  directed(
    gpu(
      'a quotient forgets its rest',
      'vm/gpu/wgsl/binary64-arithmetic.ts',
      'quotient.x |= u32(!wideIsZero(rest));',
      '',
    ),
    'test/gpu/binary64.test.ts',
    'every pair of edges',
  ),
  // The output of a lane has room for more than a random program makes.
  directed(
    gpu(
      'output of a tick that came in two pieces loses the first',
      'vm/gpu/lane-output.ts',
      'this.waiting = joined(this.waiting, region.subarray(from, out));',
      'this.waiting = region.slice(from, out);',
    ),
    'test/gpu/lanes.test.ts',
    'loses nothing when its output',
  ),
];

export const PLANTED_FAULTS: readonly PlantedFault[] = [...COMPILER, ...FAST, ...GPU];
