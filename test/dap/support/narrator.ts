// Drives a session and writes down what an editor would show, one line a fact. Ids are not written: they are handed
// out anew in every session. Paths are written from the repository's root.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { DapSession, ROOT, type Configuration, type Stopped } from './dap-session.js';

type Breakpoints = { readonly breakpoints: readonly DebugProtocol.Breakpoint[] };

export class Narrator {
  readonly #lines: string[] = [];
  readonly #folders: (readonly [string, string])[] = [[`${ROOT}/`, '']];

  constructor(private session: DapSession) {}

  static async launch(configuration: Configuration = {}): Promise<Narrator> {
    return new Narrator(await DapSession.launch(configuration));
  }

  get text(): string {
    return `${this.#lines.join('\n')}\n`;
  }

  get dap(): DapSession {
    return this.session;
  }

  /** Writes `name` wherever the path of a temporary folder would stand. */
  hide(folder: string, name: string): this {
    this.#folders.unshift([folder, name]);
    return this;
  }

  say(text: string): void {
    let shown = text;
    for (const [folder, name] of this.#folders) shown = shown.replaceAll(folder, name);
    this.#lines.push(...shown.split('\n').map((line) => line.trimEnd()));
  }

  /** A heading in the transcript. */
  chapter(title: string): void {
    this.say(this.#lines.length === 0 ? `# ${title}` : `\n# ${title}`);
  }

  async begin(command = 'configurationDone'): Promise<Stopped> {
    this.say(`> ${command}`);
    const { first, summary } = await this.session.begin(command);
    await this.arrive(first);
    this.say(`  console| ${summary}`);
    return first;
  }

  async move(command: string, args: object = {}): Promise<Stopped> {
    const shown = Object.keys(args).length === 0 ? '' : ` ${JSON.stringify(args)}`;
    this.say(`> ${command}${shown}`);
    return this.arrive(await this.session.move(command, args));
  }

  /** Several of the same. */
  async moves(command: string, times: number): Promise<void> {
    for (let done = 0; done < times; done += 1) await this.move(command);
  }

  async arrive(stopped: Stopped): Promise<Stopped> {
    const { body, view } = stopped;
    this.output();
    const hits = body.hitBreakpointIds === undefined ? '' : `, ${body.hitBreakpointIds.length} hit`;
    const place = `tick ${view.tick}.${view.cursor.moment} ${view.moment}`;
    const text = body.text === undefined ? '' : `: ${body.text}`;
    this.say(`  ${body.reason} (${body.description ?? ''}${hits}) at ${place}${text}`);
    const [top] = await this.frames();
    if (top !== undefined) this.say(`    ${top}`);
    return stopped;
  }

  async frames(): Promise<string[]> {
    type Body = DebugProtocol.StackTraceResponse['body'];
    const { stackFrames } = await this.session.ask<Body>('stackTrace', { threadId: 1 });
    return stackFrames.map((frame) => {
      const { source } = frame;
      if (source?.path === undefined) return `[${frame.name}]`;
      const line = sourceLine(source.path, frame.line);
      const name = frame.presentationHint === 'label' ? `[${frame.name}]` : frame.name;
      return `${name}  ${basename(source.path)}:${frame.line}:${frame.column}  ${line}`;
    });
  }

  async stack(): Promise<void> {
    this.say('> stackTrace');
    for (const frame of await this.frames()) this.say(`    ${frame}`);
  }

  /** The scopes of a frame; those named are unfolded, `depth` levels. */
  async scopes(frameId: number, unfolded: readonly string[] = [], depth = 1): Promise<void> {
    this.say(`> scopes of frame ${frameId}`);
    type Body = DebugProtocol.ScopesResponse['body'];
    const { scopes } = await this.session.ask<Body>('scopes', { frameId });
    for (const scope of scopes) {
      const empty = scope.variablesReference === 0 ? ' (empty)' : '';
      this.say(`  ${scope.name}${empty}`);
      if (unfolded.includes(scope.name)) await this.#variables(scope.variablesReference, depth, 2);
    }
  }

  async #variables(reference: number, depth: number, indent: number): Promise<void> {
    if (reference === 0 || depth === 0) return;
    type Body = DebugProtocol.VariablesResponse['body'];
    const request = { variablesReference: reference };
    const { variables } = await this.session.ask<Body>('variables', request);
    for (const variable of variables) {
      const { name, value, type } = variable;
      this.say(
        `${'  '.repeat(indent)}${name}: ${value}  (${type ?? ''})${await this.#link(variable)}`,
      );
      await this.#variables(variable.variablesReference, depth - 1, indent + 1);
    }
  }

  async #link(variable: DebugProtocol.Variable): Promise<string> {
    const reference = variable.valueLocationReference ?? variable.declarationLocationReference;
    if (reference === undefined) return '';
    const at = await this.session.ask<DebugProtocol.LocationsResponse['body'] & object>(
      'locations',
      { locationReference: reference },
    );
    const end = variable.valueLocationReference === undefined ? 'name' : 'value';
    return `  ${end} -> ${basename(at.source.path ?? '')}:${at.line}`;
  }

