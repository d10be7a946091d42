// `lockstep capture verify`: whether a recording or a capture is what was written, and if not, the first place that is not.
import type { Command } from 'commander';
import path from 'node:path';
import { formatIssue, type Issue } from '../../engine/core/schema/index.js';
import type { Tampering } from '../../engine/host/integrity/tampering.js';
import { isIntact, type FolderVerification } from '../../engine/host/integrity/verification.js';
import { verifyFolder } from '../../engine/host/integrity/verify-folder.js';
import type { CliContext, Invocation } from '../context.js';
import { EXIT, type ExitCode } from '../exit-codes.js';
import { requireFile } from '../require-file.js';
import { namesForPeople } from '../output/path-names.js';

interface Flags {
  readonly anchors?: string;
  readonly json?: boolean;
}

const EXAMPLES = `
Examples:
  lockstep capture verify recordings/bot-1
  lockstep capture verify captures/monday --anchors kept-elsewhere.jsonl
  lockstep capture verify recordings/bot-1 --json`;

export function addCaptureVerifyCommand(group: Command, invocation: Invocation): void {
  group
    .command('verify')
    .summary('find the first altered, missing, doubled or re-ordered line')
    .description(
      'Checks every line against the hash chain, the anchors and the seal. Exit code 0: intact; 3: something was ' +
        'changed, or a file is wrong, with file, line and byte.',
    )
    .argument('<dir>', 'folder of a recording or a capture')
    .option(
      '--anchors <file>',
      'anchors that were kept elsewhere: prove that this is the recording they are of',
    )
    .option('--json', 'print the outcome as JSON')
    .addHelpText('after', EXAMPLES)
    .action(async (dir: string, flags: Flags) => {
      invocation.finish(await verify(dir, flags, invocation.context));
    });
}

async function verify(dir: string, flags: Flags, context: CliContext): Promise<ExitCode> {
  if (flags.anchors !== undefined) await requireFile('--anchors', flags.anchors);
  const verification = await verifyFolder(dir, {
    signal: context.signal,
    ...(flags.anchors !== undefined && { anchors: flags.anchors }),
  });
  context.out.write(flags.json === true ? asJson(verification) : '');
  if (flags.json !== true) writeText(dir, verification, context);
  return isIntact(verification) ? EXIT.ok : EXIT.badInput;
}

function writeText(dir: string, verification: FolderVerification, { out, err }: CliContext): void {
  const names = namesForPeople(process.cwd());
  for (const issue of verification.issues) {
    const file = path.isAbsolute(issue.file) ? issue.file : path.resolve(dir, issue.file);
    err.write(`${formatIssue({ ...issue, file: names(file) })}\n`);
  }
  const { kind, events, bars, anchoredSeq, isSealed } = verification;
  const proof = [
    ...(anchoredSeq === null ? [] : [`anchored up to event ${String(anchoredSeq)}`]),
    ...(isSealed ? ['sealed'] : []),
  ];
  const verdict = isIntact(verification) ? 'intact' : 'NOT intact';
  out.write(
    `${verdict}: ${kind} with ${String(events)} events and ${String(bars)} bars${proof.map((each) => `, ${each}`).join('')}\n`,
  );
}

function asJson(verification: FolderVerification): string {
  const { issues, ...counts } = verification;
  const document = {
    schemaVersion: 1,
    intact: isIntact(verification),
    ...counts,
    issues: issues.map(issueJson),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function issueJson(issue: Issue | Tampering): object {
  const { severity, kind, code, file, line = null, relatedLine = null, path: at = null } = issue;
  const { message, remedy } = issue;
  const { byte = null, expected = null, found = null } = 'expected' in issue ? issue : {};
  return {
    severity,
    kind,
    code,
    file,
    line,
    byte,
    relatedLine,
    path: at,
    expected,
    found,
    message,
    remedy,
  };
}
