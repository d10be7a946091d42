// What verifying a folder gives, whether it is a recording or a capture.
import { hasErrors, type Issue } from '../../core/schema/index.js';

export interface FolderVerification {
  readonly kind: 'recording' | 'capture';
  readonly events: number;
  readonly bars: number;
  readonly firstSeq: number | null;
  readonly lastSeq: number | null;
  /** Anchors that were held against it. */
  readonly anchors: number;
  /** Last event an anchor proves; null without any. */
  readonly anchoredSeq: number | null;
  /** Of a capture: whether seal.jsonl lies in it. */
  readonly isSealed: boolean;
  /** The first that was changed in each file, and what else is wrong. */
  readonly issues: readonly Issue[];
}

export interface VerifyFolderOptions {
  /** A file of anchors that was kept elsewhere. */
  readonly anchors?: string;
  readonly signal?: AbortSignal;
}

/** A folder is intact when nothing in it is wrong; that it cannot be compared is another matter. */
export const isIntact = ({ issues }: FolderVerification): boolean =>
  !hasErrors(issues.filter(({ kind }) => kind === 'bad-input'));
