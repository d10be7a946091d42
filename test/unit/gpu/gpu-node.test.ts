// Which program may run the GPU process, as a table of what a process says of itself.
import assert from 'node:assert/strict';
import { gpuNode, nodeFailure, startFailure } from '../../../engine/host/gpu/gpu-node.js';

describe('a Node for the GPU process', () => {
  it('is the one that runs already, but for Electron, which needs one from the path', () => {
    assert.equal(gpuNode({ node: '22.1.0' }), process.execPath);
    assert.equal(gpuNode({ node: '22.1.0', electron: '34.0.0' }), 'node');
  });

  for (const [versions, said] of [
    [{ node: '20.0.0' }, null],
    [{ node: '24.9.1' }, null],
    [{ node: '18.20.4' }, '/bin/it is Node.js 18.20.4, which is too old.'],
    [{ node: '22.1.0', electron: '34.0.0' }, '/bin/it is Electron 34.0.0 and no Node.js.'],
    [{}, '/bin/it is Node.js 0, which is too old.'],
  ] as const) {
    it(JSON.stringify(versions), () => {
      const failure = nodeFailure(versions, '/bin/it');
      assert.equal(failure?.text ?? null, said);
      if (failure !== null) assert.equal(failure.state, 'node-missing');
    });
  }

  for (const [program, code, said] of [
    ['node', 'ENOENT', 'There is no Node.js on the PATH.'],
    ['/opt/node', 'ENOENT', 'There is no Node.js at /opt/node.'],
    ['/opt/node', 'EACCES', '/opt/node could not be started: denied.'],
  ] as const) {
    it(`${program} ${code}`, () => {
      const error = Object.assign(new Error('denied'), { code });
      assert.equal(startFailure(program, error).text, said);
    });
  }
});
