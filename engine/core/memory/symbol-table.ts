// Text as words: the literals of a program, then text that a run brings along, such as the names of its symbols.
import { invariant } from '../kernel/fault.js';

export class SymbolTable {
  private readonly texts: string[];
  private readonly ids: Map<string, number>;

  constructor(literals: readonly string[]) {
    this.texts = [...literals];
    this.ids = new Map(literals.map((text, id) => [text, id]));
  }

  id(text: string): number {
    // The first entry stands for null, so empty text needs an entry of its own.
    const known = text === '' ? this.texts.indexOf('', 1) : (this.ids.get(text) ?? -1);
    if (known > 0) return known;
    this.texts.push(text);
    this.ids.set(text, this.texts.length - 1);
    return this.texts.length - 1;
  }

  get all(): readonly string[] {
    return this.texts;
  }

  text(id: number): string {
    const text = this.texts[id];
    invariant(text !== undefined, 'a word is a known text');
    return text;
  }
}
