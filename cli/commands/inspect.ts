// `lockstep inspect`: what the compiled lanes make of a strategy, instruction by instruction, or what keeps it out of them.
import type { Command } from 'commander';
import { nearestName } from '../../engine/core/schema/nearest.js';
import type { Inspection } from '../../engine/host/lanes/inspection.js';
import type { OpenResult } from '../../engine/host/replay/protocol.js';
import { CommandError } from '../command-error.js';
import type { CliContext, Invocation } from '../context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { nameIn, namesForPeople } from '../output/path-names.js';
import { writeProblems } from '../output/problems.js';
import { addReplayFlags, openOptions, type ReplayFlags } from '../replay-flags.js';
import { withReplay } from '../replaying.js';

interface Flags extends ReplayFlags {
  readonly function?: string;
  readonly engine?: boolean;
}

const EXAMPLES = `
Exit codes: 0 the strategy is portable, 1 it is not, 3 bad input.

Examples:
  lockstep inspect captures/openclaw-base
  lockstep inspect captures/openclaw-base --function stopMultiple`;

export function addInspectCommand(program: Command, invocation: Invocation): void {
  const command = program
    .command('inspect')
    .summary('show what the compiled lanes make of a strategy, or what keeps it out of them')
    .description(
      'Compiles the strategy of a capture together with the engine and prints its functions as the ' +
        'instructions that compiled lanes run, each with its place in the source.',
    )
    .argument('<capture>', 'folder of the capture');
  addReplayFlags(command)
    .option('--function <name>', 'only the function of this name')
    .option('--engine', "also the engine's functions, which are compiled with the strategy")
    .addHelpText('after', EXAMPLES)
    .action(async (capture: string, flags: Flags) => {
      invocation.finish(await inspect(capture, flags, invocation.context));
    });
}

async function inspect(capture: string, flags: Flags, context: CliContext): Promise<ExitCode> {
  const { found, inspection } = await ask(capture, flags, context);
  const names = namesForPeople(process.cwd());
  writeProblems(context.err, { capture, ...found }, names);
  if (inspection === null)
    throw new CommandError(`${capture} cannot be replayed.`, 'correct what is listed above.');
  const { notPortable, obstacle, functions, text } = inspection;
  for (const { message, remedy, range } of notPortable) {
    const place = `${names(range.file)}:${String(range.line)}:${String(range.column)}`;
    context.out.write(`${place}: not portable: ${message}. Fix: ${remedy}\n`);
  }
  if (obstacle !== null) context.out.write(`not portable: ${obstacle}\n`);
  if (notPortable.length > 0 || obstacle !== null) return EXIT.mismatch;
  refuseUnknown(flags.function, functions);
  context.out.write(nameIn(text, found.watch, names));
  context.out.write(`\n${summary(inspection)}\n`);
  return EXIT.ok;
}

async function ask(
  capture: string,
  flags: Flags,
  context: CliContext,
): Promise<{ readonly found: OpenResult; readonly inspection: Inspection | null }> {
  const options = await openOptions(capture, flags);
  return withReplay(context, flags, async ({ client, request }) => {
    const found = await client.request('open', options, request);
    if (found.replay === null) return { found, inspection: null };
    const asked = { name: flags.function ?? null, includesEngine: flags.engine === true };
    return { found, inspection: await client.request('inspect', asked, request) };
  });
}

function refuseUnknown(name: string | undefined, functions: readonly string[]): void {
  if (name === undefined || functions.includes(name)) return;
  const near = nearestName(name, functions);
  throw new CommandError(
    `No function ${name} is compiled.`,
    near === undefined ? 'leave out --function to see all of them.' : `did you mean ${near}?`,
  );
}

const summary = ({ functions, instructions, codeWords }: Inspection): string =>
  `portable: ${String(functions.length)} functions with the engine, ${String(instructions)} instructions shown, ${String(codeWords)} words of bytecode in all`;
