// Why a paper run cannot begin or go on, for whoever started it.
export type PaperErrorCode =
  'paper.resume.differs' | 'paper.record' | 'paper.settings' | 'paper.snapshot' | 'paper.feed';

export class PaperError extends Error {
  override readonly name = 'PaperError';
  constructor(
    readonly code: PaperErrorCode,
    message: string,
    readonly remedy: string,
  ) {
    super(message);
  }
}
