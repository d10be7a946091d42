// A verification as JUnit XML, for the test pages of build servers: conditions, roots and the verdict as test cases.
import type { Precondition, Root } from '../../engine/host/replay/explanation.js';
import { interventionText } from '../../engine/host/replay/intervention-text.js';
import type { Judgement, Verification } from '../../engine/host/replay/verification.js';
import { placeText } from './root-text.js';

interface Case {
  readonly suite: string;
  readonly name: string;
  readonly outcome: 'passed' | 'failure' | 'error' | 'skipped';
  /** Rule the outcome is of: a class, or a verdict. */
  readonly type: string;
  readonly message: string;
  readonly text: string;
}

/** `plain` takes paths of the machine out of a message. */
export function junitText(verification: Verification, plain: (text: string) => string): string {
  const suites = [
    conditionCases(verification),
    rootCases(verification),
    [verdictCase(verification)],
  ]
    .filter((cases) => cases.length > 0)
    .map((cases) =>
      cases.map((each) => ({ ...each, text: plain(each.text), message: plain(each.message) })),
    );
  const all = suites.flat();
  return [
    '<?xml version="1.0" encoding="UTF-8"?>\n',
    `<testsuites name="lockstep verify" ${countsOf(all)}>\n`,
    ...suites.map(suiteXml),
    '</testsuites>\n',
  ].join('');
}

function conditionCases({ explanation }: Verification): readonly Case[] {
  return (explanation?.preconditions ?? []).map(
    ({ name, status, message, expected, found, remedy }) => ({
      suite: 'preconditions',
      name,
      outcome: CONDITION_OUTCOMES[status],
      type: 'invalid-comparison',
      message,
      text: [
        ...(isBlank(expected) ? [] : [`expected: ${expected ?? ''}`]),
        ...(isBlank(found) ? [] : [`found: ${found ?? ''}`]),
        ...(remedy === null ? [] : [`Fix: ${remedy}`]),
      ].join('\n'),
    }),
  );
}

const isBlank = (text: string | null): boolean => text === null || text.trim() === '';

const CONDITION_OUTCOMES: Readonly<Record<Precondition['status'], Case['outcome']>> = {
  ok: 'passed',
  failed: 'failure',
  waived: 'skipped',
  'not-recorded': 'skipped',
};

const rootCases = ({ explanation, judgements }: Verification): readonly Case[] =>
  (explanation?.roots ?? []).map((root, index) => rootCase(root, judgements[index]));

function rootCase(root: Root, judgement: Judgement | undefined): Case {
  const isAccepted = judgement?.status === 'accepted';
  return {
    suite: 'roots',
    name: `${String(root.number)}: ${root.title}`,
    outcome: isAccepted ? 'passed' : 'failure',
    type: root.class,
    message: `${placeText(root)}: ${judgement?.reason ?? 'not judged'}`,
    text: [
      `id: ${root.id}`,
      ...root.fields.map(
        ({ path, live, replay }) => `${path}: live ${live ?? '-'}, replay ${replay ?? '-'}`,
      ),
      ...root.interventions.map((change) => `healed by: ${interventionText(change)}`),
      ...(root.evidence === null ? [] : [root.evidence.summary, ...root.evidence.facts]),
      ...root.doubts.map((doubt) => `doubt: ${doubt}`),
      ...root.toRecord.map((what) => `record: ${what}`),
      ...(judgement === undefined ? [] : [`judgement: ${judgement.status}, ${judgement.reason}`]),
    ].join('\n'),
  };
}

/** Without it a build server would show a comparison without roots, which need not be a pass, as green. */
function verdictCase({ verdict, reasons, registryNotes, today }: Verification): Case {
  const outcomes = { pass: 'passed', fail: 'failure' } as const;
  return {
    suite: 'verdict',
    name: 'every difference between live and replay has an accepted cause',
    outcome: verdict === 'pass' || verdict === 'fail' ? outcomes[verdict] : 'error',
    type: verdict,
    message: verdict,
    text: [
      ...reasons,
      ...registryNotes.map(({ kind, message }) => `registry: ${kind}: ${message}`),
      `expiries judged by ${today}`,
    ].join('\n'),
  };
}

function suiteXml(cases: readonly Case[]): string {
  const name = cases[0]?.suite ?? '';
  return [
    `  <testsuite name="${escaped(name)}" ${countsOf(cases)}>\n`,
    ...cases.map(caseXml),
    '  </testsuite>\n',
  ].join('');
}

function countsOf(cases: readonly Case[]): string {
  const count = (outcome: Case['outcome']): string =>
    String(cases.filter((each) => each.outcome === outcome).length);
  return `tests="${String(cases.length)}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}"`;
}

function caseXml({ suite, name, outcome, type, message, text }: Case): string {
  const head = `    <testcase classname="lockstep.${escaped(suite)}" name="${escaped(name)}"`;
  if (outcome === 'passed') {
    return text === ''
      ? `${head}/>\n`
      : `${head}>\n      <system-out>${escaped(text)}</system-out>\n    </testcase>\n`;
  }
  const said = `message="${escaped(message)}"`;
  const body =
    outcome === 'skipped'
      ? `<skipped ${said}/>`
      : `<${outcome} ${said} type="${escaped(type)}">${escaped(text)}</${outcome}>`;
  return `${head}>\n      ${body}\n    </testcase>\n`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
};
/** XML 1.0 holds these characters; others not even escaped. */
function isHeld(code: number): boolean {
  if (code < 0x20) return code === 0x09 || code === 0x0a || code === 0x0d;
  return code <= 0xd7ff || (code >= 0xe000 && code <= 0xfffd) || code >= 0x10000;
}

const escaped = (text: string): string =>
  Array.from(text, (sign) =>
    isHeld(sign.codePointAt(0) ?? 0) ? (ENTITIES[sign] ?? sign) : '\uFFFD',
  ).join('');
