// An error the user can mend: wrong arguments, a file that is in the way, a place that does not exist.
import { EXIT, type ExitCode } from './exit-codes.js';

export class CommandError extends Error {
  override readonly name = 'CommandError';
  constructor(
    message: string,
    /** What would be right. */
    readonly remedy: string,
    readonly exitCode: ExitCode = EXIT.badInput,
  ) {
    super(message);
  }
}
