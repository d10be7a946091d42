// Departures as diagnostics: one for each place, one for each live line, linked both ways, and never a flood.
import assert from 'node:assert/strict';
import { DiagnosticSeverity, type Diagnostic } from 'vscode-languageserver/node';
import type { ReplayReport } from '../../../engine/host/replay/protocol.js';
import { DiagnosticsByFile, type FileDiagnostics } from '../../../server/diagnostics/by-file.js';
import { addDepartures } from '../../../server/diagnostics/departures.js';
import { addFailure, addInvalidReasons } from '../../../server/diagnostics/failures.js';
import { wholeLines } from '../../../server/diagnostics/live-ranges.js';
import { messageOf } from '../../lsp/support/places.js';
import { departure, REPLAY, report, site } from './examples.js';

const EVENTS = '/project/captures/base/events.jsonl';
const EXITS = '/project/strategy/exits.ts';
const CONTEXT = {
  replay: REPLAY,
  entry: '/project/strategy/index.ts',
  uriOf: (file: string) => `file://${file}`,
  explain: (code: string) => ({ href: `about:${code}` }),
  liveRange: wholeLines,
};

function diagnose(of: ReplayReport): FileDiagnostics {
  const files = new DiagnosticsByFile();
  addDepartures(files, of.mismatches, CONTEXT);
  return files.all;
}
const at = (files: FileDiagnostics, file: string): readonly Diagnostic[] => files.get(file) ?? [];
const lines = (list: readonly Diagnostic[]): readonly number[] =>
  list.map(({ range }) => range.start.line + 1);

describe('departures as diagnostics', () => {
  it('stand on the strategy line and on the live line, each linked to the other', () => {
    const files = diagnose(report([departure(3)]));
    const [inStrategy] = at(files, EXITS);
    const [onLine] = at(files, EVENTS);
    assert.deepEqual(inStrategy?.range, {
      start: { line: 6, character: 2 },
      end: { line: 6, character: 11 },
    });
    assert.equal(inStrategy.relatedInformation?.[0]?.location.uri, `file://${EVENTS}`);
    assert.equal(inStrategy.relatedInformation[0].location.range.start.line, 2);
    assert.deepEqual(lines([onLine as Diagnostic]), [3]);
    assert.equal(onLine?.relatedInformation?.[0]?.location.uri, `file://${EXITS}`);
    assert.equal(onLine.relatedInformation[0].location.range.start.line, 6);
  });

  it('carry code, link, data and the first departure in their text', () => {
    const [found] = at(diagnose(report([departure(3)])), EXITS);
    assert.equal(found?.code, 'departure.field');
    assert.equal(found.codeDescription?.href, 'about:departure.field');
    assert.deepEqual(found.data, {
      replay: 'base',
      tick: 30,
      seq: 3,
      symbol: 'BTC',
      live: { file: EVENTS, line: 3 },
    });
    assert.equal(found.message, 'Event 3 departs. Tick 30, 2026-01-24T13:00Z, replay base.');
  });

  it('one place with a hundred departures has one diagnostic with the count', () => {
    const many = Array.from({ length: 100 }, (_, index) => departure(index + 1));
    const files = diagnose(report(many));
    const [found, ...others] = at(files, EXITS);
    assert.equal(others.length, 0);
    assert.match(messageOf(found), /^Event 1 departs\..* 100 departures here in all\.$/);
    assert.equal(found?.relatedInformation?.length, 10);
    assert.equal(at(files, EVENTS).length, 100);
  });

  it('the events file shows a hundred and says how many follow', () => {
    const many = Array.from({ length: 130 }, (_, index) => departure(index + 1));
    const onLines = at(diagnose(report(many)), EVENTS);
    assert.equal(onLines.length, 100);
    assert.match(messageOf(onLines.at(-1)), /30 more departures below are not shown\.$/);
    assert.doesNotMatch(messageOf(onLines[98]), /not shown/);
  });

  it('two places, and two kinds at one place, stay apart', () => {
    const missing = departure(5, { kind: 'missing-in-replay', replay: null });
    const files = diagnose(report([departure(3), departure(4, { site: site(9) }), missing]));
    assert.deepEqual(lines(at(files, EXITS)), [7, 9, 7]);
    assert.deepEqual(
      at(files, EXITS).map(({ code }) => code),
      ['departure.field', 'departure.field', 'departure.missing-in-replay'],
    );
  });

  it('an event that live does not have is shown in the strategy only', () => {
    const files = diagnose(report([departure(5, { kind: 'missing-in-live', live: null })]));
    assert.equal(at(files, EXITS).length, 1);
    assert.deepEqual(at(files, EXITS)[0]?.relatedInformation, []);
    assert.equal(at(files, EVENTS).length, 0);
  });

  it('a departure without a place is shown at the top of the entry', () => {
    const [found] = at(diagnose(report([departure(5, { site: null })])), CONTEXT.entry);
    assert.equal(found?.range.start.line, 0);
    assert.match(messageOf(found), /no known place/);
  });

  it('the same decision and money with other gate values is a warning', () => {
    const trace = [{ path: 'gates.adx_min.value', live: '1', replay: '2' }];
    const money = [...trace, { path: 'price', live: '1', replay: '2' }];
    const severity = (fields: typeof trace): DiagnosticSeverity | undefined =>
      at(diagnose(report([departure(1, { fields })])), EXITS)[0]?.severity;
    assert.equal(severity(trace), DiagnosticSeverity.Warning);
    assert.equal(severity(money), DiagnosticSeverity.Error);
  });
});

describe('failures as diagnostics', () => {
  it('stand where the strategy broke a rule, with the tick to debug at', () => {
    const files = new DiagnosticsByFile();
    const failure = {
      code: 'strategy.loop-limit',
      message: 'a loop ran too often',
      remedy: 'bound the loop',
      tick: 4,
      ts: 1,
      site: site(11),
    };
    addFailure(files, failure, CONTEXT);
    const [found] = at(files.all, EXITS);
    assert.deepEqual(lines([found as Diagnostic]), [11]);
    assert.equal(found?.message, 'A loop ran too often. Bound the loop. Tick 4, replay base.');
    assert.deepEqual(found.data, { replay: 'base', tick: 4 });
  });

  it('an invalid comparison is told at the manifest', () => {
    const files = new DiagnosticsByFile();
    const invalid = {
      ...report([]),
      verdict: 'invalid-comparison',
      reasons: ['no events'],
    } as const;
    addInvalidReasons(files, invalid, CONTEXT);
    const [found] = at(files.all, '/project/captures/base/manifest.json');
    assert.equal(found?.code, 'verdict.invalid-comparison');
    assert.equal(found.message, 'No events.');
  });
});
