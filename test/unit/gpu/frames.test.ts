// Frames of the GPU process's pipe: whatever pieces a pipe delivers, the same frames come out, and a full pipe waits.
import assert from 'node:assert/strict';
import { PassThrough, Readable } from 'node:stream';
import { readFrames, writeFrame } from '../../../engine/host/gpu/frames.js';
import { seededRandom } from '../../support/seeded-random.js';

const FRAMES_COUNT = 40;

const payloadOf = (random: { int: (low: number, high: number) => number }): Uint8Array =>
  Uint8Array.from({ length: random.int(0, 3) * random.int(0, 5000) }, () => random.int(0, 255));

describe('frames of the GPU pipe', () => {
  for (let seed = 1; seed <= 20; seed += 1) {
    it(`come out as they went in, in pieces of any size (seed ${String(seed)})`, async () => {
      const random = seededRandom(seed);
      const sent = Array.from({ length: FRAMES_COUNT }, (_, id) => ({
        header: { id, text: 'ä'.repeat(random.int(0, 50)) },
        payload: payloadOf(random),
      }));
      const pipe = new PassThrough({ highWaterMark: 1 << 30 });
      for (const { header, payload } of sent) await writeFrame(pipe, header, payload);
      const all = pipe.read() as Buffer;
      const pieces: Buffer[] = [];
      for (let at = 0; at < all.length;) {
        const size = random.pick([1, 3, 8, random.int(1, 20_000)]);
        pieces.push(all.subarray(at, at + size));
        at += size;
      }
      let next = 0;
      for await (const frame of readFrames(Readable.from(pieces))) {
        assert.deepEqual(frame.header, sent[next]?.header);
        assert.deepEqual(Buffer.from(frame.payload), Buffer.from(sent[next]?.payload ?? []));
        next += 1;
      }
      assert.equal(next, FRAMES_COUNT);
    });
  }

  it('wait while the pipe is full', async () => {
    const pipe = new PassThrough({ highWaterMark: 16 });
    let isWritten = false;
    const writing = writeFrame(pipe, { id: 1 }, new Uint8Array(100)).then(() => {
      isWritten = true;
    });
    await new Promise(setImmediate);
    assert.equal(isWritten, false);
    pipe.resume();
    await writing;
  });

  it('do not wait for a pipe that is gone', async () => {
    const pipe = new PassThrough({ highWaterMark: 16 });
    const writing = writeFrame(pipe, { id: 1 }, new Uint8Array(100));
    pipe.destroy();
    await writing;
  });

  it('are refused where a pipe carries something else', async () => {
    const text = Readable.from([Buffer.from('a line of text that is no frame')]);
    await assert.rejects(readFrames(text).next(), /does not carry frames/);
  });
});
