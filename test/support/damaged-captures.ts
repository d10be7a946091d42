// Damages the text of the small capture, seals it again or not, and states what reading it must say.
import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Issue } from '../../engine/core/schema/index.js';
import {
  EVENTS,
  MANIFEST,
  MARKET,
  openCapture,
  sha256,
  SNAPSHOT,
  writeCapture,
} from '../../engine/host/capture/index.js';
import { smallParts, tickTs, withTempDir } from './captures.js';

/** The text of a capture, to be damaged. Lines have no newline. */
interface CaptureText {
  manifest: string;
  snapshot: string;
  market: string[];
  events: string[];
  /** What ends a line. */
  newline: string;
  /** What ends the last line. */
  end: string;
}

/** Edits the text of a capture in place. */
export type Damage = (text: CaptureText) => void;

/**
 * Writes the small capture to `dir`, damages it, and seals it: hashes, rows, sequence and chain fit the damaged text.
 * `isSealed: false` leaves them as they were.
 */
async function writeDamaged(dir: string, damage: Damage, isSealed = true): Promise<void> {
  await writeCapture(dir, smallParts(), { overwrite: true });
  const read = (file: string): Promise<string> => readFile(join(dir, file), 'utf8');
  const text: CaptureText = {
    manifest: await read(MANIFEST),
    snapshot: await read(SNAPSHOT),
    market: (await read(MARKET)).trimEnd().split('\n'),
    events: (await read(EVENTS)).trimEnd().split('\n'),
    newline: '\n',
    end: '\n',
  };
  damage(text);
  if (isSealed) seal(text);
  await writeFile(join(dir, MANIFEST), text.manifest);
  await writeFile(join(dir, SNAPSHOT), text.snapshot);
  await writeFile(join(dir, MARKET), joined(text, text.market));
  await writeFile(join(dir, EVENTS), joined(text, text.events));
}

const joined = (text: CaptureText, lines: readonly string[]): string =>
  lines.length === 0 ? '' : `${lines.join(text.newline)}${text.end}`;

/** Chain, rows, hashes and sequence of the text as it is now. */
function seal(text: CaptureText): void {
  let before: string | undefined;
  text.events = text.events.map((line) => {
    const prev = before === undefined ? 'null' : `"${sha256(before)}"`;
    before = line.replace(/"prev":(null|"[0-9a-f]{64}")/, `"prev":${prev}`);
    return before;
  });
  const entry = (content: string): string => `"sha256": "${sha256(content)}"`;
  const seqs = text.events
    .map((line) => Number(/"seq":(\d+)/.exec(line)?.[1]))
    .filter((seq) => Number.isFinite(seq));
  const span = { first: Math.min(...seqs), last: Math.max(...seqs) };
  const runs =
    seqs.length === 0 ? [] : [{ fingerprint: 'one', firstSeq: span.first, lastSeq: span.last }];
  const sequence = seqs.length === 0 ? 'null' : JSON.stringify(span);
  const replaceFile = (file: string, content: string, rows: number): void => {
    const pattern = new RegExp(`("${file}": \\{\\s*)"sha256": "[0-9a-f]+",(\\s*)"rows": \\d+`);
    text.manifest = text.manifest.replace(pattern, `$1${entry(content)},$2"rows": ${String(rows)}`);
  };
  replaceFile(SNAPSHOT, text.snapshot, 1);
  replaceFile(MARKET, joined(text, text.market), text.market.length);
  replaceFile(EVENTS, joined(text, text.events), text.events.length);
  text.manifest = text.manifest
    .replace(/"sequence": (null|\{[^}]*\})/, `"sequence": ${sequence}`)
    .replace(/"runs": \[[^\]]*\]/, `"runs": ${JSON.stringify(runs)}`);
}

/** An issue as one short text: `events.jsonl:3 events.sequence.gap seq (<- 2)`, warnings with a question mark. */
export function brief(issue: Issue): string {
  const line = issue.line === undefined ? '' : `:${String(issue.line)}`;
  const path = issue.path === undefined ? '' : ` ${issue.path}`;
  const related = issue.relatedLine === undefined ? '' : ` (<- ${String(issue.relatedLine)})`;
  const mark = issue.severity === 'warning' ? '?' : issue.kind === 'invalid-comparison' ? '!' : '';
  return `${issue.file}${line} ${issue.code}${mark}${path}${related}`;
}

export type Row = readonly [name: string, damage: Damage, ...expected: string[]];

/** Replaces in one line, counted from 1. The text to be replaced must be there. */
export const inEvents =
  (line: number, from: string | RegExp, to: string): Damage =>
  (text) => {
    text.events[line - 1] = replaced(text.events[line - 1], from, to);
  };
export const inMarket =
  (line: number, from: string | RegExp, to: string): Damage =>
  (text) => {
    text.market[line - 1] = replaced(text.market[line - 1], from, to);
  };
export const inManifest =
  (from: string | RegExp, to: string): Damage =>
  (text) => {
    text.manifest = replaced(text.manifest, from, to);
  };
export const inSnapshot =
  (from: string | RegExp, to: string): Damage =>
  (text) => {
    text.snapshot = replaced(text.snapshot, from, to);
  };
export const both =
  (...damages: readonly Damage[]): Damage =>
  (text) => {
    for (const damage of damages) damage(text);
  };

function replaced(text: string | undefined, from: string | RegExp, to: string): string {
  const result = text?.replace(from, to);
  assert.notEqual(result, text, `nothing to replace: ${String(from)}`);
  return result ?? '';
}

export const ts = (index: number): string => String(tickTs(index));
export const position = `{"BTC":{"side":"long","size":"1","entryPrice":"1","leverage":"1","margin":"1","adds":0,"openTs":${ts(-2)},"lastAddTs":${ts(-2)}}}`;

/** One test a row. */
export function checkRows(rows: readonly Row[], isSealed = true): void {
  for (const [name, damage, ...expected] of rows) {
    it(name, () =>
      withTempDir(async (temp) => {
        const dir = join(temp, 'capture');
        await writeDamaged(dir, damage, isSealed);
        const { issues } = await openCapture(dir);
        assert.deepEqual(issues.map(brief), expected);
        for (const issue of issues) {
          assert.match(issue.message, /^\S.*[.]$/s);
          assert.match(issue.remedy, /^\S.*[.?]$/s);
        }
      }),
    );
  }
}
