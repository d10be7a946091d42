// A live side without events: a comparison with it would pass by saying nothing.
import { makeIssue, type Issue, type Manifest } from '../../core/schema/index.js';
import { EVENTS } from './capture-files.js';
import type { EventTotals } from './event-check.js';

export function emptinessIssue(manifest: Manifest, totals: EventTotals): Issue | undefined {
  if (totals.unreadable > 0) return undefined;
  if (totals.events === 0) {
    return makeIssue(
      'events.empty',
      { file: EVENTS },
      {
        message: 'There is no event in the file: nothing to compare a replay with.',
        remedy: 'Record the events of the window, or compare a window in which something happened.',
      },
    );
  }
  const { kinds } = manifest.coverage;
  if (totals.ledgerRows > 0 || !kinds.includes('ledger')) return undefined;
  // Live's own record that it decided, and never to trade.
  const hasSteps = kinds.includes('order') && kinds.includes('fill');
  if (hasSteps && totals.decisions > 0 && totals.steps === 0) return undefined;
  return makeIssue(
    'events.ledger.empty',
    { file: EVENTS },
    {
      message: 'The ledger is said to be recorded, but there is no ledger row.',
      remedy: 'Record the ledger, or compare a window in which something was traded.',
    },
  );
}
