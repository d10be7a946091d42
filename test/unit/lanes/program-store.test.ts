// The store of programs for the compiled lanes: used when nothing changed, and never when anything did. Each check is one of
// a worker that has just started; one that has compiled something compiles what it is asked for.
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { startReplayClient } from '../../../engine/host/replay/start.js';
import type { Program } from '../../../engine/vm/ir/program.js';
import { writeSmall } from '../../cli/small-capture.js';

const HELD = 'export interface Held { count: number }\n';
const STRATEGY = `import { defineStrategy } from 'lockstep/strategy';
import type { Held } from './held';
export default defineStrategy({
  id: 'parts', params: {}, gates: {}, reasons: { go: 'Part of the balance', wait: 'In a position' },
  state: (): Held => ({ count: 0 }),
  onTick(tick) {
    tick.state.count += 1;
    for (const symbol of tick.symbols) {
      const { close } = tick.bar(symbol);
      const size = tick.account.balance.div(close).div('7');
      const order = { side: 'long', size, margin: close, leverage: tick.num(1) } as const;
      if (tick.position(symbol).side === 'flat') tick.open(symbol, { ...order, reason: 'go' });
      else tick.hold(symbol, 'wait');
    }
  },
});
`;

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describe('programs for the compiled lanes', function () {
  this.timeout(60_000);
  let folder = '';
  let capture = '';
  let outer: string | undefined;
  let entry = '';
  let stored = Buffer.alloc(0);
  const at = (file: string): string => path.join(folder, file);
  const store = (): string => at('cache/programs');

  before(async () => {
    outer = process.env['LOCKSTEP_CACHE'];
    folder = await mkdtemp(path.join(tmpdir(), 'lockstep-programs-'));
    process.env['LOCKSTEP_CACHE'] = at('cache');
    capture = await writeSmall(folder, 'capture');
    await mkdir(at('held'));
    await writeFiles();
    assert.equal(await differs(), false);
    const names = await readdir(store());
    assert.equal(names.length, 1);
    entry = path.join(store(), names[0] ?? '');
    stored = await readFile(entry);
  });
  beforeEach(async () => {
    await rm(at('held.ts'), { force: true });
    await writeFiles();
    await writeFile(entry, stored);
  });
  after(async () => {
    if (outer === undefined) delete process.env['LOCKSTEP_CACHE'];
    else process.env['LOCKSTEP_CACHE'] = outer;
    await rm(folder, { recursive: true, force: true });
  });

  async function writeFiles(): Promise<void> {
    await writeFile(at('held/index.ts'), HELD);
    await writeFile(at('strategy.ts'), STRATEGY);
  }

  /** Whether the fast lane does something else than the reference lane, which no store has anything of. */
  async function differs(): Promise<boolean> {
    const client = startReplayClient();
    try {
      const { replay } = await client.request('open', { capture, strategy: at('strategy.ts') });
      assert.ok(replay);
      const report = await client.request('lanes', { lanes: ['fast'] });
      assert.deepEqual([report.obstacle, report.notPortable], [null, []]);
      return report.divergence !== null;
    } finally {
      await client.dispose();
    }
  }

  /** Has the stored program divide by 8 where the strategy divides by 7; `sign` gives it the hash of that. */
  async function falsify(sign = true): Promise<void> {
    const end = stored.indexOf('\n');
    const [writer = '', hash = ''] = stored.subarray(0, end).toString().split(' ');
    const held = deserialize(stored.subarray(end + 1)) as { readonly program: Program };
    assert.ok(held.program.numbers.includes('7'));
    const numbers = held.program.numbers.map((number) => (number === '7' ? '8' : number));
    const body = serialize({ ...held, program: { ...held.program, numbers } });
    const head = `${writer} ${sign ? sha256(body) : hash}\n`;
    await writeFile(entry, Buffer.concat([Buffer.from(head), body]));
  }

  it('are used: one made to differ, with a right hash, differs', async () => {
    await falsify();
    assert.equal(await differs(), true);
  });

  it('are none when they are damaged, and are made anew', async () => {
    await falsify(false);
    assert.equal(await differs(), false);
    assert.deepEqual(await readFile(entry), stored);
  });

  const CHANGES: readonly (readonly [what: string, file: string, text: string])[] = [
    ['the strategy', 'strategy.ts', STRATEGY.replace("'7'", "'9'")],
    ['a file it has types from', 'held/index.ts', `${HELD}// Changed.\n`],
    ['which file it has types from', 'held.ts', HELD],
  ];
  for (const [what, file, text] of CHANGES)
    it(`are none of a strategy that has changed: ${what}`, async () => {
      await falsify();
      await writeFile(at(file), text);
      assert.equal(await differs(), false);
    });
});
