// Kills a recording bot again and again at random moments, and looks at what is on record.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { EventRecord } from '../../engine/core/schema/index.js';
import { draft, state } from './recorder.js';
import type { SeededRandom } from './seeded-random.js';

const BOT = fileURLToPath(new URL('../fixtures/recorder-bot.mjs', import.meta.url));
/** The bot writes within this; whoever never starts is another failure than what is looked for here. */
const START_MS = 60_000;

export interface Round {
  /** Last number the bot is known to have handed over; below its first without any. */
  readonly last: number;
  /** The number after the last it may have handed over: the next life begins with it. */
  readonly next: number;
  /** Last number that a flush made safe before the kill; below its first without any. */
  readonly flushed: number;
  /** When each number was handed over. */
  readonly takenAt: ReadonlyMap<number, number>;
}

/** One life of the bot: from its start until it is killed. `first` is the number it begins with. */
export async function killOnce(dir: string, first: number, random: SeededRandom): Promise<Round> {
  const progress = join(dir, `progress-${String(first)}`);
  const bot = spawn(process.execPath, [BOT, join(dir, 'recording'), progress, String(first)], {
    env: { ...process.env, LOCKSTEP_BOT: JSON.stringify({ draft, snapshot: state() }) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let problem = '';
  bot.stderr.setEncoding('utf8').on('data', (text: string) => {
    problem += text;
  });
  const gone = once(bot, 'close');
  const until = Date.now() + START_MS;
  while (!existsSync(progress) || readFileSync(progress, 'utf8').length === 0) {
    if (bot.exitCode !== null || Date.now() > until) {
      bot.kill('SIGKILL');
      throw new Error(`the bot did not start: ${problem}`);
    }
    await pause(2);
  }
  // Some are killed while they still begin.
  await pause(random.int(0, 120));
  bot.kill('SIGKILL');
  await gone;
  return roundOf(await readFile(progress, 'utf8'), first);
}

function roundOf(text: string, first: number): Round {
  const takenAt = new Map<number, number>();
  let flushed = first - 1;
  let next = first;
  for (const line of text.split('\n')) {
    const [what, count, at] = line.split(' ');
    if (at === undefined) continue;
    if (what === 'gives') next = Number(count) + 1;
    if (what === 'took') takenAt.set(Number(count), Number(at));
    if (what === 'flushed') flushed = Number(count);
  }
  return { last: Math.max(first - 1, ...takenAt.keys()), next, flushed, takenAt };
}

export interface Account {
  /** Numbers that are on record, in the order they stand. */
  readonly counts: readonly number[];
  readonly restarts: number;
  /** Numbers that were handed over and are not on record, for each round. */
  readonly lost: readonly (readonly number[])[];
  /** How long before the end of its round the oldest lost number had been handed over. */
  readonly lossMs: number;
}

export async function accountOf(dir: string, rounds: readonly Round[]): Promise<Account> {
  const folder = join(dir, 'recording');
  const names = (await readdir(folder)).filter((name) => name.startsWith('events-')).sort();
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')));
  const events = texts
    .join('')
    .trimEnd()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as EventRecord);
  const counts = events.flatMap((event) => (event.kind === 'risk' ? [event.value as number] : []));
  const known = new Set(counts);
  const lost = rounds.map(({ takenAt }) =>
    [...takenAt.keys()].filter((count) => !known.has(count)),
  );
  const lossMs = rounds.map(({ takenAt, last }, index) => {
    const [oldest] = lost[index] ?? [];
    return oldest === undefined ? 0 : (takenAt.get(last) ?? 0) - (takenAt.get(oldest) ?? 0);
  });
  const restarts = events.filter(({ kind }) => kind === 'restart').length;
  return { counts, restarts, lost, lossMs: Math.max(0, ...lossMs) };
}
