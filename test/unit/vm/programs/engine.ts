// Programs that call the engine.
import { type Row } from './parts.js';

export const ENGINE: readonly Row[] = [
  [
    'values of a reason in lists that change after the call',
    {
      fields: 'n: number; ys: Num[];',
      initial: '{ n: 0, ys: [num(1)] }',
      body: `const ys = [num(2), num(tick.index)];
if (tick.index === 0) tick.open(0, { side: 'long', size: num(1), margin: num(1), leverage: num(1), reason: 'go', values: ys });
if (tick.index === 0) tick.open(1, { side: 'long', size: num(1), margin: num(1), leverage: num(1), reason: 'go', values: s.ys });
if (tick.index === 2) tick.close(0, { reason: 'stop', values: s.ys });
ys.push(num(3)); ys[0] = num(9); s.ys.push(num(5)); s.ys[0] = num(tick.index);`,
    },
  ],
  [
    'gates, triggers and verdicts with every comparison',
    {
      body: "const x = tick.bar(0).close; for (const i of tick.symbols) { tick.gate(i, 'low', x, '>', 101); tick.gate(i, 'low', x, '>=', '101'); tick.gate(i, 'high', x, '<', num(102)); tick.trigger(i, 'high', x, '<=', 102); tick.trigger(i, 'low', x, '==', 103); tick.gate(i, 'low', x, '!=', 103); tick.verdict(i, 'low', x.gt(0), x, 0); tick.observe(i, 'close', x.div(3)); tick.observe(i, 'on', x.gt(101)); tick.hold(i, 'go'); }",
    },
  ],
  [
    'decisions: none, several, of one symbol',
    {
      body: "if (tick.index === 1) { tick.hold(0, 'go'); tick.block(0, 'short', 'stop'); } if (tick.index === 2) tick.block(1, 'long', 'go');",
    },
  ],
  [
    'orders with everything in them',
    {
      body: "const size = num(tick.index + 1).div(7); const held = tick.position(0); if (held.side === 'flat') tick.open(0, { side: tick.index % 2 === 0 ? 'long' : 'short', size, margin: size, leverage: num(3), notional: size.mul(100), price: num('99.5'), reason: 'go', values: [size, num(2)], confidence: 'high' }); else if (tick.index === 1) tick.add(0, { side: held.side, size, margin: size, leverage: num(1), reason: 'go' }); else if (tick.index === 2) tick.reduce(0, { fraction: num('0.25'), reason: 'stop' }); else tick.close(0, { reason: 'stop', price: num(98), values: [held.size] });",
    },
  ],
  [
    'rules for the end',
    {
      body: "if (tick.index === 0) tick.open(1, { side: 'long', size: num(1), margin: num(1), leverage: num(1), reason: 'go' });",
      onEnd:
        "s.count += 100; for (let i = 0; i < tick.symbolCount; i += 1) if (tick.position(i).side !== 'flat') tick.close(i, { reason: 'stop' });",
    },
  ],
  [
    'account, position, time',
    {
      fields: 'x: Num; n: number;',
      initial: '{ x: num.zero, n: 0 }',
      body: "if (tick.index === 0) tick.open(0, { side: 'short', size: num('0.5'), margin: num(1), leverage: num(2), reason: 'go' }); const p = tick.position(0); s.x = tick.account.balance.add(p.size).add(p.side === 'short' ? 1 : 2); s.n = tick.ts; s.n += tick.index; s.n += tick.symbols.length;",
    },
  ],
  ['types of parameters and state left out', { body: 'tick.hold(0, "go");' }],
];
