// The fast lane by itself gives the events of the reference lane, tick for tick, and its state at the end.
import { deepEqual, equal, rejects } from 'node:assert/strict';
import { plainEvent } from '../../../engine/core/memory/plain-event.js';
import type { LaneTick } from '../../../engine/core/memory/reference-lane.js';
import type { NumericPolicy } from '../../../engine/core/numeric/index.js';
import type { OpenReplay } from '../../../engine/host/worker/open-replay.js';
import type { TraceLevel } from '../../../engine/vm/compile/program-compiler.js';
import { atDepth } from '../../support/depth.js';
import { fastPassOf, lanesOf, openForLanes } from '../../support/lane-replay.js';

const DECIMAL_20: NumericPolicy = { kind: 'decimal', precision: 20, rounding: 'half-up' };

type Case = readonly [string, NumericPolicy, TraceLevel];

const OTHERS: readonly Case[] = [
  ['20 digits, half even', { kind: 'decimal', precision: 20, rounding: 'half-even' }, 'events'],
  ['34 digits', { kind: 'decimal', precision: 34, rounding: 'half-even' }, 'events'],
  ['binary64', { kind: 'binary64' }, 'full'],
  ['20 digits, half up', DECIMAL_20, 'events'],
  ['20 digits, half up', DECIMAL_20, 'full'],
];

const CASES: readonly Case[] = [
  ['binary64', { kind: 'binary64' }, 'events'],
  ['34 digits', { kind: 'decimal', precision: 34, rounding: 'half-even' }, 'full'],
  ...atDepth<typeof OTHERS>([], OTHERS),
];

interface ReferenceTicks {
  readonly events: readonly (readonly string[])[];
  readonly digest: string;
}

async function referenceTicks(open: OpenReplay, trace: TraceLevel): Promise<ReferenceTicks> {
  const { reference } = await lanesOf(open, trace);
  const ticks: LaneTick[] = [];
  for (let more = reference.ticks(200); more.length > 0; more = reference.ticks(200))
    ticks.push(...more);
  const shown = (event: string): string => (trace === 'full' ? event : withoutGates(event));
  return {
    events: ticks.map(({ events }) => events.map(shown)),
    digest: ticks.at(-1)?.digest ?? '',
  };
}

/** The events level leaves gates and observations out of decisions. */
function withoutGates(event: string): string {
  const fields = JSON.parse(event) as Record<string, unknown>;
  if (fields['kind'] !== 'decision') return event;
  return JSON.stringify({ ...fields, gates: [], indicators: [] });
}

describe('fast run', function () {
  this.timeout(120_000);

  for (const [name, numeric, trace] of CASES) {
    it(`${name}, ${trace}: the reference lane's events and its last state`, async () => {
      const open = await openForLanes(numeric);
      const { run, window } = await fastPassOf(open, trace);
      const events: (readonly string[])[] = [];
      const outcome = await run.run(window, {
        onTick: (tick, made) => {
          equal(tick, events.length, 'ticks come in order');
          events.push(made.map((event) => plainEvent(run.num, event)));
        },
      });
      const digest = run.digest();
      deepEqual(outcome, { ticks: window.count, stop: null });
      const reference = await referenceTicks(open, trace);
      deepEqual(events, reference.events);
      equal(digest, reference.digest);
    });
  }

  it('starts again where it started', async () => {
    const { run, window } = await fastPassOf(await openForLanes(DECIMAL_20), 'events');
    await run.run(window);
    const first = run.digest();
    await run.run(window);
    equal(run.digest(), first);
  });

  it('decodes only the decisions that are wanted', async () => {
    const { run, window } = await fastPassOf(await openForLanes(DECIMAL_20), 'events');
    const actions = new Set<string>();
    const onTick = (_tick: number, events: readonly { readonly kind: string }[]): void => {
      for (const event of events)
        if ('action' in event) actions.add(`${event.kind} ${String(event.action)}`);
    };
    await run.run(window, { onTick, keep: (action) => action === 'enter' });
    deepEqual(
      [...actions].filter((action) => action.startsWith('decision')),
      ['decision enter'],
    );
  });

  it('ends where whoever asked for it says so', async () => {
    const { run, window } = await fastPassOf(await openForLanes({ kind: 'binary64' }), 'events');
    const breathe = (): Promise<void> => Promise.reject(new Error('cancelled'));
    await rejects(run.run(window, { breathe }), /cancelled/);
    deepEqual(await run.run(window), { ticks: window.count, stop: null });
  });
});
