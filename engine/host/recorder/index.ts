// What a bot imports as `lockstep/recorder`. No engine and no compiler comes with it.
export { startRecorder } from './start-recorder.js';
export { RecorderError } from './recorder-error.js';
export type { ProblemCode, RecorderErrorCode, RecorderProblem } from './recorder-error.js';
export type { BarInput, EventInput, RecordedKind, Recorder } from './recorder.js';
export type { RecorderOptions, RecordingDraft, StateExport } from './recorder-options.js';
export type { SeenBar } from './bar-memory.js';
export type { SealOptions } from '../integrity/seal-recording.js';
export type { Amount, AnchorRecord } from '../../core/schema/index.js';
