// The verification as one HTML file for people who answer for money: no script, nothing fetched, the verdict first.
import type { Verification, VerifyVerdict } from '../../../engine/host/replay/verification.js';
import { interventionText } from '../../../engine/host/replay/intervention-text.js';
import { numericText } from '../../numeric-option.js';
import { mismatchLine } from '../root-text.js';
import { verifyCommand } from '../rerun.js';
import { timeText } from '../time.js';
import { equityChart } from './chart.js';
import type { Markup } from './markup.js';
import { html } from './markup.js';
import { rootSection } from './root-section.js';
import { STYLE } from './style.js';
import { conditionsTable, hashesTable, mismatchTable, registrySection } from './tables.js';
import type { HtmlView } from './view.js';

const HEADLINES: Readonly<Record<VerifyVerdict, { tone: string; word: string }>> = {
  pass: { tone: 'good', word: 'Pass' },
  fail: { tone: 'bad', word: 'Fail' },
  'lane-divergence': { tone: 'bad', word: 'Lanes differ' },
  'invalid-comparison': { tone: 'wait', word: 'Invalid comparison' },
  'bad-input': { tone: 'wait', word: 'Bad input' },
};

export function verifyHtml(verification: Verification, view: HtmlView): string {
  const { run, explanation } = verification;
  const title = `Lockstep: ${HEADLINES[verification.verdict].word}`;
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="generator" content="Lockstep ${view.version}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta
          http-equiv="Content-Security-Policy"
          content="default-src 'none'; style-src 'unsafe-inline'"
        />
        <title>${title}${run.opened === null ? '' : `, ${run.opened.manifest.captureId}`}</title>
        ${STYLE}
      </head>
      <body>
        <main>
          ${verdictSection(verification)} ${subjectSection(verification, view)}
          ${verification.verdict === 'bad-input' ? problems(verification, view) : null}
          ${explanation === null ? null : details(verification, view)}
        </main>
        <footer>
          <p>Lockstep ${view.version}. The same inputs give the same report. Verify again:</p>
          <pre><code>${verifyCommand(view.rerun)}</code></pre>
        </footer>
      </body>
    </html> `;
  return page.text;
}

function verdictSection(verification: Verification): Markup {
  const { verdict, reasons } = verification;
  const { tone, word } = HEADLINES[verdict];
  return html`<h1>Does the replay reproduce what live did?</h1>
    <section class="verdict ${tone}" aria-label="Verdict">
      <strong>${word}</strong>
      <p class="sentence">${sentence(verification)}</p>
      ${
        reasons.length === 0
          ? null
          : html`<ul>
              ${reasons.map((reason) => html`<li>${reason}</li>`)}
            </ul>`
      }
    </section>`;
}

function sentence({ verdict, run, explanation, judgements }: Verification): string {
  const roots = explanation?.roots.length ?? 0;
  const { live, matched } = run.events;
  const agree = `${String(matched)} of ${String(live)} live events agree`;
  const open = judgements.filter(({ status }) => status === 'rejected').length;
  switch (verdict) {
    case 'pass':
      return roots === 0
        ? `Yes. ${agree} in every digit, and the replay has no others.`
        : `${agree}. What differs has ${counted(roots, 'cause')}, and a person accepted ${roots === 1 ? 'it' : 'each of them'}.`;
    case 'fail':
      return roots === 0
        ? `No. ${agree}, and no cause was named for the rest.`
        : `No. ${agree}. The differences have ${counted(roots, 'root cause')}, of which ${String(open)} ${open === 1 ? 'is' : 'are'} not accepted.`;
    case 'lane-divergence':
      return 'Two executions of the same strategy by Lockstep do not agree: nothing said about this recording may be relied on.';
    case 'invalid-comparison':
      return 'Nothing was judged: both sides do not belong together.';
    case 'bad-input':
      return 'Nothing was replayed: an input cannot be used.';
  }
}

const counted = (count: number, noun: string): string =>
  `${String(count)} ${noun}${count === 1 ? '' : 's'}`;

function subjectSection({ run, today }: Verification, { names }: HtmlView): Markup | null {
  const { opened, ticks, bars } = run;
  if (opened === null) return null;
  const { captureId, origin, window } = opened.manifest;
  const [entry = ''] = opened.strategyFiles;
  const { interventions } = opened;
  const rows: readonly (readonly [string, string])[] = [
    ['Recording', `${captureId} (${origin.mode})`],
    ['Strategy', `${opened.strategyId} (${names(entry)})`],
    ['Window', `${timeText(window.fromTs)} to ${timeText(window.toTs)}`],
    [
      'Market',
      `${opened.manifest.symbols.join(', ')}; ${String(ticks)} ticks, ${String(bars)} bars`,
    ],
    ['Numbers', numericText(opened.numeric)],
    ['Judged as of', today],
  ];
  return html`<dl class="facts">
      ${rows.map(
        ([term, text]) =>
          html`<dt>${term}</dt>
            <dd>${text}</dd>`,
      )}
    </dl>
    ${
      interventions.length === 0
        ? null
        : html`<p>
              <span class="badge wait">with substitutions</span> The replay was not run as captured,
              but with:
            </p>
            <ul class="plain">
              ${interventions.map((change) => html`<li>${interventionText(change)}</li>`)}
            </ul>`
    }`;
}

function problems({ run }: Verification, { names }: HtmlView): Markup {
  return html`<h2>What is wrong</h2>
    <ul>
      ${run.issues.map(
        ({ file, line, message, remedy }) =>
          html`<li>
            <code>${file}${line === undefined ? '' : `:${String(line)}`}</code>: ${message} Remedy:
            ${remedy}
          </li>`,
      )}
      ${run.findings.map(
        ({ range, message }) =>
          html`<li><code>${names(range.file)}:${range.line}</code>: ${message}</li>`,
      )}
    </ul>`;
}

/** Differences without a root, named one by one up to here. */
const UNEXPLAINED_MAX = 50;

function details(verification: Verification, view: HtmlView): Markup | null {
  const { explanation, judgements, registry, registryNotes, verdict } = verification;
  if (explanation === null) return null;
  const { roots, report, stopped, unexplained, notes } = explanation;
  const isJudged = verdict !== 'invalid-comparison';
  const loose = unexplained
    .slice(0, UNEXPLAINED_MAX)
    .flatMap((index) => report.mismatches[index] ?? []);
  const chart = isJudged ? equityChart(explanation) : null;
  return html`<h2>Conditions of the comparison</h2>
    ${conditionsTable(explanation)}
    ${
      chart === null
        ? null
        : html`<h2>Balance over the market</h2>
            ${chart}`
    }
    ${
      isJudged
        ? html`<h2>Root causes (${roots.length})</h2>
            ${roots.length === 0 && report.mismatches.length === 0 ? html`<p>None: nothing differs.</p>` : null}
            ${roots.map((root, index) =>
              rootSection({ root, explanation, judgement: judgements[index] }, view),
            )}
            ${stopped === null ? null : html`<p><span class="badge bad">search ended early</span> ${stopped}</p>`}
            ${
              unexplained.length === 0
                ? null
                : html`<h3>Under no root (${unexplained.length})</h3>
                    <ul>
                      ${loose.map((mismatch) => html`<li>${mismatchLine(mismatch)}</li>`)}
                    </ul>`
            }
            ${notes.map((note) => html`<p class="soft">${note}</p>`)}
            ${
              report.mismatches.length === 0
                ? null
                : html`<h2>All differences</h2>
                    ${mismatchTable(explanation)}`
            }
            <h2>Accepted differences</h2>
            ${registrySection(verification, registry === null ? null : view.names(registry.file))}
            ${
              registryNotes.length === 0
                ? null
                : html`<ul>
                    ${registryNotes.map(({ kind, message }) => html`<li>${kind}: ${message}</li>`)}
                  </ul>`
            }`
        : null
    }
    <h2>Hashes of the inputs</h2>
    ${hashesTable(explanation)}`;
}
