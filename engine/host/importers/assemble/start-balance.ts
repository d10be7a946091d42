// The balance a capture starts with, where the source does not state it.
import type { CaptureSettings } from './capture-settings.js';
import type { ImportIssues } from './import-issues.js';

/** The balance before the first event; 0 with a warning where nobody states it. */
export function startBalance(
  settings: CaptureSettings,
  file: string,
  issues: ImportIssues,
): string {
  if (settings.balance !== undefined) return settings.balance;
  issues.report(
    'foreign.assumed',
    { file, path: 'account.balance' },
    {
      message: 'Nobody states the balance before the first event: the snapshot says 0.',
      remedy: 'Give it with --balance.',
    },
  );
  return '0';
}
