// `lockstep serve`: plays a recording as a market feed, so that paper can be rehearsed on it.
import type { Command } from 'commander';
import { scanCapture } from '../../engine/host/capture/index.js';
import { hasErrors, type BarRecord } from '../../engine/core/schema/index.js';
import { serveMarket, type MarketServer } from '../../engine/host/paper/market-server.js';
import { CommandError } from '../command-error.js';
import type { CliContext, Invocation } from '../context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { namesForPeople } from '../output/path-names.js';
import { writeProblems } from '../output/problems.js';
import { wholeNumber } from '../replay-flags.js';

interface Flags {
  readonly speed: number;
  readonly host: string;
  readonly port: number;
}

const PORT_MAX = 65_535;

const EXAMPLES = `
Messages are described in docs/paper.md. Bars of the capture's market.jsonl are sent as they are.

Examples:
  lockstep serve captures/openclaw-base --speed 3600
  lockstep serve captures/openclaw-base --speed max --port 9100`;

export function addServeCommand(program: Command, invocation: Invocation): void {
  program
    .command('serve')
    .summary('play a capture as a WebSocket market feed')
    .description(
      "Plays a capture's bars as a WebSocket feed, for lockstep paper or any other client. Market " +
        'time starts with the first subscription; a bar is sent when it is closed by that time.',
    )
    .argument('<capture>', 'folder of the capture')
    .option('--speed <n>', 'market time to wall time, or max: as fast as it is read', speedOf, 1)
    .option('--host <name>', 'address to listen on', '127.0.0.1')
    .option(
      '--port <n>',
      'port to listen on; 0 takes any that is free',
      wholeNumber('--port', 0),
      0,
    )
    .addHelpText('after', EXAMPLES)
    .action(async (capture: string, flags: Flags) => {
      invocation.finish(await serve(capture, flags, invocation.context));
    });
}

function speedOf(text: string): number {
  if (text === 'max') return Infinity;
  const value = /^\d{1,9}(?:\.\d{1,6})?$/.test(text) ? Number(text) : 0;
  if (value > 0) return value;
  throw new CommandError(
    `--speed "${text}" is no speed.`,
    'write a number above zero, such as 60 for a minute a second, or max.',
  );
}

async function serve(capture: string, flags: Flags, context: CliContext): Promise<ExitCode> {
  const { out, err, signal } = context;
  if (flags.port > PORT_MAX)
    throw new CommandError(`--port ${String(flags.port)} is no port.`, 'write 0 to 65535.');
  const bars: BarRecord[] = [];
  const onBar = (bar: BarRecord): void => void bars.push(bar);
  const { manifest, issues } = await scanCapture(capture, { onBar }, { signal });
  writeProblems(err, { capture, issues }, namesForPeople(process.cwd()));
  if (manifest === undefined || hasErrors(issues.filter(({ kind }) => kind === 'bad-input')))
    throw new CommandError(`${capture} cannot be played.`, 'correct what is listed above.');
  const { symbols, intervalMs } = manifest;
  const { host, port, speed } = flags;
  const onNote = (text: string): void => {
    err.write(`${text}\n`);
  };
  const server = await listening(
    serveMarket({ symbols, intervalMs, bars }, { host, port, speed, onNote }),
    flags,
  );
  out.write(`${server.url}\n`);
  await interrupted(signal);
  await server.close();
  return EXIT.ok;
}

async function listening(starting: Promise<MarketServer>, flags: Flags): Promise<MarketServer> {
  try {
    return await starting;
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new CommandError(
      `Nothing can listen on ${flags.host}:${String(flags.port)} (${code}).`,
      'name another --port or --host.',
    );
  }
}

/** It is meant to run until it is told to stop. */
const interrupted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
