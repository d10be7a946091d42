// A page about each diagnostic code, which the editor opens from the code's link. Kept in the server, so that it works
// without a network and always fits the version that runs.
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { CodeDescription } from 'vscode-languageserver/node';
import { packageRoot } from '../engine/host/package-root.js';
import type { CauseClass } from '../engine/host/replay/explanation.js';
import type { FindingCode } from '../engine/host/analysis/finding.js';

/** Scheme of the virtual documents the server provides. */
export const EXPLANATION_SCHEME = 'lockstep-code';

type OwnCode =
  | 'portability'
  | 'lane-divergence'
  | 'departure.field'
  | 'departure.missing-in-replay'
  | 'departure.missing-in-live'
  | 'verdict.invalid-comparison'
  | 'verdict.bad-input';

const DETERMINISM =
  'A replay must decide what live decided. Whatever can give another value on another machine, at another time or in another engine is taken away from a strategy: using it is an error here and throws at run time.';
const CATALOGUE =
  'A strategy declares its reason codes (`reasons`) and gate names (`gates`) once. Decisions and events carry these names, captures are compared by them and breakpoints are set on them, so a name outside the catalogue is an error.';
const UNUSED =
  'Nothing in the files of the strategy can produce this name. It is shown faded; remove it, or use it.';
const RUNNING =
  'The strategy broke a rule while it ran. The replay ends at that tick; "Debug at this tick" shows how it got there.';

/** docs/causes.md says more. */
const CAUSES: Readonly<Record<CauseClass, string>> = {
  'market-data-alignment-gap':
    'Live saw other bars than the capture holds: shifted, missing, unfinished, another revision, another clock. The evidence is a replay with the bars live saw: with them it equals live.\n\nCorrect the recording of market data, or how the bot names the time of its bars.',
  'state-initialisation-gap':
    'The replay began from another state than live had. The evidence is a replay from the state with one part corrected: from there it equals live.\n\nCorrect what the snapshot exports, and take it between two ticks.',
  'numeric-policy-divergence':
    'Live rounds, charges or computes by another rule than the capture states. The evidence is a replay under one other rule, which reproduces many independent rows to the last digit.\n\nState the rule in manifest.json, `venue` or `numeric`, or correct the one that is wrong.',
  'non-simulatable-oms-effect':
    'The venue did what no replay can foresee: rejected, filled in part, late or at another price, liquidated, paid funding. The evidence is the same order on both sides and the recorded answer to it; each answer excuses one order.\n\nA person may accept it: "Accept as residual".',
  'deterministic-logic-divergence':
    'Inputs and state are recorded and equal, and still the code comes out differently; or live ran with another parameter. Replay and live do not run the same logic.\n\nDebug at this tick: the first gate, operand or order that differs is where they part.',
  unclassified:
    'No cause could be proven. No class is a default: what cannot be proven stays open and is never accepted. The message says what stands against an explanation, and what to record so that it can be told next time.',
};

