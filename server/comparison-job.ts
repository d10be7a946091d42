// Holds the recordings of one comparison against each other: a job of the background, in a worker of its own, so that
// its rows can be looked at while a replay runs.
import { addComparison } from './diagnostics/comparisons.js';
import { DiagnosticsByFile } from './diagnostics/by-file.js';
import { comparedEntry, type ComparisonBook, type ComparisonOutcome } from './comparison-book.js';
import { TICK_BUDGET, type ExplainTools } from './explain-job.js';
import { jobName } from './job-names.js';
import type { ReplayWorker } from './replay-worker.js';
import type { JobContext } from './scheduler.js';

export interface ComparisonTools extends Pick<
  ExplainTools,
  'publisher' | 'overlays' | 'readText' | 'uriOf' | 'explain' | 'onProgress' | 'helpers' | 'today'
> {
  readonly book: ComparisonBook;
  readonly comparisonWorker: Pick<ReplayWorker, 'request'>;
}

export async function runComparisonJob(
  name: string,
  context: JobContext,
  tools: ComparisonTools,
): Promise<void> {
  const { book } = tools;
  const outcome = book.get(name);
  if (outcome === undefined) return;
  const { entry } = outcome;
  book.update(name, { entry: { ...entry, state: 'comparing', message: 'Comparing.' } });
  try {
    await compare(outcome, context, tools);
  } catch (error) {
    if (!context.isCurrent()) return;
    const reason = error instanceof Error ? error.message : String(error);
    const message = `The comparison failed: ${reason}`;
    book.update(name, {
      entry: { ...entry, state: 'failed', message, reasons: [reason], pairs: [], roots: [] },
    });
    tools.publisher.set(jobName('compare', name), 'run', new Map());
  } finally {
    leaveUnfinished(name, context, tools);
  }
}

async function compare(
  { comparison }: ComparisonOutcome,
  context: JobContext,
  tools: ComparisonTools,
): Promise<void> {
  const { name, sides } = comparison;
  const { comparisonWorker, book, publisher, overlays, helpers, today, onProgress } = tools;
  const options = { signal: context.signal, onProgress };
  const result = await comparisonWorker.request(
    'sides',
    {
      comparison: name,
      sides,
      overlays: overlays(),
      today: today(),
      tickBudget: TICK_BUDGET,
      ...(helpers === null ? {} : { helpers }),
    },
    options,
  );
  if (!context.isCurrent()) return;
  const files = new DiagnosticsByFile();
  const { readText, uriOf, explain } = tools;
  const look = { worker: comparisonWorker, request: options, readText, uriOf, explain };
  await addComparison(files, { comparison, result }, look);
  if (!context.isCurrent()) return;
  publisher.set(jobName('compare', name), 'run', files.all);
  const watch = [...new Set(result.sides.flatMap((side) => side.watch))];
  book.update(name, { watch, entry: comparedEntry(comparison, result) });
}

/** One that did not end leaves what was known; one that was cancelled by hand says so. */
function leaveUnfinished(
  name: string,
  { signal }: JobContext,
  { book }: Pick<ComparisonTools, 'book'>,
): void {
  const outcome = book.get(name);
  if (outcome?.entry.state !== 'comparing') return;
  const { settled } = outcome;
  const isByHand = signal.reason === 'by-hand';
  book.update(name, {
    entry: isByHand
      ? { ...settled, state: 'cancelled', message: 'The comparison was cancelled.' }
      : settled,
  });
}
