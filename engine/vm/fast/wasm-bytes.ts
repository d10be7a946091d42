// Bytes of a WebAssembly module: integers in LEB128, vectors and sections (WebAssembly Core Specification 2.0, chapter 5).

export class ByteWriter {
  private buffer = new Uint8Array(1024);
  length = 0;

  byte(value: number): this {
    if (this.length === this.buffer.length) this.grow(this.length + 1);
    this.buffer[this.length] = value;
    this.length += 1;
    return this;
  }

  bytes(values: Uint8Array | readonly number[]): this {
    if (this.length + values.length > this.buffer.length) this.grow(this.length + values.length);
    this.buffer.set(values, this.length);
    this.length += values.length;
    return this;
  }

  private grow(needed: number): void {
    const larger = new Uint8Array(Math.max(needed, this.buffer.length * 2));
    larger.set(this.buffer);
    this.buffer = larger;
  }

  /** Unsigned, below 2^32. */
  u32(value: number): this {
    let rest = value >>> 0;
    while (rest >= 0x80) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    return this.byte(rest);
  }

  i32(value: number): this {
    let rest = value | 0;
    for (;;) {
      const low = rest & 0x7f;
      rest >>= 7;
      const isDone = (rest === 0 && (low & 0x40) === 0) || (rest === -1 && (low & 0x40) !== 0);
      if (isDone) return this.byte(low);
      this.byte(low | 0x80);
    }
  }

  i64(value: bigint): this {
    let rest = BigInt.asIntN(64, value);
    for (;;) {
      const low = Number(rest & 0x7fn);
      rest >>= 7n;
      const isDone = (rest === 0n && (low & 0x40) === 0) || (rest === -1n && (low & 0x40) !== 0);
      if (isDone) return this.byte(low);
      this.byte(low | 0x80);
    }
  }

  f64(value: number): this {
    const eight = new Uint8Array(8);
    new DataView(eight.buffer).setFloat64(0, value, true);
    return this.bytes(eight);
  }

  name(text: string): this {
    const encoded = new TextEncoder().encode(text);
    return this.u32(encoded.length).bytes(encoded);
  }

  /** A section or a function body: its length first. */
  sized(content: ByteWriter): this {
    return this.u32(content.length).bytes(content.view());
  }

  view(): Uint8Array {
    return this.buffer.subarray(0, this.length);
  }
}

export type ValueCode = 0x7f | 0x7e | 0x7c;
export const I32: ValueCode = 0x7f;
export const I64: ValueCode = 0x7e;
export const F64: ValueCode = 0x7c;

/** Opcodes by their names in the specification. */
export const W = {
  unreachable: 0x00,
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  else: 0x05,
  end: 0x0b,
  br: 0x0c,
  brIf: 0x0d,
  return: 0x0f,
  call: 0x10,
  drop: 0x1a,
  select: 0x1b,
  localGet: 0x20,
  localSet: 0x21,
  localTee: 0x22,
  globalGet: 0x23,
  globalSet: 0x24,
  i32Load: 0x28,
  i64Load: 0x29,
  f64Load: 0x2b,
  i32Store: 0x36,
  i64Store: 0x37,
  f64Store: 0x39,
  i32Const: 0x41,
  i64Const: 0x42,
  f64Const: 0x44,
  i32Eqz: 0x45,
  i32Eq: 0x46,
  i32Ne: 0x47,
  i32LtU: 0x49,
  i32GtU: 0x4b,
  i32GeU: 0x4f,
  i64Eqz: 0x50,
  i64Eq: 0x51,
  i64Ne: 0x52,
  i64LtS: 0x53,
  i64LtU: 0x54,
  i64GtS: 0x55,
  i64GtU: 0x56,
  i64LeS: 0x57,
  i64GeS: 0x59,
  i64GeU: 0x5a,
  f64Eq: 0x61,
  f64Ne: 0x62,
  f64Lt: 0x63,
  f64Gt: 0x64,
  f64Le: 0x65,
  f64Ge: 0x66,
  i32Add: 0x6a,
  i32Sub: 0x6b,
  i32Mul: 0x6c,
  i32And: 0x71,
  i32Or: 0x72,
  i64Add: 0x7c,
  i64Sub: 0x7d,
  i64Mul: 0x7e,
  i64RemS: 0x81,
  f64Abs: 0x99,
  f64Neg: 0x9a,
  f64Trunc: 0x9d,
  f64Sqrt: 0x9f,
  f64Add: 0xa0,
  f64Sub: 0xa1,
  f64Mul: 0xa2,
  f64Div: 0xa3,
  f64Copysign: 0xa6,
  i32WrapI64: 0xa7,
  i64ExtendI32S: 0xac,
  i64ExtendI32U: 0xad,
  i64TruncF64S: 0xb0,
  f64ConvertI64S: 0xb9,
  i64ReinterpretF64: 0xbd,
  f64ReinterpretI64: 0xbf,
  prefix: 0xfc,
  memoryCopy: 0x0a,
  memoryFill: 0x0b,
} as const;

export const NO_RESULT = 0x40;
