// `lockstep capture`: the group; what each command does is in the capture-*.ts files beside this one.
import type { Command } from 'commander';
import type { Invocation } from '../context.js';
import { addCaptureInspectCommand } from './capture-inspect.js';
import { addCaptureSealCommand } from './capture-seal.js';
import { addCaptureVerifyCommand } from './capture-verify.js';

const EXAMPLES = `
Examples:
  lockstep capture verify recordings/bot-1
  lockstep capture seal recordings/bot-1 --out captures/monday
  lockstep capture inspect recordings/bot-1`;

export function addCaptureCommand(program: Command, invocation: Invocation): void {
  const group = program
    .command('capture')
    .summary('verify, seal and look at what a bot records')
    .description(
      'Works on recordings (what a bot is writing, or wrote until it ended) and on captures (what is replayed).',
    )
    .addHelpText('after', EXAMPLES);
  addCaptureVerifyCommand(group, invocation);
  addCaptureSealCommand(group, invocation);
  addCaptureInspectCommand(group, invocation);
}
