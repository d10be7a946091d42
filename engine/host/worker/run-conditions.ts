// Whether the events are those of one run that was never interrupted: a restart loses state that nobody recorded.
import type { Precondition } from '../replay/explanation.js';
import { failed, holds, notRecorded, type PreconditionInput } from './condition.js';

const CUT =
  'Verify each run on its own: a capture that begins with a snapshot taken after the restart.';

export function runCondition({ capture }: PreconditionInput): Precondition {
  const name = 'run';
  const { runs } = capture.manifest;
  const [only] = runs;
  if (only === undefined)
    return failed(name, {
      expected: 'one run',
      found: 'none',
      message: 'The manifest names no run: the events may be those of several.',
      remedy:
        'Record one entry in runs: a fingerprint of code and configuration, first and last sequence number.',
    });
  if (runs.length === 1)
    return holds(name, {
      expected: 'one run',
      found: only.fingerprint,
      message: 'The events are those of one run.',
    });
  const spans = runs.map(
    ({ fingerprint, firstSeq, lastSeq }) =>
      `${fingerprint} from ${String(firstSeq)} to ${String(lastSeq)}`,
  );
  return failed(name, {
    expected: 'one run',
    found: `${String(runs.length)} runs`,
    message: `The events are those of ${String(runs.length)} runs: ${spans.join(', ')}.`,
    remedy: CUT,
  });
}

/** Restarts named in one message; a bot in a crash loop has hundreds. */
const RESTARTS_SHOWN = 5;

export function restartCondition({ capture }: PreconditionInput): Precondition {
  const name = 'restart';
  const { manifest, events, snapshot } = capture;
  const at = (seq: number): string =>
    `event ${String(seq)} on line ${String(capture.eventLine(seq) ?? 1)}`;
  const restarts = events
    .filter(({ kind, seq }) => kind === 'restart' && seq > snapshot.cursor.seq)
    .map(({ seq }) => at(seq));
  const changes = manifest.runs
    .filter(
      ({ fingerprint }, index) =>
        index > 0 && fingerprint !== manifest.runs[index - 1]?.fingerprint,
    )
    .map(({ firstSeq }) => at(firstSeq));
  const places = [...new Set([...restarts, ...changes])];
  if (places.length > 0) {
    const more = places.length - RESTARTS_SHOWN;
    const shown = places.slice(0, RESTARTS_SHOWN).join(', ');
    return failed(name, {
      expected: 'none',
      found: String(places.length),
      message: `Live restarted inside the window, at ${shown}${more > 0 ? ` and ${String(more)} more` : ''}: what it lost there is not recorded.`,
      remedy: CUT,
    });
  }
  if (manifest.runs.length === 0 && !manifest.coverage.kinds.includes('restart'))
    return notRecorded(name, { message: 'The recording does not say whether live restarted.' });
  return holds(name, {
    expected: 'none',
    found: 'none',
    message: 'Live did not restart inside the window.',
  });
}
