// Debug sessions over a strategy that was edited, and over input that is wrong, told as text in test/golden/dap.
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SideBySide } from '../../debug-adapter/protocol.js';
import { CAPTURE, DapSession, type Configuration, type Stopped } from './support/dap-session.js';
import { Narrator } from './support/narrator.js';
import { tell } from './support/scenario.js';
import { EARLIER_STAGNATION, lineOf, StrategyCopy, type Edit } from './support/strategy-copy.js';

/** A session over an edited copy of the strategy. */
function edited(
  name: string,
  edits: readonly Edit[],
  story: (narrator: Narrator, copy: StrategyCopy) => Promise<void>,
): void {
  it(name, async () => {
    const copy = await StrategyCopy.make(...edits);
    try {
      const narrator = await Narrator.launch({ strategy: copy.entry });
      narrator.hide(copy.folder, '<copy>');
      await tell(name, narrator, (n) => story(n, copy));
    } finally {
      await copy.remove();
    }
  });
}

describe('debug adapter transcripts: a strategy that departs from live', function () {
  this.timeout(120_000);

  edited('roots', [EARLIER_STAGNATION], async (n) => {
    await n.begin();
    n.chapter('the root causes, in order');
    await n.moves('lockstep/nextRoot', 2);
    n.chapter('and back');
    await n.moves('lockstep/previousRoot', 2);
    n.chapter('a root is a place like any other');
    await n.move('lockstep/nextRoot');
    await n.exceptionInfo();
    await n.scopes(1, ['Difference']);
    await n.move('stepBack');
    await n.move('lockstep/nextRoot');
    await n.move('next');
    await n.move('lockstep/previousRoot');
  });

  edited('departures', [EARLIER_STAGNATION], async (n) => {
    await n.breakExceptions([{ filterId: 'departure' }]);
    await n.begin();
    n.chapter('the first departure');
    await n.move('continue');
    await n.exceptionInfo();
    await n.stack();
    await n.scopes(1, ['Decision', 'Live event', 'Difference'], 2);
    n.chapter('side by side');
    sayPairs(n, await n.dap.ask<SideBySide>('lockstep/sideBySide'));
    n.chapter('the next ones, and back');
    for (let more = 0; more < 3; more += 1) {
      await n.move('continue');
      await n.exceptionInfo();
    }
    await n.moves('reverseContinue', 4);
    n.chapter('what only live did is shown at the decision made instead');
    await n.arrive(await firstMissing(n.dap));
    await n.exceptionInfo();
    await n.scopes(1, ['Decision', 'Live event', 'Difference']);
    n.chapter('back to the first');
    await n.move('lockstep/seek', { tick: 0 });
    n.chapter('without a filter, by the toolbar');
    await n.breakExceptions([]);
    await n.moves('lockstep/nextDeparture', 2);
    await n.moves('lockstep/previousDeparture', 2);
    n.chapter('only some of them');
    await n.breakExceptions([{ filterId: 'departure', condition: 'symbol == "ETH"' }]);
    await n.move('continue');
  });

  edited('restart', [], async (n, copy) => {
    const file = copy.path('smart-exits.ts');
    const text = "tick.trigger(symbol, 'stagnation'";
    await n.breakLines(file, [{ line: await lineOf(file, text) }]);
    await n.breakExceptions([{ filterId: 'departure' }]);
    await n.begin();
    await n.move('continue');
    n.chapter('edited, restarted: breakpoints stay, the new code runs');
    await copy.edit(EARLIER_STAGNATION);
    await n.begin('restart');
    for (let told = 0; told < 2; told += 1) await n.dap.event('breakpoint');
    await n.breakLines(file, []);
    await n.move('continue');
    n.chapter('a mistake leaves the session as it is');
    await copy.edit({
      file: 'smart-exits.ts',
      from: 'export function findSmartExit(',
      to: 'export function (',
    });
    await n.refusal('restart');
    n.output();
    await n.move('stepBack');
    n.chapter('corrected');
    await copy.edit({
      file: 'smart-exits.ts',
      from: 'export function (',
      to: 'export function findSmartExit(',
    });
    await n.begin('restart');
  });
});

