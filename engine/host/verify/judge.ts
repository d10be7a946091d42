// The verdict: an explanation, the registry and a date in, a judgement of every root out. Pure. No class passes by
// itself; a root passes only when a person accepted it, and only within what that person allowed.
import type { Explanation, Root } from '../replay/explanation.js';
import type { Judgement, Verification, VerifyVerdict } from '../replay/verification.js';
import { judgeRoots, type JudgeInput } from './accept.js';

export type { JudgeInput };
export type Judged = Pick<Verification, 'verdict' | 'reasons' | 'judgements' | 'registryNotes'>;

export function judge(input: JudgeInput): Judged {
  const { explanation } = input;
  const { report } = explanation;
  if (report.verdict === 'bad-input') return unjudged('bad-input', report.reasons);
  const invalid = invalidity(explanation);
  if (invalid.length > 0) return unjudged('invalid-comparison', invalid);
  const { judgements, registryNotes } = judgeRoots(input);
  const reasons = [
    ...failureReasons(explanation),
    ...rejections(explanation.roots, judgements),
    ...gaps(explanation),
  ];
  return { verdict: reasons.length === 0 ? 'pass' : 'fail', reasons, judgements, registryNotes };
}

/** Of inputs that do not belong together neither rows nor accepted residuals are judged. */
const unjudged = (verdict: VerifyVerdict, reasons: readonly string[]): Judged => ({
  verdict,
  reasons,
  judgements: [],
  registryNotes: [],
});

function invalidity({ preconditions, report }: Explanation): readonly string[] {
  const failed = preconditions
    .filter(({ status }) => status === 'failed')
    .map(({ message, remedy }) => (remedy === null ? message : `${message} ${remedy}`));
  const stated = report.verdict === 'invalid-comparison' ? report.reasons : [];
  const reasons = [...new Set([...failed, ...stated])];
  if (reasons.length > 0) return reasons;
  if (report.verdict === 'invalid-comparison') return ['The comparison is invalid.'];
  // A comparison that had nothing to compare must never pass, whoever let it through.
  return report.events.live === 0 ? ['Live recorded no event: there is nothing to compare.'] : [];
}

function failureReasons({ report: { failure } }: Explanation): readonly string[] {
  if (failure === null) return [];
  const at = failure.tick === null ? '' : ` in tick ${String(failure.tick)}`;
  return [`The strategy failed${at}: ${failure.code}: ${failure.message}`];
}

function rejections(roots: readonly Root[], judgements: readonly Judgement[]): readonly string[] {
  return roots.flatMap((root, index) => {
    const judgement = judgements[index];
    if (judgement?.status === 'accepted') return [];
    return [
      `Root ${String(root.number)}, ${root.class}: ${root.title}: ${judgement?.reason ?? 'not judged'}`,
    ];
  });
}

/** What no root speaks for. */
function gaps({ report, roots, unexplained, stopped }: Explanation): readonly string[] {
  const known = new Set(roots.flatMap(({ mismatches }) => mismatches));
  const loose = new Set([
    ...unexplained,
    ...report.mismatches.flatMap((_, index) => (known.has(index) ? [] : [index])),
  ]);
  const isSilent = report.verdict === 'mismatch' && report.mismatches.length === 0;
  return [
    ...(loose.size > 0 ? [`${differences(loose.size)} under no root`] : []),
    ...(isSilent && report.failure === null && roots.length === 0
      ? ['Live and replay differ, and no root was found.']
      : []),
    ...(stopped === null ? [] : [`The search for causes ended early: ${stopped}`]),
  ];
}

const differences = (count: number): string =>
  count === 1 ? '1 difference is' : `${String(count)} differences are`;
