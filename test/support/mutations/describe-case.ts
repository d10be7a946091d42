// A case and its answer in words, for a person who wants to know what went wrong.
import type { MutationCase } from './case.js';
import type { CaseResult } from './run-case.js';

const FACTS_MAX = 6;
const INTERVENTION_MAX = 500;

export function describeCase(example: MutationCase, result: CaseResult): string {
  const lines = [
    `--- ${result.name}, seed ${String(result.seed)}: ${result.score.outcome} (${String(result.ms)} ms, ${String(result.trials)} trials)`,
    `  recording: ${example.scene.drawn}`,
  ];
  for (const { kind, mutation, place } of example.causes) {
    const at =
      place === null
        ? ''
        : ` at tick ${String(place.tick)} ${[...new Set(place.symbols)].join('/')} ${place.fields.slice(0, 5).join(', ')}`;
    lines.push(`  expected: ${kind.class}${at}`, `    ${mutation.what.slice(0, INTERVENTION_MAX)}`);
  }
  for (const note of result.score.notes) lines.push(`  ! ${note}`);
  for (const root of result.explanation?.roots ?? []) {
    const { tick, symbol, kind, field } = root.place;
    lines.push(
      `  got ${String(root.number)}: ${root.class} at tick ${String(tick)} ${symbol} ${kind} ${field ?? ''}: ${root.title}`,
      `    ${JSON.stringify(root.interventions).slice(0, INTERVENTION_MAX)}`,
    );
    for (const doubt of root.doubts) lines.push(`    doubt: ${doubt}`);
    for (const fact of root.evidence?.facts.slice(0, FACTS_MAX) ?? [])
      lines.push(`    fact: ${fact}`);
    if (root.recurrences.length > 0)
      lines.push(`    and at ${String(root.recurrences.length)} further places`);
    if (root.unsynchronised.length > 0)
      lines.push(`    not brought back: ${root.unsynchronised.slice(0, FACTS_MAX).join(', ')}`);
  }
  return lines.join('\n');
}
