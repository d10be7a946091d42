// Reader of decTest files (General Decimal Arithmetic test cases): directives set the context of the cases below them.
// It judges nothing: operands and results stay text.

/** One case with the context that was in force where it stands. */
export interface DectestCase {
  readonly id: string;
  readonly operation: string;
  readonly operands: readonly string[];
  readonly expected: string;
  /** Such as `Inexact` or `Overflow`, in lower case. */
  readonly conditions: readonly string[];
  readonly precision: number;
  readonly rounding: string;
  /** false: subset arithmetic, which rounds operands first. */
  readonly extended: boolean;
  /** From 1. */
  readonly line: number;
}

interface Context {
  precision: number;
  rounding: string;
  extended: boolean;
}

const DIRECTIVE = /^([a-z]+)\s*:\s*(\S+)/i;
const TOKEN = /'((?:[^']|'')*)'|"((?:[^"]|"")*)"|(\S+)/g;

export function parseDectest(text: string): readonly DectestCase[] {
  const context: Context = { precision: 0, rounding: '', extended: false };
  const cases: DectestCase[] = [];
  text.split(/\r?\n/).forEach((line, index) => {
    const directive = DIRECTIVE.exec(line.trim());
    if (directive) setDirective(context, directive[1] ?? '', directive[2] ?? '');
    else cases.push(...parseCase(tokens(line), context, index + 1));
  });
  return cases;
}

function setDirective(context: Context, name: string, text: string): void {
  const value = (text.split('--')[0] ?? '').toLowerCase();
  if (name.toLowerCase() === 'precision') context.precision = Number(value);
  if (name.toLowerCase() === 'rounding') context.rounding = value;
  if (name.toLowerCase() === 'extended') context.extended = value === '1';
}

/** Words of a line up to a comment; quotes removed. */
function tokens(line: string): readonly string[] {
  const words: string[] = [];
  for (const match of line.matchAll(TOKEN)) {
    const [, single, double, bare] = match;
    if (bare?.startsWith('--')) break;
    words.push(bare ?? single?.replaceAll("''", "'") ?? double?.replaceAll('""', '"') ?? '');
  }
  return words;
}

/** The case on a line, none on an empty one. Throws on a line of another shape, so that none is lost silently. */
function parseCase(
  words: readonly string[],
  context: Readonly<Context>,
  line: number,
): readonly DectestCase[] {
  if (words.length === 0) return [];
  const arrow = words.indexOf('->');
  const [id, operation] = words;
  const expected = words[arrow + 1];
  if (arrow < 2 || id === undefined || operation === undefined || expected === undefined) {
    throw new Error(`line ${line}: not a decTest case: ${words.join(' ')}`);
  }
  const operands = words.slice(2, arrow);
  const conditions = words.slice(arrow + 2).map((word) => word.toLowerCase());
  return [
    { ...context, id, operation: operation.toLowerCase(), operands, expected, conditions, line },
  ];
}
