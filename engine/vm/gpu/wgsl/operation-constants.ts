// Writes a list of operations as WGSL constants, so that numbers are counted by nobody.

/** `const DECIMAL_ROUND_PLACES = 8u;` and so on, one line an operation. */
export function constantsOf(prefix: string, operations: readonly string[]): string {
  return operations
    .map((name, index) => `const ${prefix}_${constantCase(name)} = ${String(index)}u;`)
    .join('\n');
}

const constantCase = (name: string): string => name.toUpperCase().replaceAll('-', '_');
