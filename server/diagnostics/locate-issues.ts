// Finds the line of issues that name only a path inside a JSON file: those found after the file was read. A parameter
// that lockstep.json overrides is looked for there.
import path from 'node:path';
import type { Issue } from '../../engine/core/schema/index.js';
import {
  locateKey,
  locatePath,
  placeOf,
  type JsonPath,
} from '../../engine/core/schema/json-text.js';
import type { ReadText, Replay } from '../replays.js';

export async function locateIssues(
  issues: readonly Issue[],
  replay: Replay,
  readText: ReadText,
): Promise<readonly Issue[]> {
  const files = { replay, readText };
  return Promise.all(
    issues.map(async (issue) =>
      issue.line === undefined && issue.path !== undefined
        ? locate(issue, parsePath(issue.path), files)
        : issue,
    ),
  );
}

interface Files {
  readonly replay: Replay;
  readonly readText: ReadText;
}

async function locate(issue: Issue, steps: JsonPath, { replay, readText }: Files): Promise<Issue> {
  const { configuration } = replay;
  const [strategy, params] = steps;
  if (configuration !== undefined && strategy === 'strategy' && params === 'params') {
    const text = (await readText(configuration)) ?? '';
    const index = entryIndex(text, replay);
    const overriding = ['replays', index, ...steps.slice(1)];
    const found = placeIn(text, overriding, { exactly: true });
    if (index >= 0 && found !== undefined) return { ...issue, ...found, file: configuration };
  }
  const text = await readText(path.resolve(replay.capture, issue.file));
  return text === undefined ? issue : { ...issue, ...placeIn(text, steps, { exactly: false }) };
}

export type Place = Required<Pick<Issue, 'line' | 'column' | 'endColumn'>>;

/** The key at a path; when it is not there and need not be, the object it is missing from. */
export function placeIn(
  text: string,
  steps: JsonPath,
  { exactly }: { readonly exactly: boolean },
): Place | undefined {
  try {
    JSON.parse(text);
  } catch {
    return undefined;
  }
  const key = locateKey(text, steps);
  if (key === undefined && exactly) return undefined;
  const span = key ?? locatePath(text, steps);
  const { line, column } = placeOf(text, span.start);
  const firstLine = text.slice(span.start, span.end).split('\n', 1)[0] ?? '';
  return { line, column, endColumn: column + Math.max(1, firstLine.length) };
}

function entryIndex(text: string, { name }: Replay): number {
  try {
    const { replays } = JSON.parse(text) as { readonly replays: readonly { name: string }[] };
    return replays.findIndex((entry) => entry.name === name);
  } catch {
    return -1;
  }
}

/** `replays[0].name` and `a["b.c"]` as steps; the inverse of the engine's formatPath. */
export function parsePath(text: string): JsonPath {
  return [...text.matchAll(/\[(\d+)\]|\["((?:[^"\\]|\\.)*)"\]|([^.[\]]+)/g)].map(
    ([, index, quoted, plain]) => (index === undefined ? (quoted ?? plain ?? '') : Number(index)),
  );
}