  async evaluate(expression: string, context = 'repl'): Promise<void> {
    try {
      type Body = DebugProtocol.EvaluateResponse['body'];
      const body = await this.session.ask<Body>('evaluate', { expression, context, frameId: 1 });
      this.say(`> evaluate (${context}) ${expression}\n  ${body.result.replaceAll('\n', '\n  ')}`);
    } catch (error) {
      this.say(`> evaluate (${context}) ${expression}\n  refused: ${String(error)}`);
    }
  }

  /** Sets breakpoints of one file; a text stands for the line that contains it. */
  async breakLines(
    path: string,
    breakpoints: readonly DebugProtocol.SourceBreakpoint[],
  ): Promise<void> {
    this.say(`> setBreakpoints ${basename(path)}`);
    const answer = await this.session.ask<Breakpoints>('setBreakpoints', {
      source: { path },
      breakpoints,
    });
    breakpoints.forEach((wanted, index) => {
      const { line, ...rest } = wanted;
      const more = Object.keys(rest).length === 0 ? '' : ` ${JSON.stringify(rest)}`;
      this.say(`  line ${line}${more}: ${verdict(answer.breakpoints[index])}`);
    });
  }

  async breakNames(breakpoints: readonly DebugProtocol.FunctionBreakpoint[]): Promise<void> {
    this.say('> setFunctionBreakpoints');
    const answer = await this.session.ask<Breakpoints>('setFunctionBreakpoints', { breakpoints });
    breakpoints.forEach(({ name, ...rest }, index) => {
      const more = Object.keys(rest).length === 0 ? '' : ` ${JSON.stringify(rest)}`;
      this.say(`  ${name}${more}: ${verdict(answer.breakpoints[index])}`);
    });
  }

  async breakExceptions(
    filterOptions: readonly DebugProtocol.ExceptionFilterOptions[],
  ): Promise<void> {
    this.say('> setExceptionBreakpoints');
    const request = { filters: [], filterOptions };
    const answer = await this.session.ask<Breakpoints>('setExceptionBreakpoints', request);
    filterOptions.forEach(({ filterId, condition }, index) => {
      const more = condition === undefined ? '' : ` when ${condition}`;
      this.say(`  ${filterId}${more}: ${verdict(answer.breakpoints[index])}`);
    });
  }

  async exceptionInfo(): Promise<void> {
    type Body = DebugProtocol.ExceptionInfoResponse['body'];
    const info = await this.session.ask<Body>('exceptionInfo', { threadId: 1 });
    this.say(`> exceptionInfo\n  ${info.exceptionId}: ${info.description ?? ''}`);
    this.say(`  ${info.details?.message ?? ''}`);
    for (const line of info.details?.stackTrace?.split('\n') ?? []) this.say(`    ${line}`);
  }

  async refusal(command: string, args: object = {}): Promise<void> {
    this.say(`> ${command}`);
    this.say(`  refused: ${await this.session.refusal(command, args)}`);
  }

  /** Waits for an event and writes it down. */
  async event(name: string): Promise<void> {
    const body: unknown = (await this.session.event(name)).body;
    this.say(`  event ${name}${body === undefined ? '' : ` ${JSON.stringify(body)}`}`);
  }

  output(): void {
    for (const { category, output, source, line } of this.session.takeOutput()) {
      const place = source?.path === undefined ? '' : `  [${basename(source.path)}:${line ?? 0}]`;
      this.say(`  ${category ?? ''}| ${output.trimEnd()}${place}`);
    }
  }

  async close(): Promise<void> {
    await this.session.close();
  }
}

function verdict(breakpoint: DebugProtocol.Breakpoint | undefined): string {
  if (breakpoint === undefined) return 'no answer';
  const line = breakpoint.line === undefined ? '' : ` at line ${breakpoint.line}`;
  const message = breakpoint.message === undefined ? '' : `: ${breakpoint.message}`;
  return `${breakpoint.verified ? 'verified' : 'unverified'}${line}${message}`;
}

function sourceLine(path: string, line: number): string {
  const text = readFileSync(path, 'utf8').split('\n')[line - 1]?.trim() ?? '';
  return `| ${text}`;
}
