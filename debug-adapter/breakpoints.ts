// Everything a person asked to stop on: lines, names and exception filters as the protocol sends them, kept under
// ids of their own and handed to the replay as one list.
import type { DebugProtocol } from '@vscode/debugprotocol';
import type { Breakpoint } from '../engine/host/replay/protocol.js';
import { EXCEPTION_FILTERS, type FilterName } from './capabilities.js';
import { fromClient, lineFromClient, type Counting } from './positions.js';
import { fileKey } from './sources.js';

export type LineBreakpoint = Extract<Breakpoint, { readonly kind: 'line' }>;
export type NameBreakpoint = Extract<Breakpoint, { readonly kind: 'name' }>;
export type FilterBreakpoint = Extract<Breakpoint, { readonly kind: FilterName }>;

/** A filter option names a filter that does not exist: the client's mistake, answered at its place in the list. */
export interface UnknownFilter {
  readonly filter: string;
}

export class BreakpointRegistry {
  readonly #lines = new Map<string, readonly LineBreakpoint[]>();
  #names: readonly NameBreakpoint[] = [];
  #filters: readonly FilterBreakpoint[] = [];
  #nextId = 1;

  /** All of them, in the order in which they were numbered within their kind. */
  all(): readonly Breakpoint[] {
    return [...[...this.#lines.values()].flat(), ...this.#names, ...this.#filters];
  }

  find(id: number): Breakpoint | undefined {
    return this.all().find((breakpoint) => breakpoint.id === id);
  }

  replaceLines(
    file: string,
    wanted: readonly DebugProtocol.SourceBreakpoint[],
    counting: Counting,
  ): readonly LineBreakpoint[] {
    const lines = wanted.map((breakpoint): LineBreakpoint => ({
      id: this.#nextId++,
      kind: 'line',
      file,
      line: lineFromClient(fromClient(breakpoint.line), counting),
      ...condition(breakpoint.condition),
      ...hitCondition(breakpoint.hitCondition),
      ...(isFilled(breakpoint.logMessage) && { logMessage: breakpoint.logMessage }),
    }));
    this.#lines.set(fileKey(file), lines);
    return lines;
  }

  replaceNames(wanted: readonly DebugProtocol.FunctionBreakpoint[]): readonly NameBreakpoint[] {
    this.#names = wanted.map((breakpoint): NameBreakpoint => ({
      id: this.#nextId++,
      kind: 'name',
      name: breakpoint.name.trim(),
      ...condition(breakpoint.condition),
      ...hitCondition(breakpoint.hitCondition),
    }));
    return this.#names;
  }

  /** Answers in the order the protocol wants: `filters` first, then `filterOptions`. */
  replaceFilters(
    wanted: DebugProtocol.SetExceptionBreakpointsArguments,
  ): readonly (FilterBreakpoint | UnknownFilter)[] {
    const options: readonly DebugProtocol.ExceptionFilterOptions[] = [
      ...wanted.filters.map((filterId) => ({ filterId })),
      ...(wanted.filterOptions ?? []),
    ];
    const answers = options.map((option): FilterBreakpoint | UnknownFilter => {
      const known = EXCEPTION_FILTERS.find(({ filter }) => filter === option.filterId);
      if (known === undefined) return { filter: option.filterId };
      return { id: this.#nextId++, kind: known.filter, ...condition(option.condition) };
    });
    this.#filters = answers.filter((answer): answer is FilterBreakpoint => 'id' in answer);
    return answers;
  }
}

/** Editors send an empty text for a condition that was cleared. */
const isFilled = (text: string | undefined): text is string =>
  text !== undefined && text.trim() !== '';
const condition = (text: string | undefined): { condition?: string } =>
  isFilled(text) ? { condition: text } : {};
const hitCondition = (text: string | undefined): { hitCondition?: string } =>
  isFilled(text) ? { hitCondition: text } : {};
