// HTML as a template literal that escapes what it is given, so that text out of a capture can never become markup.

/** Text that is markup already. */
export interface Markup {
  readonly markup: string;
}

type Part = Markup | string | number | readonly Markup[] | null;

/** Escapes every value that is not markup itself; `null` is nothing. */
export function escaped(texts: TemplateStringsArray, ...parts: readonly Part[]): Markup {
  const pieces = texts.map((text, index) => text + render(parts[index] ?? null));
  return { markup: pieces.join('') };
}

function render(part: Part): string {
  if (part === null) return '';
  if (typeof part === 'string' || typeof part === 'number') return escapeText(String(part));
  if ('markup' in part) return part.markup;
  return part.map((each) => each.markup).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeText = (text: string): string =>
  text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
