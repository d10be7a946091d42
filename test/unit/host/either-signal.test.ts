import assert from 'node:assert/strict';
import { eitherSignal } from '../../../engine/host/either-signal.js';

describe('a signal of two', () => {
  for (const which of [0, 1] as const) {
    const words = which === 0 ? 'first' : 'second';

    it(`aborts with its ${words}, for its reason, and once`, () => {
      const both = [new AbortController(), new AbortController()] as const;
      const signal = eitherSignal(both[0].signal, both[1].signal);
      let times = 0;
      signal.addEventListener('abort', () => (times += 1));
      assert.equal(signal.aborted, false);
      both[which].abort('why');
      both[1 - which]?.abort('later');
      assert.deepEqual([signal.aborted, signal.reason, times], [true, 'why', 1]);
    });

    it(`has aborted where its ${words} had`, () => {
      const both = [new AbortController(), new AbortController()] as const;
      both[which].abort('why');
      const signal = eitherSignal(both[0].signal, both[1].signal);
      both[1 - which]?.abort('later');
      assert.deepEqual([signal.aborted, signal.reason], [true, 'why']);
    });
  }
});
