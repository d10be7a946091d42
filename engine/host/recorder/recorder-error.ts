// What goes wrong for a recorder: problems while it runs, which are told and never thrown, and errors of starting.

export type RecorderErrorCode =
  | 'recorder.locked'
  | 'recorder.header'
  | 'recorder.other-bot'
  | 'recorder.damaged'
  | 'recorder.unwritable'
  | 'recorder.record';

/** The recorder cannot start, or (with `strict`) a record cannot be taken. The text names the remedy. */
export class RecorderError extends Error {
  constructor(
    readonly code: RecorderErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'RecorderError';
  }
}

export type ProblemCode =
  /** A record was refused: it does not fit the schema, the symbols or the coverage. */
  | 'record.invalid'
  /** There is no room: records are dropped and counted from here on. */
  | 'queue.full'
  /** What was lost is on record now. */
  | 'gap.recorded'
  /** The disk refuses; it is tried again. */
  | 'disk.failing'
  | 'disk.recovered'
  /** The folder was removed; it is made again, and what was in it is counted as lost. */
  | 'folder.removed'
  /** The last process died in the middle of a line, which was dropped. */
  | 'line.torn'
  /** Lines from which paper cannot go on were moved into a file beside the logs. */
  | 'lines.set-aside'
  /** The lock of a process that is gone was taken over. */
  | 'lock.taken'
  /** A record came after `close()`; it is not on record, and no gap says so. */
  | 'recorder.closed'
  /** The thread that writes died. Nothing is recorded any more. */
  | 'writer.died';

export interface RecorderProblem {
  readonly code: ProblemCode;
  readonly message: string;
  readonly remedy: string;
}

/** What is to be done about each. */
export const REMEDIES: Readonly<Record<ProblemCode, string>> = {
  'record.invalid': 'Hand over what the schema asks for; `lockstep schema events` prints it.',
  'queue.full': 'See that the disk is writable and has room, or give the queue more bytes.',
  'gap.recorded': 'Take a snapshot now: a capture can be sealed from it.',
  'disk.failing': 'See that the folder is writable and the disk has room; it is tried again.',
  'disk.recovered': 'Nothing is to be done.',
  'folder.removed': 'Take a snapshot now: a capture can be sealed from it.',
  'line.torn': 'Nothing is to be done: the line was never whole.',
  'lines.set-aside': 'Nothing is to be done: what they say is made again from the feed.',
  'lock.taken': 'Nothing is to be done: that process is gone.',
  'recorder.closed': 'Close the recorder when the bot has ended.',
  'writer.died': 'Start a new recorder; what was flushed is safe.',
};
