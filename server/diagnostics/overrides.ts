// The substitutions of overrides.json, each as a remark at its place: what the replay shows is not the recording alone,
// and nobody may forget that.
import path from 'node:path';
import { DiagnosticSeverity, type Diagnostic } from 'vscode-languageserver/node';
import { parseOverrides, type Intervention } from '../../engine/core/schema/index.js';
import { interventionText } from '../../engine/host/replay/intervention-text.js';
import type { OverrideData, OverrideItem } from '../protocol.js';
import type { ReadText, Replay } from '../replays.js';
import { OVERRIDES } from '../workspace-files.js';
import { SOURCE, type DiagnosticsByFile } from './by-file.js';
import type { Explain } from './findings.js';
import { placeIn } from './locate-issues.js';
import { START_OF_FILE } from './ranges.js';

const CODE = 'override.in-force';

export const overridesPath = ({ capture }: Replay): string => path.join(capture, OVERRIDES);

/** Interventions of the file, with their places; none when there is no such file or it is wrong. */
export async function readOverrides(
  replay: Replay,
  readText: ReadText,
): Promise<readonly (OverrideItem & { readonly range: Diagnostic['range'] })[]> {
  const file = overridesPath(replay);
  const text = await readText(file);
  const interventions = text === undefined ? [] : interventionsIn(text);
  return interventions.map((intervention, index) => {
    const range = rangeAt(text ?? '', index);
    const line = range.start.line + 1;
    return { index, text: interventionText(intervention), place: { file, line }, range };
  });
}

const interventionsIn = (text: string): readonly Intervention[] =>
  parseOverrides(text, OVERRIDES).value?.interventions ?? [];

function rangeAt(text: string, index: number): Diagnostic['range'] {
  const place = placeIn(text, ['interventions', index, 'kind'], { exactly: true });
  if (place === undefined) return START_OF_FILE;
  const line = place.line - 1;
  return {
    start: { line, character: place.column - 1 },
    end: { line, character: place.endColumn - 1 },
  };
}

export async function addOverrides(
  into: DiagnosticsByFile,
  replay: Replay,
  { readText, explain }: { readonly readText: ReadText; readonly explain: Explain },
): Promise<void> {
  const codeDescription = explain(CODE);
  for (const { index, text, place, range } of await readOverrides(replay, readText)) {
    const data: OverrideData = { replay: replay.name, override: index };
    into.add(place.file, {
      range,
      severity: DiagnosticSeverity.Information,
      source: SOURCE,
      code: CODE,
      message: `In force: replay ${replay.name} runs with ${text}.`,
      data,
      ...(codeDescription === undefined ? {} : { codeDescription }),
    });
  }
}
