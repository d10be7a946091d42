import assert from 'node:assert/strict';
import { resolve } from 'node:path';
import { readLaunchPlan, type LaunchPlan } from '../../../debug-adapter/launch-config.js';

const capture = resolve('capture');

/** The plan of a configuration that must be accepted. */
function accepted(configuration: Readonly<Record<string, unknown>>): LaunchPlan {
  const { plan, issues } = readLaunchPlan({ capture, ...configuration });
  assert.deepEqual(issues, []);
  assert.ok(plan);
  return plan;
}

function refused(configuration: unknown): readonly string[] {
  const { plan, issues } = readLaunchPlan(configuration);
  assert.equal(plan, null);
  return issues;
}

describe('launch configuration', () => {
  it('needs nothing but a capture, and stops on entry', () => {
    assert.deepEqual(accepted({}), {
      open: { capture },
      stopOnEntry: true,
      stopAt: null,
      noDebug: false,
    });
  });

  it('passes on what the replay is opened with', () => {
    const plan = accepted({
      strategy: 'strategy.ts',
      params: { trade: { leverage: '2' } },
      numeric: { kind: 'decimal', precision: 30, rounding: 'half-even' },
    });
    assert.deepEqual(plan.open, {
      capture,
      strategy: resolve('strategy.ts'),
      params: { trade: { leverage: '2' } },
      numeric: { kind: 'decimal', precision: 30, rounding: 'half-even' },
    });
  });

  it('takes a numeric policy by its kind alone', () => {
    assert.deepEqual(accepted({ numeric: 'binary64' }).open.numeric, { kind: 'binary64' });
    assert.deepEqual(accepted({ numeric: 'decimal' }).open.numeric, {
      kind: 'decimal',
      precision: 20,
      rounding: 'half-up',
    });
  });

  it('takes null for a field that was cleared', () => {
    const plan = accepted({ strategy: null, params: null, stopAt: null });
    assert.deepEqual(plan.open, { capture });
  });

  for (const stopAt of [{ tick: 203 }, { seq: 7 }, { ts: 1_769_259_600_000 }]) {
    it(`stops at ${JSON.stringify(stopAt)}`, () => {
      assert.deepEqual(accepted({ stopAt }).stopAt, stopAt);
    });
  }

  const wrong: readonly (readonly [unknown, RegExp])[] = [
    [undefined, /^capture: expected the folder of a capture, found nothing$/],
    [{}, /^capture: /],
    [{ capture: '  ' }, /^capture: .* found " {2}"$/],
    [{ capture, strategy: 7 }, /^strategy: /],
    [{ capture, params: [1] }, /^params: .* found \[1\]$/],
    [{ capture, numeric: 'float' }, /^numeric: .* found "float"$/],
    [{ capture, numeric: { kind: 'decimal', precision: 99, rounding: 'up' } }, /^numeric: /],
    [{ capture, stopOnEntry: 'yes' }, /^stopOnEntry: /],
    [{ capture, stopAt: { tick: -1 } }, /^stopAt: /],
    [{ capture, stopAt: { tick: 1.5 } }, /^stopAt: /],
    [{ capture, stopAt: { tick: 1, seq: 1 } }, /^stopAt: /],
    [{ capture, stopAt: {} }, /^stopAt: /],
    [{ capture, stopAt: 'first' }, /^stopAt: /],
  ];
  for (const [configuration, expected] of wrong) {
    it(`refuses ${JSON.stringify(configuration ?? 'nothing').replace(capture, 'CAPTURE')}`, () => {
      const [issue, ...more] = refused(configuration);
      assert.match(issue ?? '', expected);
      assert.deepEqual(more, []);
    });
  }

  it('names every mistake at once', () => {
    const issues = refused({ strategy: 1, numeric: 'x' });
    assert.deepEqual(
      issues.map((issue) => issue.slice(0, issue.indexOf(':'))),
      ['capture', 'strategy', 'numeric'],
    );
  });
});
