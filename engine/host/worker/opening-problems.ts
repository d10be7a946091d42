// What can be wrong with a strategy before its first tick, as issues and findings.
import type { Failure } from '../../core/session/replay.js';
import { makeIssue, type Issue } from '../../core/schema/index.js';
import type { ParamIssue } from '../../core/strategy/bind-params.js';
import type { Finding } from '../replay/protocol.js';

/** `named` is what the manifest, or whoever overrides it, calls the file. */
export function missingStrategy(named: string, entry: string): Issue {
  return makeIssue(
    'manifest.strategy.missing',
    { file: 'manifest.json', path: 'strategy.entry' },
    {
      message: `the strategy "${named}" is not there: ${entry} cannot be read`,
      remedy:
        'correct strategy.entry, or name a strategy file (--strategy, or "strategy" in launch.json or lockstep.json)',
    },
  );
}

export function paramIssue(issue: ParamIssue): Issue {
  return makeIssue(
    'manifest.strategy.params',
    { file: 'manifest.json', path: `strategy.params.${issue.path}` },
    { message: issue.message, remedy: issue.remedy },
  );
}

export function loadFinding(failure: Failure, entry: string): Finding {
  return {
    code: failure.code,
    severity: 'error',
    message: `the strategy could not be loaded: ${failure.message}`,
    remedy: failure.remedy,
    range: { file: entry, line: 1, column: 1, endLine: 1, endColumn: 1 },
  };
}
