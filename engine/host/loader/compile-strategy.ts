// The long way to a strategy: read its files, judge them, compile what is asked for.
import { analyse } from '../analysis/index.js';
import { compileBuild } from './compile.js';
import { writeStored } from './compiled-store.js';
import type { LoadedStrategy } from './loaded-strategy.js';
import type { Overlays } from './source-text.js';
import { readStrategyFiles } from './strategy-files.js';

export async function compileStrategy(
  entry: string,
  overlays: Overlays,
): Promise<LoadedStrategy | null> {
  const read = await readStrategyFiles(entry, overlays);
  if (read === null) return null;
  const { files, links, absent } = read;
  const findings = analyse(files, entry);
  const isSound = findings.every((finding) => finding.severity !== 'error');
  const keep = async (): Promise<void> => {
    const plain = compileBuild(files, 'plain');
    const recording = compileBuild(files, 'recording');
    await writeStored(entry, { files, links, absent, findings, plain, recording });
  };
  return {
    files,
    links,
    findings,
    build: (name) => compileBuild(files, name),
    keep: isSound ? keep : null,
  };
}
