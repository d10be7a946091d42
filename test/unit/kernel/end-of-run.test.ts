// What the venue does with positions that are open when a run finishes.
import assert from 'node:assert/strict';
import { close, entryOrder, open, play, positionText, type Play } from '../../support/session.js';

const RUN: Play = {
  venue: { endReason: 'Open' },
  end: 'finish',
  ticks: [{ BTC: '100', ETH: '10' }, { BTC: '110' }],
  script: {
    0: (tick) => {
      open({ size: '2' })(tick);
      tick.open(1, entryOrder(tick, { side: 'short', size: '5' }));
    },
  },
};

const closes = ({ ledger }: ReturnType<typeof play>): readonly string[] =>
  ledger.filter((text) => text.includes(' CLOSE '));

describe('kernel: positions at the end of a run', () => {
  it('are closed at the last close, also of symbols without a bar there', () => {
    const played = play(RUN);
    assert.deepEqual(closes(played), [
      'BTC CLOSE long 2 @ 110 fee 0 pnl 20 -> 10020',
      'ETH CLOSE short 5 @ 10 fee 0 pnl -0 -> 10020',
    ]);
    assert.equal(positionText(played.session), 'flat');
    const last = played.events.filter(({ kind }) => kind === 'ledger').at(-1);
    assert.ok(last !== undefined && 'cause' in last);
    assert.equal(last.cause.reason, 'Open');
  });

  it('stay open where the run goes on', () => {
    assert.deepEqual(closes(play({ ...RUN, end: 'cut' })), []);
  });

  it('stay open where the venue says nothing', () => {
    assert.deepEqual(closes(play({ ...RUN, venue: {} })), []);
  });

  it('are closed behind what the strategy closes itself', () => {
    const played = play({ ...RUN, onEnd: close('120') });
    assert.deepEqual(closes(played), [
      'BTC CLOSE long 2 @ 120 fee 0 pnl 40 -> 10040',
      'ETH CLOSE short 5 @ 10 fee 0 pnl -0 -> 10040',
    ]);
  });

  it('an order that waits for a bar is void, and its position closed', () => {
    const played = play({
      venue: { endReason: 'Open', fillAt: 'next-bar-open', reversal: 'close-then-open' },
      end: 'finish',
      ticks: [{ BTC: '100' }, { BTC: '101' }, { BTC: '103 104' }],
      script: { 0: open({ size: '1' }), 2: open({ side: 'short', size: '1' }) },
    });
    assert.deepEqual(closes(played), ['BTC CLOSE long 1 @ 104 fee 0 pnl 3 -> 10003']);
  });
});
