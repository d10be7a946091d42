// Exit codes of verifications.
import type { VerifyVerdict } from '../engine/host/replay/verification.js';
import { EXIT, type ExitCode } from './exit-codes.js';

export const VERDICT_EXITS: Readonly<Record<VerifyVerdict, ExitCode>> = {
  pass: EXIT.ok,
  fail: EXIT.mismatch,
  'lane-divergence': EXIT.laneDivergence,
  'invalid-comparison': EXIT.invalid,
  'bad-input': EXIT.badInput,
};
