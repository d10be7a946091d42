import assert from 'node:assert/strict';
import { BreakpointRegistry } from '../../../debug-adapter/breakpoints.js';
import { VS_CODE_COUNTING } from '../../../debug-adapter/positions.js';

const kinds = (registry: BreakpointRegistry): string[] =>
  registry
    .all()
    .map((breakpoint) =>
      breakpoint.kind === 'line'
        ? `line ${breakpoint.line}`
        : breakpoint.kind === 'name'
          ? breakpoint.name
          : breakpoint.kind,
    );

describe('breakpoint registry', () => {
  it('keeps one list of every kind, each under an id of its own', () => {
    const registry = new BreakpointRegistry();
    registry.replaceLines('/a.ts', [{ line: 3 }, { line: 8 }], VS_CODE_COUNTING);
    registry.replaceLines('/b.ts', [{ line: 1 }], VS_CODE_COUNTING);
    registry.replaceNames([{ name: ' gate:adx_min ' }]);
    registry.replaceFilters({ filters: ['departure'] });
    assert.deepEqual(kinds(registry), ['line 3', 'line 8', 'line 1', 'gate:adx_min', 'departure']);
    assert.equal(new Set(registry.all().map(({ id }) => id)).size, 5);
  });

  it('replaces the lines of one file and leaves those of another', () => {
    const registry = new BreakpointRegistry();
    registry.replaceLines('/a.ts', [{ line: 3 }], VS_CODE_COUNTING);
    registry.replaceLines('/b.ts', [{ line: 1 }], VS_CODE_COUNTING);
    registry.replaceLines('/folder/../a.ts', [{ line: 4 }], VS_CODE_COUNTING);
    assert.deepEqual(kinds(registry), ['line 4', 'line 1']);
    registry.replaceLines('/a.ts', [], VS_CODE_COUNTING);
    assert.deepEqual(kinds(registry), ['line 1']);
  });

  it('never gives an id twice, so that a late hit cannot select another row', () => {
    const registry = new BreakpointRegistry();
    const [first] = registry.replaceNames([{ name: 'a' }]);
    const [second] = registry.replaceNames([{ name: 'a' }]);
    assert.notEqual(first?.id, second?.id);
    assert.equal(registry.find(first?.id ?? 0), undefined);
  });

  it('reads lines as the client counts them', () => {
    const registry = new BreakpointRegistry();
    const counting = { linesStartAt1: false, columnsStartAt1: false };
    const [breakpoint] = registry.replaceLines('/a.ts', [{ line: 0 }], counting);
    assert.equal(breakpoint?.line, 1);
  });

  it('takes an emptied condition for none', () => {
    const registry = new BreakpointRegistry();
    const wanted = { line: 3, condition: ' ', hitCondition: '', logMessage: '' };
    const [breakpoint] = registry.replaceLines('/a.ts', [wanted], VS_CODE_COUNTING);
    assert.deepEqual(breakpoint, { id: 1, kind: 'line', file: '/a.ts', line: 3 });
  });

  it('carries condition, hit count and log message', () => {
    const registry = new BreakpointRegistry();
    const wanted = { line: 3, condition: 'tick > 2', hitCondition: '% 2', logMessage: '{adx}' };
    const [breakpoint] = registry.replaceLines('/a.ts', [wanted], VS_CODE_COUNTING);
    assert.deepEqual(breakpoint, { id: 1, kind: 'line', file: '/a.ts', ...wanted });
  });

  it('answers exception filters in order, unknown ones in place', () => {
    const registry = new BreakpointRegistry();
    const answers = registry.replaceFilters({
      filters: ['blocked', 'uncaught'],
      filterOptions: [{ filterId: 'departure', condition: 'symbol == "BTC"' }],
    });
    assert.deepEqual(answers, [
      { id: 1, kind: 'blocked' },
      { filter: 'uncaught' },
      { id: 2, kind: 'departure', condition: 'symbol == "BTC"' },
    ]);
    assert.deepEqual(kinds(registry), ['blocked', 'departure']);
  });
});
