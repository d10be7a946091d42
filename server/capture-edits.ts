// What a person decides about a root, written beside the recording: an intervention applied as an override, and taken
// back again. The recording itself is never touched.
import { parseOverrides, type Overrides } from '../engine/core/schema/index.js';
import { overridesPath } from './diagnostics/overrides.js';
import { placeIn } from './diagnostics/locate-issues.js';
import { healingText } from '../engine/host/replay/intervention-text.js';
import type { Outcome } from './outcome.js';
import type { OverrideArguments, RootArguments, Written } from './protocol.js';
import type { ReadText } from './replays.js';
import { rewriteDocument, type Rewriting } from './write-document.js';

export interface EditTools {
  /** Unsaved text first. */
  readonly readText: ReadText;
  readonly isUnsaved: (file: string) => Promise<boolean>;
}

const NO_OVERRIDES: Overrides = { schemaVersion: 1, interventions: [] };

export async function applyIntervention(
  { replay, explained }: Outcome,
  { root: id }: RootArguments,
  tools: EditTools,
): Promise<Written> {
  const root = explained?.explanation.roots.find((each) => each.id === id);
  if (root === undefined) return { problem: GONE };
  const { interventions, title } = root;
  if (interventions.length === 0)
    return { problem: `Nothing heals "${title}", so nothing can be applied.` };
  return rewrite(overridesPath(replay), tools, {
    change: (document) => {
      const known = new Set(document.interventions.map((each) => JSON.stringify(each)));
      const added = interventions.filter((each) => !known.has(JSON.stringify(each)));
      if (added.length === 0)
        return `${overridesPath(replay)} holds this already: ${healingText(interventions)}.`;
      return { ...document, interventions: [...document.interventions, ...added] };
    },
    lineOf: (text) => lineOfLast(text),
  });
}

export async function removeOverride(
  { replay }: Outcome,
  { index }: OverrideArguments,
  tools: EditTools,
): Promise<Written> {
  return rewrite(overridesPath(replay), tools, {
    change: (document) =>
      index in document.interventions
        ? { ...document, interventions: document.interventions.filter((_, at) => at !== index) }
        : 'There is no such override any more.',
    lineOf: () => 1,
  });
}

export const GONE =
  'This root is not known any more: the replay has run again since. Look at the new roots.';

async function rewrite(
  file: string,
  { readText, isUnsaved }: EditTools,
  edit: Pick<Rewriting<Overrides>, 'change' | 'lineOf'>,
): Promise<Written> {
  return rewriteDocument({
    file,
    text: await readText(file),
    isUnsaved: await isUnsaved(file),
    empty: NO_OVERRIDES,
    parse: parseOverrides,
    ...edit,
  });
}

function lineOfLast(text: string): number {
  const { interventions } = JSON.parse(text) as Overrides;
  return placeIn(text, ['interventions', interventions.length - 1], { exactly: false })?.line ?? 1;
}
