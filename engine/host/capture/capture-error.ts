// A broken world, as opposed to a wrong file: the disk refuses, or a program hands over what no capture may hold.

export type CaptureErrorCode =
  'capture.exists' | 'capture.unreadable' | 'capture.unwritable' | 'capture.record.invalid';

export class CaptureError extends Error {
  constructor(
    readonly code: CaptureErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'CaptureError';
  }
}

/** The `code` of a Node error such as ENOENT; undefined for anything else. */
export const systemCode = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code
    : undefined;
