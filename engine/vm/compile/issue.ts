// What keeps a strategy out of the portable subset, at its place, with the way to mend it.
import type ts from 'typescript';

export interface PortabilityIssue {
  readonly file: string;
  /** Zero-based offsets. */
  readonly start: number;
  readonly end: number;
  /** What is there. */
  readonly message: string;
  /** How to write it instead. */
  readonly remedy: string;
}

/** Ends the compilation of one statement; the compiler goes on with the next, so that all issues are found at once. */
export class NotPortable extends Error {
  override readonly name = 'NotPortable';
  constructor(
    readonly node: ts.Node,
    message: string,
    readonly remedy: string,
  ) {
    super(message);
  }
}

/** What is only so because something else was refused: not worth a line of its own. */
export class Consequence extends NotPortable {}

/** Notes what a statement or a parameter threw; anything else is a fault of the compiler. */
export function noteIssue(issues: PortabilityIssue[], error: unknown): void {
  if (!(error instanceof NotPortable)) throw error;
  if (!(error instanceof Consequence)) issues.push(issueOf(error));
}

export function issueOf(error: NotPortable): PortabilityIssue {
  const source = error.node.getSourceFile();
  return {
    file: source.fileName,
    start: error.node.getStart(source),
    end: error.node.getEnd(),
    message: error.message,
    remedy: error.remedy,
  };
}
