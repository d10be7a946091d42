// How a run was brought back to live, in a few lines: a cause that shows everywhere needs hundreds of such steps.
import type { Root } from '../../engine/host/replay/explanation.js';
import { interventionText } from '../../engine/host/replay/intervention-text.js';

/** Each said once; what goes beyond `shownMax` is counted. */
export function bridgeTexts({ bridge }: Root, shownMax: number): readonly string[] {
  const texts = [...new Set(bridge.map(interventionText))];
  const rest = texts.length - shownMax;
  return rest > 0 ? [...texts.slice(0, shownMax), `${String(rest)} more like these`] : texts;
}
