// One root in the HTML report, readable without knowing the program: what differs, why, how that was proven.
import type { Explanation, Root } from '../../../engine/host/replay/explanation.js';
import { interventionText } from '../../../engine/host/replay/intervention-text.js';
import type { Judgement } from '../../../engine/host/replay/verification.js';
import { bridgeTexts } from '../bridge-text.js';
import { CAUSE_TEXTS } from '../cause-texts.js';
import { siteText } from '../report-text.js';
import { proofCommand } from '../rerun.js';
import { placeText } from '../root-text.js';
import { markedPair } from './digits.js';
import { html, type Markup } from './markup.js';
import type { HtmlView } from './view.js';

export interface RootInput {
  readonly root: Root;
  readonly explanation: Explanation;
  readonly judgement: Judgement | undefined;
}

export function rootSection(input: RootInput, view: HtmlView): Markup {
  const { root, explanation, judgement } = input;
  const isAccepted = judgement?.status === 'accepted';
  return html`<article class="root ${isAccepted ? 'accepted' : ''}" id="root-${root.number}">
    <header>
      <span class="ordinal">${root.number}</span>
      <h3>${root.title}</h3>
      <span class="badge ${root.class === 'unclassified' ? 'bad' : 'plain'}"
        >${CAUSE_TEXTS[root.class].title}</span
      >
      <span class="badge ${isAccepted ? 'good' : 'bad'}"
        >${isAccepted ? 'accepted' : 'not accepted'}</span
      >
    </header>
    <p>
      ${CAUSE_TEXTS[root.class].meaning} ${root.evidence === null ? null : root.evidence.summary}
    </p>
    ${numbersTable(root)}
    <dl class="facts">
      ${row('First seen', placeText(root))} ${row('Judgement', judgement?.reason ?? 'not judged')}
      ${row('Follows from it', followText(root))} ${row('Largest difference', effectText(root))}
      ${list('Healed by', root.interventions.map(interventionText))} ${evidence(root)}
      ${list('Doubts', root.doubts)} ${list('To record', root.toRecord)}
      ${list('Brought back to live by', bridgeTexts(root, BRIDGE_MAX))}
      ${list('Could not be brought back', root.unsynchronised)} ${places(root, view)}
      ${row('Class', root.class)} ${row('Identity', root.id)}
    </dl>
    <p class="soft">Run the proof again:</p>
    <pre><code>${proofCommand(view.rerun, explanation.roots, root)}</code></pre>
  </article>`;
}

/** The evidence file has all of them. */
const BRIDGE_MAX = 12;

const row = (term: string, text: string | null): Markup | null =>
  text === null
    ? null
    : html`<dt>${term}</dt>
        <dd>${text}</dd>`;

function list(term: string, texts: readonly string[]): Markup | null {
  if (texts.length <= 1) return row(term, texts[0] ?? null);
  return html`<dt>${term}</dt>
    <dd>
      <ul class="plain">
        ${texts.map((text) => html`<li>${text}</li>`)}
      </ul>
    </dd>`;
}

function numbersTable({ fields }: Root): Markup | null {
  if (fields.length === 0) return null;
  return html`<div class="scroll">
    <table class="numbers">
      <caption>
        The first event that differs; differing digits are marked
      </caption>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">Live</th>
          <th scope="col">Replay</th>
        </tr>
      </thead>
      <tbody>
        ${fields.map(({ path, live, replay }) => {
          const pair = markedPair(live, replay);
          return html`<tr>
            <th scope="row">${path}</th>
            <td class="number">${pair.live}</td>
            <td class="number">${pair.replay}</td>
          </tr>`;
        })}
      </tbody>
    </table>
  </div>`;
}

const STRENGTHS = {
  recorded: 'Live itself recorded the substituted value.',
  systematic: 'One change of a rule reproduces several independent rows.',
  searched: 'A value found by search reproduces what follows.',
  'proven-equal': 'Inputs and state are recorded and equal.',
} as const;

function evidence({ evidence: found }: Root): Markup | null {
  if (found === null) return row('Evidence', 'none');
  const { strength, facts, trials, equivalents } = found;
  const tried = `${String(trials)} substitutions were tried.`;
  return list('Evidence', [
    STRENGTHS[strength],
    ...facts,
    tried,
    ...equivalents.map(({ title }) => `Heals as much: ${title}`),
  ]);
}

function followText({ mismatches, recurrences }: Root): string {
  const more = Math.max(0, mismatches.length - 1);
  const again =
    recurrences.length === 0
      ? ''
      : `; the cause shows again in ${recurrences.length === 1 ? '1 place' : `${String(recurrences.length)} places`}`;
  return `${more === 1 ? '1 further difference' : `${String(more)} further differences`}${again}`;
}

function effectText({ effect }: Root): string | null {
  const parts = (['price', 'size', 'amount'] as const).flatMap((name) => {
    const value = effect[name];
    return value === undefined ? [] : [`${name} ${value}`];
  });
  return parts.length === 0 ? null : parts.join(', ');
}

function places({ place }: Root, { names, eventsFile }: HtmlView): Markup | null {
  const texts = [
    ...(place.live === null ? [] : [`${eventsFile}:${String(place.live.line)}`]),
    ...(place.site === null ? [] : [siteText(place.site, names)]),
  ];
  return list('In the files', texts);
}
