// Hovers, code lenses, quick fixes and explanations from what is known about a replay.
import assert from 'node:assert/strict';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Diagnostic } from 'vscode-languageserver/node';
import { FINDING_CODES } from '../../../engine/host/analysis/finding.js';
import type { EventRecord } from '../../../engine/core/schema/index.js';
import { codeDescription, explanationAt } from '../../../server/explanations.js';
import { codeActions } from '../../../server/features/code-actions.js';
import { codeLenses } from '../../../server/features/code-lens.js';
import { definitionAt } from '../../../server/features/definition.js';
import { hoverAt } from '../../../server/features/hover.js';
import { countNames } from '../../../server/name-counts.js';
import { statusOf, untried, type Outcome } from '../../../server/outcome.js';
import { readSettings } from '../../../server/settings.js';
import { departure, OPENED, REPLAY, report } from './examples.js';

const TEXT = `  onTick(tick) {
    tick.gate(0, 'adx_min', x, '>', y);
    tick.close(0, { reason: 'exit', detail: 'tired' });
    exit(adx_min);
  reasons: { hold: 'Nothing' },`;
const DOCUMENT = TextDocument.create('file:///project/strategy/index.ts', 'typescript', 1, TEXT);

const gate = (name: string, passed: boolean, trigger = false): object => ({
  name,
  passed,
  trigger,
});
const decision = (
  reason: string,
  detail: string | undefined,
  gates: readonly object[],
): EventRecord =>
  ({
    kind: 'decision',
    reason,
    ...(detail === undefined ? {} : { detail }),
    gates,
  }) as unknown as EventRecord;

const EVENTS = [
  decision('exit', 'tired', [gate('adx_min', true), gate('stop', true, true)]),
  decision('hold', undefined, [gate('adx_min', false), gate('stop', false, true)]),
  decision('hold', undefined, [gate('adx_min', true)]),
];

function outcome(change: Partial<Outcome> = {}): Outcome {
  return { ...untried(REPLAY), opened: OPENED, counts: countNames(EVENTS), ...change };
}

/** Text of the hover on the first occurrence of `marked`. */
function hoverOn(marked: string, outcomes: readonly Outcome[] = [outcome()]): string | null {
  const position = DOCUMENT.positionAt(TEXT.indexOf(marked) + 1);
  const hover = hoverAt(DOCUMENT, position, outcomes);
  return hover === null ? null : (hover.contents as { value: string }).value;
}

describe('hover', () => {
  it('tells wording and counts of a gate', () => {
    assert.equal(
      hoverOn('adx_min'),
      '**adx_min** (gate) — passed 2, blocked 1 in the last replay\n\nTrend strong enough',
    );
  });

  it('tells wording and counts of a reason and of its detail', () => {
    assert.equal(
      hoverOn("exit', detail"),
      '**exit** (reason code) — 1 decision in the last replay\n\nLeave',
    );
    assert.equal(
      hoverOn('tired'),
      '**exit.tired** (reason code) — 1 decision in the last replay\n\nTrend is tired',
    );
  });

  it('works on a key of the catalogue, and without a run', () => {
    assert.equal(
      hoverOn('hold', [outcome({ counts: null })]),
      '**hold** (reason code)\n\nNothing to do',
    );
  });

  it('is silent on code that is spelled like a name, and without a catalogue', () => {
    assert.equal(hoverOn('adx_min)'), null);
    assert.equal(hoverOn('exit(adx'), null);
    assert.equal(hoverOn('adx_min', [untried(REPLAY)]), null);
  });

  it('tells what two replays share once, and what differs with their names', () => {
    const other = outcome({ replay: { ...REPLAY, name: 'other' }, counts: null });
    const text = hoverOn('hold', [outcome(), other]) ?? '';
    assert.match(text, /2 decisions in the last replay[^]*\*base\*[^]*---[^]*\*other\*/);
  });
});

describe('code lens', () => {
  const titles = (of: Outcome): readonly (string | undefined)[] =>
    codeLenses(DOCUMENT, [of]).map(({ command }) => command?.title);
  const ran = (mismatches: Parameters<typeof report>[0]): Outcome => {
    const of = report(mismatches);
    return outcome({ report: of, status: statusOf('base', of) });
  };

  it('tells parity', () => {
    assert.deepEqual(titles(ran([])), ['$(check) base: parity 9/9 events']);
  });

  it('tells departures and leads to the first', () => {
    const of = ran([departure(3), departure(4)]);
    assert.deepEqual(titles(of), [
      '$(error) base: 2 departures, 7/9 events match',
      '$(debug-alt) Debug first (tick 30)',
    ]);
    const [, lens] = codeLenses(DOCUMENT, [of]);
    assert.deepEqual(lens?.command?.arguments, [{ replay: 'base', tick: 30 }]);
    assert.equal(lens.command.command, 'lockstep.debugAtTick');
  });

  it('stands at onTick', () => {
    const text = `// onTick is below\n\nexport default defineStrategy({\n  onTick: step,\n});`;
    const document = TextDocument.create('file:///a.ts', 'typescript', 1, text);
    assert.equal(codeLenses(document, [ran([])])[0]?.range.start.line, 3);
  });
});

