// Where in the text of the function in hand its locals are named. No editor in this file. Lines and columns start at 0.

export type Locals = ReadonlyMap<string, string>;

export interface LocalPlace {
  readonly line: number;
  readonly column: number;
  readonly name: string;
  readonly value: string;
}

/** A longer value would push the code of a narrow window out of sight. */
const VALUE_LENGTH_MAX = 40;
/** A name, not as a property, not in quotes. */
const NAME = /(?<![\w$.'"`])[A-Za-z_$][\w$]*/g;

/** Each local once a line, from line `first` to the last of `lines`. */
export function localPlaces(
  lines: readonly string[],
  first: number,
  locals: Locals,
): readonly LocalPlace[] {
  const places: LocalPlace[] = [];
  for (const [line, text] of lines.entries()) {
    if (line < first || text.trimStart().startsWith('//')) continue;
    const seen = new Set<string>();
    for (const { 0: name, index: column } of text.matchAll(NAME)) {
      const value = locals.get(name);
      if (value === undefined || seen.has(name) || !isWorthShowing(name, value)) continue;
      seen.add(name);
      places.push({ line, column, name, value });
    }
  }
  return places;
}

/** Records and lists are cut short, or shown by their name; the Variables view has them whole. */
const isWorthShowing = (name: string, value: string): boolean =>
  value !== name && value.length <= VALUE_LENGTH_MAX && !/^(?:\w+ )?[{[]|^list of /.test(value);

const CONTROL = /^\s*(?:\}?\s*else|if|for|while|do|switch|try|catch|finally)\b/;
const HEADER = /\bfunction\b|=>\s*\{\s*$|\)(?:\s*:[^=]+)?\s*\{\s*$/;

/** The line the function around `line` begins on, by indentation: names above it are another function's. */
export function functionStart(lines: readonly string[], line: number): number {
  let outermost = indentation(lines[line] ?? '');
  for (let above = line - 1; above >= 0; above -= 1) {
    const text = lines[above] ?? '';
    if (text.trim() === '' || indentation(text) >= outermost) continue;
    outermost = indentation(text);
    if (outermost === 0 || (HEADER.test(text) && !CONTROL.test(text))) return above;
  }
  return line;
}

const indentation = (text: string): number => text.length - text.trimStart().length;