const THROWS: Edit = {
  file: 'smart-exits.ts',
  from: "  if (isBrokenDown(view)) return 'trend_breakdown';",
  to: "  if (view.s.rsi.gt(60)) throw new Error('RSI too high');",
};
const LOOPS: Edit = {
  file: 'smart-exits.ts',
  from: "  if (isBrokenDown(view)) return 'trend_breakdown';",
  to: '  if (view.s.rsi.gt(60)) for (;;);',
};

describe('debug adapter transcripts: a strategy that breaks', function () {
  this.timeout(120_000);

  edited('throws', [THROWS], async (n) => {
    await n.begin();
    await n.move('continue');
    await n.exceptionInfo();
    await n.stack();
    await n.scopes(1, ['Locals', 'Position']);
    n.chapter('steps before it');
    await n.moves('stepBack', 2);
    await n.moves('next', 3);
    n.chapter('root causes');
    await n.moves('lockstep/nextRoot', 2);
    await n.move('lockstep/previousRoot');
  });

  edited('loops', [LOOPS], async (n) => {
    await n.begin();
    await n.move('continue');
    await n.exceptionInfo();
  });
});

/** Launches what cannot be launched. */
function refused(
  name: string,
  prepare: () => Promise<{ configuration: Configuration; folder: string }>,
): void {
  it(name, async () => {
    const { configuration, folder } = await prepare();
    try {
      const narrator = new Narrator(await DapSession.start()).hide(folder, '<folder>');
      await tell(name, narrator, async (n) => {
        await n.refusal('launch', configuration);
        n.output();
      });
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });
}

const emptyFolder = (): Promise<string> => mkdtemp(join(tmpdir(), 'lockstep-dap-'));

describe('debug adapter transcripts: what cannot be opened', function () {
  this.timeout(120_000);

  refused('no-capture', async () => {
    const folder = await emptyFolder();
    return { configuration: { capture: join(folder, 'nowhere') }, folder };
  });

  refused('bad-capture', async () => {
    const folder = await emptyFolder();
    await cp(CAPTURE, folder, { recursive: true });
    const events = join(folder, 'events.jsonl');
    const lines = (await readFile(events, 'utf8')).split('\n');
    lines[6] = (lines[6] ?? '').replace('"seq":7', '"seq":9');
    await writeFile(events, lines.join('\n'));
    await rm(join(folder, 'snapshot.json'));
    return { configuration: { capture: folder }, folder };
  });

  refused('bad-strategy', async () => {
    const copy = await StrategyCopy.make(
      { file: 'index.ts', from: "id: 'openclaw'", to: 'id: Date.now()' },
      { file: 'stops.ts', from: 'const MIN_ATR =', to: 'const MIN_ATR = = ' },
    );
    return { configuration: { capture: CAPTURE, strategy: copy.entry }, folder: copy.folder };
  });

  refused('bad-params', async () => ({
    configuration: { capture: CAPTURE, params: { trade: { leverage: 'much' } } },
    folder: await emptyFolder(),
  }));

  refused('bad-configuration', async () => ({
    configuration: { numeric: 'float', stopAt: {} } as unknown as Configuration,
    folder: await emptyFolder(),
  }));
});

/** On to the first departure that is no event of the replay. */
async function firstMissing(session: DapSession): Promise<Stopped> {
  for (;;) {
    const stopped = await session.move('lockstep/nextDeparture');
    if (stopped.body.text?.endsWith('replay: nothing') === true) return stopped;
    if (stopped.body.reason === 'end') throw new Error('nothing is missing in the replay');
  }
}

function sayPairs(n: Narrator, view: SideBySide): void {
  n.say(
    `  tick ${view.tick} of ${view.ticks}, ${view.symbol ?? 'no symbol'} of ${view.symbols.join(' ')}`,
  );
  for (const { live, replay, fields, reached } of view.pairs) {
    const left = live === null ? 'nothing' : `#${live.seq} ${live.event.kind} (line ${live.line})`;
    const right = replay === null ? 'nothing' : `#${replay.seq} ${replay.event.kind}`;
    n.say(`  live ${left} | replay ${right}${reached ? '' : ' (not reached)'}`);
    for (const { path, live: l, replay: r } of fields)
      n.say(`    ${path}: ${l ?? ''} | ${r ?? ''}`);
  }
}
