// The bench bot with rules for the end of a run, as a text laid over its file: it closes what is open.
import { readFileSync } from 'node:fs';
import { BOT_ENTRY } from '../../bench-bot.js';

const RULES = `  onTick: stepTick,
  onEnd: closeAll,
});

function closeAll(tick: BotTick): void {
  for (let symbol = 0; symbol < tick.symbolCount; symbol += 1) {
    if (tick.position(symbol).side === 'flat') continue;
    const { desk } = momentOf(tick, symbol);
    tick.close(symbol, { reason: 'exit_cross', confidence: desk.trade.confidence, price: desk.close });
  }
}
`;

export const CLOSE_AT_END: Readonly<Record<string, string>> = {
  [BOT_ENTRY]: readFileSync(BOT_ENTRY, 'utf8').replace('  onTick: stepTick,\n});\n', RULES),
};
