// The release-blocker file during a verification: blocked from the first moment, and until a pass is written down.
import path from 'node:path';
import { sha256 } from '../engine/host/capture/capture-files.js';
import type { Verification } from '../engine/host/replay/verification.js';
import { blockerText, inProgress, type BlockerDraft } from '../engine/host/verify/blocker.js';
import { dateOf, nowMs } from './clock.js';
import { writeWhole } from './out-path.js';

export interface WrittenReport {
  readonly file: string;
  readonly text: string;
}

export interface BlockerFile {
  /** States the outcome. */
  finish(verification: Verification, reports: readonly WrittenReport[]): Promise<void>;
  /** States that there was none. */
  abandon(reason: string): Promise<void>;
}

export async function startBlocker(file: string, today: string): Promise<BlockerFile> {
  const write = (draft: BlockerDraft): Promise<void> => writeWhole(file, blockerText(draft), true);
  await write(inProgress(today, stamp()));
  return {
    finish: (verification, reports) => write(draftOf(verification, { file, reports })),
    abandon: (reason) =>
      write({
        ...inProgress(today, stamp()),
        reasons: [`the verification ended without a verdict: ${reason}`],
      }),
  };
}

const stamp = (): string => new Date(nowMs()).toISOString();

interface Files {
  readonly file: string;
  readonly reports: readonly WrittenReport[];
}

function draftOf(verification: Verification, { file, reports }: Files): BlockerDraft {
  const { verdict, reasons, run, registry, explanation, today } = verification;
  const relative = (target: string): string =>
    path
      .relative(path.dirname(path.resolve(file)), path.resolve(target))
      .split(path.sep)
      .join('/');
  const createdAt = stamp();
  return {
    blocked: verdict !== 'pass',
    verdict,
    reasons: [...reasons],
    notes: notesOf(verification, dateOf(Date.parse(createdAt))),
    capture: run.opened?.manifest.captureId ?? null,
    today,
    reports: reports.map((report) => ({
      path: relative(report.file),
      sha256: sha256(report.text),
    })),
    registry: registry && { path: relative(registry.file), sha256: registry.sha256 },
    inputs: { ...(explanation?.inputs ?? {}) },
    createdAt,
  };
}

/** What makes a pass less than a plain one. */
function notesOf({ explanation, run, today, judgements }: Verification, date: string): string[] {
  const waived = (explanation?.preconditions ?? []).filter(({ status }) => status === 'waived');
  const accepted = judgements.filter(({ status }) => status === 'accepted').length;
  const substitutions = run.opened?.interventions.length ?? 0;
  return [
    ...waived.map(({ name, message }) => `precondition ${name} was waived: ${message}`),
    ...(substitutions > 0 ? [`substitutions in force: ${String(substitutions)}`] : []),
    ...(accepted > 0 ? [`roots accepted by the registry: ${String(accepted)}`] : []),
    ...(today === date ? [] : [`expiries were judged by ${today}, not by the date of the machine`]),
  ];
}
