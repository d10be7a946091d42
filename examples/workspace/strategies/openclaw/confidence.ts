// How sure a signal is, on an ordered scale.

export type Confidence = 'low' | 'medium' | 'high';

/** Place on the scale; larger is stronger. */
export function rankOf(confidence: Confidence): number {
  if (confidence === 'high') return 2;
  return confidence === 'medium' ? 1 : 0;
}