const PAGES: Readonly<Record<FindingCode | OwnCode | CauseClass, string>> = {
  ...CAUSES,
  portability:
    'The reference lane runs this; the compiled lanes do not. The strategy replays as before, only slower, and without the proof that a second execution gives the same bits. What compiled lanes understand, and how to write the rest, follows.',
  'lane-divergence':
    'Two lanes of Lockstep ran the same strategy over the same data and do not agree. That is a fault of Lockstep: rely on nothing it says about this replay, and report it with the capture and the strategy.',
  'departure.field':
    'Live and replay have the same event, with different values in it. The message names the first fields that differ; the link leads to the other side.\n\nDebug at this tick: the Difference scope shows every field, and the gates show the operands behind the decision.',
  'departure.missing-in-replay':
    'Live recorded an event that the replay does not produce. The strategy line is where the replay concluded something else for the same symbol on the same tick.',
  'departure.missing-in-live':
    'The replay produces an event that live did not record, although the manifest says that such events are recorded (`coverage`).',
  'verdict.invalid-comparison':
    'The files are readable, but replay and live do not belong together, so no row is judged. The message says which precondition failed.',
  'verdict.bad-input':
    'A file of the capture is wrong, so there is nothing sound to replay. The diagnostics at its lines say what and where.',
  syntax:
    'The file is not valid TypeScript. Nothing else is checked and nothing is replayed until it is.',
  'nondeterministic.clock': `${DETERMINISM}\n\nThe only clock is \`tick.ts\`: the open time of the tick's bars in milliseconds since the epoch, UTC.`,
  'nondeterministic.random': `${DETERMINISM}\n\nA generator with its seed in the strategy state is part of every snapshot and replays exactly.`,
  'nondeterministic.timer': `${DETERMINISM}\n\nKeep a time in the strategy state and compare \`tick.ts\` with it.`,
  'nondeterministic.locale': `${DETERMINISM}\n\nLanguage data differs between machines and changes with updates.`,
  'nondeterministic.memory': `${DETERMINISM}\n\nWhen memory is collected differs from run to run.`,
  'nondeterministic.threads': `${DETERMINISM}\n\nThe order in which threads reach shared memory differs from run to run.`,
  'nondeterministic.math': `${DETERMINISM}\n\nThe language fixes the results of \`+ - * /\`, \`Math.sqrt\`, \`Math.floor\` and their like to the last bit, but leaves sin, exp, log, pow and \`**\` to the engine.`,
  'nondeterministic.power':
    'The language leaves the last digit of `**` to the engine, also for integer exponents. `x * x` has one right answer.',
  'forbidden.network': `${DETERMINISM}\n\nWhat a service answers is not part of the capture. Let the bot record it.`,
  'forbidden.host': `${DETERMINISM}\n\nParams come from the capture or lockstep.json and are the same on every machine.`,
  'forbidden.code':
    'Code made from text cannot be checked, stepped through or found again at a line.',
  'forbidden.async':
    'A tick is finished when `onTick` returns. What finishes later would run between ticks, in an order that no capture records.',
  'forbidden.global': 'The global object leads to everything that is taken away from a strategy.',
  'forbidden.buffer':
    'Typed arrays lie outside the memory that is limited and outside what a snapshot holds.',
  'forbidden.proxy':
    'A proxy can answer differently each time it is read; no snapshot can hold it.',
  'forbidden.console':
    'There is no console in a replay. `tick.observe` puts a value into the trace; a logpoint prints without a change of code.',
  'name.unknown': 'The name is not declared, not imported and not part of what a strategy can use.',
  'import.package':
    'A replay runs `lockstep/strategy` and the files of the strategy, nothing else: what a package does is not recorded with the capture. Types may be imported from anywhere with `import type`.',
  'import.unresolved': 'No file of the workspace is meant by this path.',
  'import.dynamic': 'A dynamic import finishes later. Import at the top of the file.',
  'state.module':
    'Variables of a module are no part of a snapshot. A replay that continues from a snapshot, and a debugger that steps back, would meet another value than live had. Keep it in what `state` returns.',
  'strategy.missing': 'A strategy file exports `defineStrategy({ ... })` by default.',
  'strategy.incomplete': 'A strategy has id, params, reasons, gates, state and onTick.',
  'reason.undeclared': CATALOGUE,
  'detail.undeclared': CATALOGUE,
  'gate.undeclared': CATALOGUE,
  'reason.unused': UNUSED,
  'detail.unused': UNUSED,
  'gate.unused': UNUSED,
};

/** Documents that a page goes on with. An installation without them has the page alone. */
const DOCUMENTS: Readonly<Record<string, string>> = {
  portability: 'portable.md',
  'lane-divergence': 'lanes.md',
};

/** The link behind a code; undefined for codes without a page. */
export function codeDescription(code: string): CodeDescription | undefined {
  return pageOf(code) === undefined ? undefined : { href: `${EXPLANATION_SCHEME}:/${code}.md` };
}

/** The text of a virtual document; null for addresses that are none. */
export function explanationAt(uri: string): string | null {
  const code = /^[a-z-]+:\/+(.*)\.md$/.exec(uri)?.[1];
  if (code === undefined) return null;
  const page = pageOf(code);
  return page === undefined ? null : `# ${code}\n\n${page}\n${documentOf(code)}`;
}

function documentOf(code: string): string {
  const name = Object.hasOwn(DOCUMENTS, code) ? DOCUMENTS[code] : undefined;
  if (name === undefined) return '';
  const file = path.join(packageRoot(), 'docs', name);
  return existsSync(file) ? `\n${readFileSync(file, 'utf8')}` : '';
}

function pageOf(code: string): string | undefined {
  if (Object.hasOwn(PAGES, code)) return PAGES[code as keyof typeof PAGES];
  return code.startsWith('strategy.') ? RUNNING : undefined;
}