describe('code actions', () => {
  const base = {
    source: 'lockstep',
    message: '',
    range: { start: { line: 0, character: 0 }, end: { line: 0, character: 3 } },
  };

  it('debug and show the live event of a departure', () => {
    const data = { replay: 'base', tick: 30, seq: 3, symbol: 'BTC', live: { file: '/e', line: 3 } };
    const actions = codeActions('file:///a.ts', [{ ...base, data }]);
    assert.deepEqual(
      actions.map(({ command }) => [command?.command, command?.arguments]),
      [
        ['lockstep.debugAtTick', [{ replay: 'base', tick: 30 }]],
        ['lockstep.showLiveEvent', [{ replay: 'base', file: '/e', line: 3 }]],
      ],
    );
  });

  it('put the nearest declared name in place of a misspelt one', () => {
    const [action] = codeActions('file:///a.ts', [{ ...base, data: { replacement: "'exit'" } }]);
    assert.deepEqual(action?.edit?.changes, {
      'file:///a.ts': [{ range: base.range, newText: "'exit'" }],
    });
  });

  it('leave the diagnostics of others alone', () => {
    const foreign: Diagnostic = { ...base, source: 'ts', data: { replay: 'base', tick: 1 } };
    assert.deepEqual(codeActions('file:///a.ts', [foreign]), []);
  });
});

describe('definition', () => {
  it('leads from a live line to the decision behind its departure', () => {
    const location = {
      uri: 'file:///s.ts',
      range: { start: { line: 6, character: 0 }, end: { line: 6, character: 1 } },
    };
    const line = (at: number, code: string): Diagnostic => ({
      range: { start: { line: at, character: 0 }, end: { line: at + 1, character: 0 } },
      message: '',
      code,
      relatedInformation: [{ location, message: '' }],
    });
    const diagnostics = [line(2, 'departure.field'), line(3, 'events.sequence.gap')];
    assert.deepEqual(definitionAt(diagnostics, { line: 2, character: 5 }), [location]);
    assert.deepEqual(definitionAt(diagnostics, { line: 3, character: 5 }), []);
  });
});

describe('explanations', () => {
  it('exist for every finding and departure, at the address in their diagnostics', () => {
    const codes = [
      ...Object.keys(FINDING_CODES),
      'departure.field',
      'departure.missing-in-live',
      'strategy.threw',
    ];
    for (const code of codes) {
      const href = codeDescription(code)?.href;
      assert.ok(href !== undefined, code);
      assert.match(explanationAt(href) ?? '', new RegExp(`^# ${code}\\n\\n\\w`));
    }
  });

  it('of what is not portable: all that compiled lanes understand', () => {
    const page = explanationAt('lockstep-code:/portability.md') ?? '';
    assert.match(page, /\n# Portable strategies\n[^]*\| kept out \| why \| instead \|/);
  });

  it('do not exist for anything else', () => {
    assert.equal(codeDescription('toString'), undefined);
    assert.equal(explanationAt('lockstep-code:/nothing.md'), null);
    assert.equal(explanationAt('elsewhere'), null);
  });
});

describe('settings', () => {
  const explain = { automatic: true, helpers: null };
  const lanes = { automatic: true };
  const gpu = { modulePath: null };
  const others = { explain, lanes, gpu };
  const fallback = { replay: { onType: true, debounceMs: 120 }, ...others };
  const cases: readonly (readonly [unknown, object])[] = [
    [null, fallback],
    ['text', fallback],
    [{ replay: { onType: 'no', debounceMs: -1 } }, fallback],
    [
      { replay: { onType: false, debounceMs: 5 } },
      { replay: { onType: false, debounceMs: 5 }, ...others },
    ],
    [{ replay: { debounceMs: 1e9 } }, { replay: { onType: true, debounceMs: 10_000 }, ...others }],
    [
      { explain: { automatic: false, helpers: 99 } },
      { ...fallback, explain: { automatic: false, helpers: 16 } },
    ],
    [{ explain: { automatic: 1, helpers: -1 } }, fallback],
    [{ lanes: { automatic: false } }, { ...fallback, lanes: { automatic: false } }],
    [{ lanes: { automatic: 'no' } }, fallback],
    [{ gpu: { modulePath: ' /opt/gpu ' } }, { ...fallback, gpu: { modulePath: '/opt/gpu' } }],
    [{ gpu: { modulePath: ' ' } }, fallback],
    [{ gpu: { modulePath: 7 } }, fallback],
  ];
  for (const [section, expected] of cases) {
    it(JSON.stringify(section), () => {
      assert.deepEqual(readSettings(section), expected);
    });
  }
});
