// Roundings in words.
import type { RoundingMode, RoundingStep } from '../../numeric/index.js';

export function stepText(step: RoundingStep): string {
  if (step.method === 'none') return 'does not round';
  const how = step.method === 'scaled' ? ' in doubles' : '';
  return `rounds ${MODE_WORDS[step.rounding]} at ${String(step.scale)} decimals${how}`;
}

export const MODE_WORDS: Readonly<Record<RoundingMode, string>> = {
  up: 'away from zero',
  down: 'toward zero',
  ceil: 'up',
  floor: 'down',
  'half-up': 'half away from zero',
  'half-down': 'half toward zero',
  'half-even': 'half to even',
  'half-ceil': 'half up',
  'half-floor': 'half down',
};
