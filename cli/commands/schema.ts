// `lockstep schema`: the capture formats as JSON Schema, for recorders in other languages.
import type { Command } from 'commander';
import path from 'node:path';
import { jsonSchemas, type JsonSchema } from '../../engine/core/schema/index.js';
import { CommandError } from '../command-error.js';
import type { CliContext, Invocation } from '../context.js';
import { EXIT } from '../exit-codes.js';
import { writeWhole } from '../out-path.js';
import { tableText } from '../output/table.js';

interface Flags {
  readonly all?: boolean;
  readonly out?: string;
  readonly force?: boolean;
}

const EXAMPLES = `
Examples:
  lockstep schema
  lockstep schema events > events.schema.json
  lockstep schema --all --out schemas`;

export function addSchemaCommand(program: Command, invocation: Invocation): void {
  program
    .command('schema')
    .summary('print the capture formats as JSON Schema')
    .description(
      'Prints one format as JSON Schema (draft 2020-12). Without a name: lists the formats.',
    )
    .argument('[name]', 'format to print')
    .option('--all', 'write every format, one file each')
    .option('--out <folder>', 'with --all: where to')
    .option('--force', 'with --all: replace files that are there')
    .addHelpText('after', EXAMPLES)
    .action(async (name: string | undefined, flags: Flags) => {
      await schema(name, flags, invocation.context);
      invocation.finish(EXIT.ok);
    });
}

async function schema(name: string | undefined, flags: Flags, context: CliContext): Promise<void> {
  const schemas: Readonly<Record<string, JsonSchema>> = jsonSchemas();
  if (flags.all === true) {
    await writeAll(schemas, { ...flags, name }, context);
    return;
  }
  if (flags.out !== undefined) throw new CommandError('--out needs --all.', 'add --all.');
  if (name === undefined) {
    context.out.write(listText(schemas));
    return;
  }
  const found = Object.hasOwn(schemas, name) ? schemas[name] : undefined;
  if (found === undefined) {
    const known = Object.keys(schemas).join(', ');
    throw new CommandError(`There is no format "${name}".`, `write one of ${known}.`);
  }
  context.out.write(schemaText(found));
}

const schemaText = (found: JsonSchema): string => `${JSON.stringify(found, null, 2)}\n`;

function listText(schemas: Readonly<Record<string, JsonSchema>>): string {
  const rows = Object.entries(schemas).map(([name, { title }]) => [name, String(title)]);
  return tableText({ columns: [{ title: 'name' }, { title: 'what' }] }, rows);
}

async function writeAll(
  schemas: Readonly<Record<string, JsonSchema>>,
  { name, out, force }: Flags & { readonly name: string | undefined },
  context: CliContext,
): Promise<void> {
  if (name !== undefined) throw new CommandError('--all takes no name.', 'leave out one of them.');
  if (out === undefined) throw new CommandError('--all needs --out.', 'give a folder.');
  for (const [each, found] of Object.entries(schemas)) {
    context.signal.throwIfAborted();
    const file = path.join(out, `${each}.schema.json`);
    await writeWhole(file, schemaText(found), force === true);
    context.out.write(`${file}\n`);
  }
}
