// What is left in a workspace nobody trusts: findings from the text alone. No strategy code is loaded and no replay
// runs. There is no worker for it, so this is the one place that analyses on the server's own thread.
import { DiagnosticsByFile } from './diagnostics/by-file.js';
import { addFindings } from './diagnostics/findings.js';
import type { JobTools } from './replay-job.js';
import type { JobContext } from './scheduler.js';

export async function runUntrustedJob(
  name: string,
  context: JobContext,
  { workspace, publisher, overlays, explain }: JobTools,
): Promise<void> {
  const outcome = workspace.get(name);
  const strategy = outcome?.replay.strategy;
  if (outcome === undefined || strategy === undefined || strategy === null) return;
  // Loaded when first needed: it brings the TypeScript compiler along.
  const { analyse } = await import('../engine/host/analysis/index.js');
  const { readStrategyFiles } = await import('../engine/host/loader/strategy-files.js');
  const read = await readStrategyFiles(strategy, overlays());
  if (read === null || !context.isCurrent()) return;
  const files = new DiagnosticsByFile();
  addFindings(files, analyse(read.files, strategy), explain);
  publisher.set(name, 'static', files.all);
  const message = 'The workspace is not trusted, so nothing is replayed.';
  const watch = read.files.map((file) => file.path);
  workspace.update(name, { watch, status: { ...outcome.status, state: 'idle', message } });
}
