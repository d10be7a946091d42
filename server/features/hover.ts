// Hovers on reason codes and gate names: the catalogue's wording, and how often they occurred in the last replay.
import type { Hover, Position } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Opened } from '../../engine/host/replay/protocol.js';
import type { NameCounts, Outcome } from '../outcome.js';
import { plural } from '../texts.js';

/** What one replay knows about the name under the pointer; null when it is no name of the catalogue. */
export function hoverAt(
  document: TextDocument,
  position: Position,
  outcomes: readonly Outcome[],
): Hover | null {
  const name = nameAt(document, position);
  if (name === undefined) return null;
  const parts = outcomes.flatMap(({ replay, opened, counts }) => {
    const text = opened === null ? undefined : describe(name.text, opened, counts);
    return text === undefined ? [] : [{ text, replay: replay.name }];
  });
  if (parts.length === 0) return null;
  const texts = parts.map(({ text, replay }) =>
    parts.length === 1 ? text : `${text}\n\n*${replay}*`,
  );
  const value = [...new Set(texts)].join('\n\n---\n\n');
  return { contents: { kind: 'markdown', value }, range: name.range };
}

interface NameInText {
  readonly text: string;
  readonly range: Hover['range'] & object;
}

/** A quoted name, or a property name as in the catalogue itself. */
function nameAt(document: TextDocument, { line, character }: Position): NameInText | undefined {
  const text = document.getText({
    start: { line, character: 0 },
    end: { line: line + 1, character: 0 },
  });
  for (const match of text.matchAll(/[A-Za-z][\w.-]*/g)) {
    const end = match.index + match[0].length;
    if (character < match.index || character > end) continue;
    const quoted = /['"`]/.test(text.charAt(match.index - 1));
    const isKey = /^\s*:/.test(text.slice(end));
    if (!quoted && !isKey) return undefined;
    const range = { start: { line, character: match.index }, end: { line, character: end } };
    return { text: match[0], range };
  }
  return undefined;
}

function describe(name: string, opened: Opened, counts: NameCounts | null): string | undefined {
  const parts: string[] = [];
  const reason = reasonsNamed(name, opened);
  for (const [code, wording] of reason) {
    const count = counts?.reasons.get(code);
    const times = counts === null ? '' : ` — ${plural(count ?? 0, 'decision')} in the last replay`;
    parts.push(`**${code}** (reason code)${times}\n\n${wording}`);
  }
  if (Object.hasOwn(opened.gates, name)) {
    parts.push(`**${name}** (gate)${gateTimes(name, counts)}\n\n${opened.gates[name] ?? ''}`);
  }
  return parts.length === 0 ? undefined : parts.join('\n\n');
}

/** The reason itself, or as a detail: `trend_exhaustion` is `exit_filter.trend_exhaustion`. */
const reasonsNamed = (name: string, { reasons }: Opened): readonly (readonly [string, string])[] =>
  Object.entries(reasons).filter(([code]) => code === name || code.endsWith(`.${name}`));

function gateTimes(name: string, counts: NameCounts | null): string {
  if (counts === null) return '';
  const gate = counts.gates.get(name);
  if (gate === undefined) return ' — not evaluated in the recorded decisions of the last replay';
  const { passed, failed, trigger } = gate;
  return trigger
    ? ` — fired ${String(passed)} of ${String(passed + failed)} times in the last replay`
    : ` — passed ${String(passed)}, blocked ${String(failed)} in the last replay`;
}
