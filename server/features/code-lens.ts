// A line above onTick: how the replay of this strategy stands, and the way into it.
import type { CodeLens, Range } from 'vscode-languageserver/node';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { countText, type Outcome } from '../outcome.js';
import type { DebugAtTickArguments, RunReplayArguments } from '../protocol.js';
import { plural } from '../texts.js';

/** More recordings of one strategy than this would push the code away. */
const REPLAYS_MAX = 5;

export function codeLenses(
  document: TextDocument,
  outcomes: readonly Outcome[],
): readonly CodeLens[] {
  const range = placeIn(document);
  return outcomes.slice(0, REPLAYS_MAX).flatMap((outcome) => lensesOf(outcome, range));
}

function lensesOf({ status, report, replay }: Outcome, range: Range): readonly CodeLens[] {
  const { name } = replay;
  const run: RunReplayArguments = { replay: name };
  const lens = (title: string, command: string, argument: unknown): CodeLens => ({
    range,
    command: { title, command, arguments: [argument] },
  });
  if (report === null || status.state === 'failed' || status.state === 'idle') {
    const title = status.state === 'failed' ? 'failed' : status.state;
    return [lens(`$(debug-rerun) ${name}: ${title}`, 'lockstep.runReplay', run)];
  }
  const counts = `${countText(report.events)} events`;
  const [first] = report.mismatches;
  if (first === undefined) {
    return [lens(`$(check) ${name}: parity ${counts}`, 'lockstep.runReplay', run)];
  }
  const at: DebugAtTickArguments = { replay: name, tick: first.tick };
  const departures = plural(report.mismatches.length, 'departure');
  return [
    lens(`$(error) ${name}: ${departures}, ${counts} match`, 'lockstep.runReplay', run),
    lens(`$(debug-alt) Debug first (tick ${String(first.tick)})`, 'lockstep.debugAtTick', at),
  ];
}

function placeIn(document: TextDocument): Range {
  const at = document.getText().search(/\bonTick\s*[:(,]/);
  const { line } = document.positionAt(Math.max(0, at));
  return { start: { line, character: 0 }, end: { line, character: 0 } };
}
