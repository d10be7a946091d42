// Lines and columns of the two worlds as different types. Inside Lockstep positions start at 1; a DAP client says
// at `initialize` where its own start. A number of one kind does not fit where the other is expected.

declare const inside: unique symbol;
declare const outside: unique symbol;

/** A line or column that starts at 1, as everywhere in the engine. */
export type OneBased = number & { readonly [inside]: true };
/** A line or column as the connected client counts it: from 0 or from 1. */
export type ClientPosition = number & { readonly [outside]: true };

/** How the client counts. */
export interface Counting {
  readonly linesStartAt1: boolean;
  readonly columnsStartAt1: boolean;
}

export const VS_CODE_COUNTING: Counting = { linesStartAt1: true, columnsStartAt1: true };

export const oneBased = (position: number): OneBased => position as OneBased;
export const fromClient = (position: number): ClientPosition => position as ClientPosition;

export const lineToClient = (line: OneBased, counting: Counting): ClientPosition =>
  fromClient(counting.linesStartAt1 ? line : line - 1);
export const columnToClient = (column: OneBased, counting: Counting): ClientPosition =>
  fromClient(counting.columnsStartAt1 ? column : column - 1);
export const lineFromClient = (line: ClientPosition, counting: Counting): OneBased =>
  oneBased(counting.linesStartAt1 ? line : line + 1);
export const columnFromClient = (column: ClientPosition, counting: Counting): OneBased =>
  oneBased(counting.columnsStartAt1 ? column : column + 1);

/** A range of source in the shape DAP spreads into frames, breakpoints and locations. */
export interface ClientRange {
  readonly line: ClientPosition;
  readonly column: ClientPosition;
  readonly endLine: ClientPosition;
  readonly endColumn: ClientPosition;
}

interface Range {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

export const rangeToClient = (range: Range, counting: Counting): ClientRange => ({
  line: lineToClient(oneBased(range.line), counting),
  column: columnToClient(oneBased(range.column), counting),
  endLine: lineToClient(oneBased(range.endLine), counting),
  endColumn: columnToClient(oneBased(range.endColumn), counting),
});
