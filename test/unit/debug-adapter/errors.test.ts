import assert from 'node:assert/strict';
import * as errors from '../../../debug-adapter/errors.js';
import { ReplayError } from '../../../engine/host/replay/replay-client.js';

const all: readonly errors.AdapterError[] = [
  errors.badConfiguration([]),
  errors.cannotOpen([]),
  errors.urisUnsupported(),
  errors.notLaunched(''),
  errors.notStopped(''),
  errors.workerDied(''),
  errors.cancelled(),
  errors.unknownRequest(''),
  errors.internal(''),
  errors.badSeek(),
  errors.tickOutside(0, 0),
  errors.noSuchEvent(0),
  errors.timeOutside(0),
  errors.unknownTarget(0),
  errors.lineNotReached(0),
  errors.cannotEvaluate(''),
  errors.unknownLocation(0),
];

describe('numbered errors', () => {
  it('have a number each', () => {
    assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
  });

  it('tell cancellation from death from a fault', () => {
    const of = (code: ReplayError['code']): errors.AdapterError =>
      errors.toAdapterError(new ReplayError(code, 'text'));
    assert.equal(of('cancelled').id, errors.cancelled().id);
    assert.equal(of('worker-died').id, errors.workerDied('').id);
    assert.equal(of('internal').id, errors.internal('').id);
    assert.equal(errors.toAdapterError('text').message, 'The debug adapter failed: text');
  });

  it('stay themselves', () => {
    const error = errors.badSeek();
    assert.equal(errors.toAdapterError(error), error);
  });
});
