// What must hold of every session, whatever is pressed: steps back undo steps forward, places do not depend on the
// way to them. Random walks over the example recording in one session; a failure prints the seed that repeats it.
import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import fc from 'fast-check';
import { DapSession, type Stopped } from './support/dap-session.js';

/** Ticks with positions, entries and exits; all of the recording's kinds of moment occur there. */
const tick = fc.integer({ min: 195, max: 300 });
const RUNS = { numRuns: 12 };

const cursorOf = ({ view }: Stopped): string => `${view.cursor.tick}.${view.cursor.moment}`;

describe('debug adapter properties', function () {
  this.timeout(300_000);
  let session: DapSession;
  const seek = (to: number): Promise<Stopped> => session.move('lockstep/seek', { tick: to });

  before(async () => {
    session = await DapSession.launch();
    await session.ask('setFunctionBreakpoints', {
      breakpoints: [{ name: 'event:ledger' }, { name: 'gate:trend_short_rsi' }],
    });
    await session.begin();
  });
  after(() => session.close());

  /** A step back is the inverse of its step wherever that step can stop. */
  async function undoes(forward: string, back: string, steps: number): Promise<void> {
    const path = [await session.move(forward)];
    for (let done = 1; done < steps; done += 1) path.push(await session.move(forward));
    const way = path.map(cursorOf);
    const returned: string[] = [way.at(-1) ?? ''];
    for (let done = 1; done < steps; done += 1) {
      returned.unshift(cursorOf(await session.move(back)));
    }
    assert.deepEqual(returned, way);
  }

  const pairs: readonly (readonly [string, string])[] = [
    ['next', 'stepBack'],
    ['stepIn', 'lockstep/statementBack'],
    ['stepOut', 'lockstep/previousTick'],
    ['continue', 'reverseContinue'],
  ];
  for (const [forward, back] of pairs) {
    it(`${back} retraces ${forward}`, () =>
      fc.assert(
        fc.asyncProperty(tick, fc.integer({ min: 2, max: 6 }), async (from, steps) => {
          await seek(from);
          await undoes(forward, back, steps);
        }),
        RUNS,
      ));
  }

  it('seeking k ticks on is k steps out', () =>
    fc.assert(
      fc.asyncProperty(tick, fc.integer({ min: 1, max: 6 }), async (from, count) => {
        let last = await seek(from);
        for (let done = 0; done < count; done += 1) last = await session.move('stepOut');
        const walked = await everythingAt(session, last);
        assert.deepEqual(await everythingAt(session, await seek(from + count)), walked);
      }),
      RUNS,
    ));

  it('seeking from the very start is as many steps out', async () => {
    await seek(0);
    let last = await session.move('stepOut');
    for (let done = 1; done < 20; done += 1) last = await session.move('stepOut');
    assert.equal(cursorOf(last), cursorOf(await seek(20)));
  });

  const command = fc.constantFrom(
    ...pairs.flat(),
    'lockstep/nextDeparture',
    'lockstep/previousDeparture',
  );
  it('what is shown at a place does not depend on the way there', () =>
    fc.assert(
      fc.asyncProperty(
        tick,
        fc.integer({ min: 1, max: 8 }),
        fc.array(command, { maxLength: 6 }),
        async (from, steps, detour) => {
          await seek(from);
          await undoes('next', 'stepBack', steps);
          const straight = await everythingAt(session, await repeat('next', steps));
          for (const wander of detour) await session.move(wander);
          await seek(from);
          await session.move('next');
          const again = await everythingAt(session, await repeat('next', steps));
          assert.deepEqual(again, straight);
        },
      ),
      RUNS,
    ));

  async function repeat(step: string, times: number): Promise<Stopped> {
    let last = await session.move(step);
    for (let done = 1; done < times; done += 1) last = await session.move(step);
    return last;
  }
});

/** All a person can see at a stop, without the ids that are handed out anew. */
async function everythingAt(session: DapSession, { view }: Stopped): Promise<unknown> {
  // Why it stopped is part of the way, not of the place.
  const content = { ...view, reason: null, description: null };
  const stack = await session.ask<DebugProtocol.StackTraceResponse['body']>('stackTrace', {
    threadId: 1,
  });
  const { scopes } = await session.ask<DebugProtocol.ScopesResponse['body']>('scopes', {
    frameId: 1,
  });
  const values: unknown[] = [];
  for (const { name, variablesReference } of scopes) {
    values.push([name, await valuesBelow(session, variablesReference, 3)]);
  }
  return { content, stack, values };
}

async function valuesBelow(
  session: DapSession,
  reference: number,
  depth: number,
): Promise<unknown> {
  if (reference === 0 || depth === 0) return null;
  const { variables } = await session.ask<DebugProtocol.VariablesResponse['body']>('variables', {
    variablesReference: reference,
  });
  const shown: unknown[] = [];
  for (const { name, value, variablesReference } of variables) {
    shown.push([name, value, await valuesBelow(session, variablesReference, depth - 1)]);
  }
  return shown;
}
