// The option --lanes: which lanes are held against each other.
import { LANES, type LaneName } from '../engine/host/lanes/lane-report.js';
import type { AdapterChoice } from '../engine/host/gpu/gpu-protocol.js';
import { CommandError } from './command-error.js';

const isLane = (name: string): name is LaneName => (LANES as readonly string[]).includes(name);

/**
 * `reference,fast` to the lanes beside the reference, which always runs.
 *
 * @throws CommandError for an unknown lane, or none beside the reference
 */
export function lanesOf(text: string): readonly LaneName[] {
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !isLane(name));
  const known = LANES.filter((lane) => names.includes(lane));
  if (unknown !== undefined)
    throw new CommandError(
      `--lanes: there is no lane "${unknown}".`,
      `lanes are ${LANES.join(', ')}.`,
    );
  const beside = known.filter((lane) => lane !== 'reference');
  if (beside.length === 0)
    throw new CommandError(
      `--lanes "${text}" names no lane beside the reference.`,
      `write two or more of ${LANES.join(', ')}.`,
    );
  return beside;
}

const ADAPTERS: readonly AdapterChoice[] = ['hardware', 'software', 'any'];

/** Reads an option that names an adapter. Throws CommandError for anything else. */
export const adapterOf =
  (option: '--adapter' | '--sweep-adapter') =>
  (text: string): AdapterChoice => {
    const found = ADAPTERS.find((adapter) => adapter === text);
    if (found !== undefined) return found;
    throw new CommandError(`${option}: there is no "${text}".`, `write ${ADAPTERS.join(', ')}.`);
  };

/**
 * Only the gpu lane has an adapter.
 *
 * @throws CommandError where one is named and that lane is not asked for
 */
export function checkAdapter(
  adapter: AdapterChoice | undefined,
  lanes: readonly string[],
  gpuOption: '--lanes reference,fast,gpu' | '--lane gpu',
): void {
  if (adapter === undefined || lanes.includes('gpu')) return;
  throw new CommandError(
    `--adapter ${adapter} is for the gpu lane, which is not asked for.`,
    `add ${gpuOption}, or leave --adapter out.`,
  );
}
