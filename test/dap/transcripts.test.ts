// Debug sessions over the example recording as it is, told as text in test/golden/dap.
import { join } from 'node:path';
import { STRATEGY } from './support/dap-session.js';
import { scenario } from './support/scenario.js';
import { lineOf } from './support/strategy-copy.js';

const path = (file: string): string => join(STRATEGY, file);

/** The tick on which the first two positions are opened, after the warm-up. */
const FIRST_ENTRIES = 200;

describe('debug adapter transcripts: moving', function () {
  this.timeout(120_000);

  scenario('entry', {}, async (n) => {
    await n.begin();
    n.say(`> threads\n  ${JSON.stringify(await n.dap.ask('threads'))}`);
    await n.stack();
    await n.scopes(1, ['Account', 'Strategy state']);
    const { sources } = await n.dap.ask<{ sources: { path: string }[] }>('loadedSources');
    n.say('> loadedSources');
    for (const source of sources) n.say(`  ${source.path}`);
  });

  scenario('stepping', { stopAt: { tick: FIRST_ENTRIES - 1 } }, async (n) => {
    await n.begin();
    n.chapter('step over: gates and decisions');
    await n.moves('next', 12);
    await n.stack();
    await n.scopes(1, ['Gates', 'Indicators', 'Position']);
    n.chapter('step back: the same in reverse');
    await n.moves('stepBack', 12);
    n.chapter('step in: statements with locals');
    await n.moves('stepIn', 8);
    await n.scopes(1, ['Locals']);
    n.chapter('statement back');
    await n.moves('lockstep/statementBack', 2);
    n.chapter('step out: the next tick, and the previous ones');
    await n.move('stepOut');
    await n.moves('lockstep/previousTick', 2);
  });

  scenario('seek', { stopAt: { seq: 3 } }, async (n) => {
    await n.begin();
    n.chapter('by tick, live sequence number and time');
    await n.move('lockstep/seek', { tick: FIRST_ENTRIES });
    await n.move('lockstep/seek', { seq: 1 });
    await n.move('lockstep/seek', { ts: 1_769_263_200_000 });
    n.chapter('nowhere');
    await n.refusal('lockstep/seek', { tick: 600 });
    await n.refusal('lockstep/seek', { seq: 235 });
    await n.refusal('lockstep/seek', { ts: 1 });
    await n.refusal('lockstep/seek', { tick: 1, seq: 1 });
    await n.refusal('lockstep/seek', {});
  });

  scenario('ends', {}, async (n) => {
    await n.begin();
    n.chapter('the start of the recording');
    for (const command of ['stepBack', 'lockstep/previousTick', 'reverseContinue']) {
      await n.move(command);
    }
    n.chapter('the end of the recording');
    for (const command of ['continue', 'next', 'stepIn', 'stepOut', 'continue']) {
      await n.move(command);
    }
    n.chapter('and back from it');
    for (const command of ['stepBack', 'next', 'reverseContinue']) await n.move(command);
  });

  scenario('jump-to-cursor', { stopAt: { tick: FIRST_ENTRIES } }, async (n) => {
    await n.begin();
    const file = path('entries.ts');
    const comment = await lineOf(file, '/** What ends the whole list.');
    const source = { path: file };
    type Targets = { targets: { id: number; label: string; line: number }[] };
    const { targets } = await n.dap.ask<Targets>('gotoTargets', { source, line: comment });
    n.say('> gotoTargets at the comment above findStop');
    for (const target of targets) n.say(`  line ${target.line}: ${target.label}`);
    await n.breakNames([{ name: 'adx_min' }]);
    const targetId = targets[0]?.id ?? 0;
    n.say('> goto');
    await n.arrive(await n.dap.move('goto', { targetId }));
    n.chapter('breakpoints are as they were');
    await n.move('continue');
    n.chapter('no statement, no target');
    const none = await n.dap.ask<Targets>('gotoTargets', { source, line: 9_999 });
    n.say(`> gotoTargets\n  ${none.targets.length} targets`);
  });

  scenario('terminate', {}, async (n) => {
    await n.begin();
    n.say('> terminate');
    await n.dap.ask('terminate');
    await n.event('terminated');
    await n.refusal('next', { threadId: 1 });
  });

  scenario('without-debugging', { noDebug: true }, async (n) => {
    n.say('> configurationDone');
    await n.dap.ask('configurationDone');
    await n.event('exited');
    await n.event('terminated');
    n.output();
  });
});

describe('debug adapter transcripts: breakpoints', function () {
  this.timeout(120_000);

  scenario('reason-codes', {}, async (n) => {
    await n.breakNames([
      { name: 'exit_filter.trend_exhaustion', condition: 'symbol == "SOL"', hitCondition: '>= 2' },
      { name: 'exit_stop_loss', hitCondition: '2' },
      { name: 'exit_filter.trend_exhausted' },
      { name: 'entry_sinal' },
      { name: 'reason:entry_signal', condition: 'symbol ==' },
      { name: 'entry_signal', hitCondition: 'often' },
    ]);
    await n.begin();
    await n.moves('continue', 3);
    await n.stack();
    await n.scopes(1, ['Decision', 'Live event'], 1);
    n.chapter('and back');
    await n.moves('reverseContinue', 3);
  });

  scenario('gates', {}, async (n) => {
    await n.breakNames([
      { name: 'gate:adx_min', condition: 'symbol == "BTC" && value > 45' },
      { name: 'stop_loss', condition: 'passed' },
    ]);
    await n.begin();
    await n.moves('continue', 3);
    await n.evaluate('gates.stop_loss.threshold - gates.stop_loss.value');
    await n.move('reverseContinue');
  });

  scenario('event-kinds', {}, async (n) => {
    await n.breakNames([
      { name: 'event:CLOSE', condition: 'pnl > 0' },
      { name: 'event:ledger', hitCondition: '% 100' },
      { name: 'event:leger' },
    ]);
    await n.begin();
    await n.moves('continue', 3);
    await n.scopes(1, ['Account']);
  });

  scenario('lines', {}, async (n) => {
    const file = path('exits.ts');
    const comment = await lineOf(file, '/** Trailing stop and entry price stay as they are. */');
    const line = await lineOf(file, 'bookExit(tick, symbol, view.s.close);');
    await n.breakLines(file, [
      { line, condition: 'symbol == 2 && rule == "stop_loss"' },
      { line: comment },
      { line: 9_999 },
      { line: 1, condition: 'tick.index >' },
    ]);
    await n.begin();
    await n.moves('continue', 2);
    await n.stack();
    await n.scopes(1, ['Locals']);
    n.chapter('a condition that cannot be judged stops, and says why');
    await n.breakLines(file, [{ line, condition: 'nonsense > 1' }]);
    await n.move('continue');
    n.chapter('lines that can hold one');
    const request = { source: { path: file }, line: line - 2, endLine: line + 2 };
    n.say(`> breakpointLocations ${request.line} to ${request.endLine}`);
    n.say(`  ${JSON.stringify(await n.dap.ask('breakpointLocations', request))}`);
  });

  scenario('logpoints', { stopAt: { tick: 560 } }, async (n) => {
    const file = path('entries.ts');
    const line = await lineOf(file, 'tick.open(candidate.symbol, {');
    await n.breakLines(file, [
      { line, logMessage: 'tick {tick}: {candidate.side} {symbol}, size {sizing.size}' },
    ]);
    await n.begin();
    await n.move('continue');
    n.chapter('only where its condition holds');
    await n.move('lockstep/seek', { tick: 560 });
    await n.breakLines(file, [
      { line, logMessage: '{tick}', condition: 'candidate.side == "long"', hitCondition: '% 2' },
    ]);
    await n.move('continue');
  });

  scenario('blocked', { stopAt: { tick: FIRST_ENTRIES } }, async (n) => {
    await n.breakExceptions([
      { filterId: 'departure' },
      { filterId: 'blocked', condition: 'gate == "trend_short_rsi" && value > 49' },
      { filterId: 'uncaught' },
    ]);
    await n.begin();
    await n.move('continue');
    await n.exceptionInfo();
    await n.move('continue');
    await n.moves('reverseContinue', 2);
  });
});

describe('debug adapter transcripts: values', function () {
  this.timeout(120_000);

  scenario('values', { stopAt: { seq: 1 } }, async (n) => {
    await n.begin();
    n.chapter('a live value leads to its line');
    await n.scopes(1, ['Decision', 'Live event', 'Difference'], 2);
    n.chapter('hover, watch, console');
    await n.evaluate('position.size', 'hover');
    await n.evaluate('tick', 'watch');
    await n.evaluate('account.balance * 2');
    await n.evaluate('state.desks[0].bank.bars');
    await n.evaluate('position.side == "short" ? "yes" : "no"');
    await n.evaluate('nobody', 'hover');
    await n.evaluate('1 +');
    await n.evaluate('state.desks.push(1)');
    n.chapter('clipboard');
    await n.evaluate('position', 'clipboard');
    await n.evaluate('account.balance', 'clipboard');
    n.chapter('completions');
    type Targets = { targets: { label: string }[] };
    for (const text of ['exit_s', 'position.s', 'gate:trend_l', 'event:C']) {
      const request = { text, column: text.length + 1 };
      const { targets } = await n.dap.ask<Targets>('completions', request);
      n.say(`> completions ${text}\n  ${targets.map(({ label }) => label).join(' ')}`);
    }
  });
});

describe('debug adapter transcripts: other settings', function () {
  this.timeout(120_000);

  scenario('decimal', { numeric: 'decimal' }, async (n) => {
    await n.breakExceptions([{ filterId: 'departure' }]);
    await n.begin();
    n.say(`> threads\n  ${JSON.stringify(await n.dap.ask('threads'))}`);
    await n.move('continue');
    await n.exceptionInfo();
  });

  const params = { trade: { smart_exit_adx_exhaustion_lt: '17' } };
  scenario('params', { params, stopOnEntry: false }, async (n) => {
    await n.breakExceptions([{ filterId: 'departure' }]);
    await n.begin();
    await n.exceptionInfo();
    await n.evaluate('params.trade.smart_exit_adx_exhaustion_lt');
  });
});
