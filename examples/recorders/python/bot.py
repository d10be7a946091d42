"""A bot that records itself: buys when the close is above the average of the last three, sells when it is below.

Usage: python3 bot.py FOLDER [TICKS [FIRST_TICK]]
Prices are made up by arithmetic, so that every run records the same.
"""

import sys
from decimal import Decimal

from lockstep_recorder import Recorder

HOUR_MS = 3_600_000
START_TS = 1_699_999_200_000
NONE = {"method": "none"}

HEADER = {
    "captureId": "python-example",
    "origin": {"mode": "paper"},
    "engine": {"name": "python-example", "version": "1", "flags": {}},
    "strategy": {"entry": "above-average.ts", "codeHash": None, "configHash": None, "params": {}},
    "numeric": {"kind": "decimal", "precision": 20, "rounding": "half-even"},
    "venue": {
        "name": "example",
        "eventTime": "bar-open",
        "fill": {"at": "bar-close", "slippageBps": {"entry": "0", "exit": "0"}},
        "fee": {"rateBps": "10", "base": {"entry": "fill-notional", "exit": "fill-notional"}},
        "rounding": {
            name: NONE
            for name in ("price", "notional", "fee", "pnl", "basis", "reducedSize", "balance")
        },
        "balance": {"onExit": "net-then-add"},
        "reduce": {"remainder": "subtract"},
        "basis": {"minSize": "0"},
        "instruments": {},
    },
    "symbols": ["BTC"],
    "intervalMs": HOUR_MS,
    "coverage": {"kinds": ["decision", "order", "acknowledgement", "fill", "ledger"]},
}


def close_of(tick):
    return Decimal(100) + Decimal((tick * 7) % 20) / 4


class Bot:
    def __init__(self, first):
        self.first, self.balance, self.entry, self.orders = first, Decimal(1000), None, first

    def state(self):
        last = None if self.first == 0 else START_TS + (self.first - 1) * HOUR_MS
        return {
            "cursor": {"lastTickTs": last, "lastBarTs": {} if last is None else {"BTC": last}},
            "account": {"balance": str(self.balance)},
            "positions": {},
            "orders": [],
            "counters": {"nextOrderId": self.orders + 1, "ticks": self.first},
            "lastClose": {},
            "strategy": None,
        }

    def tick(self, recorder, tick):
        ts, close = START_TS + tick * HOUR_MS, close_of(tick)
        bar = {"openTs": ts, "open": close, "high": close + 1, "low": close - 1, "close": close, "volume": 5}
        revision = recorder.bar(symbol="BTC", closeTs=ts + HOUR_MS - 1, **bar)
        average = sum(close_of(each) for each in range(tick - 2, tick + 1)) / 3
        is_above = close > average
        what = "enter" if is_above and self.entry is None else "exit" if not is_above and self.entry is not None else "hold"
        seen = {key: value if key == "openTs" else str(value) for key, value in bar.items()}
        recorder.decision(
            ts=ts,
            symbol="BTC",
            action=what,
            side=None if what == "hold" else "long",
            reason={"enter": "ABOVE", "exit": "BELOW", "hold": "WAIT"}[what],
            gates=[{"name": "above", "value": close, "comparator": ">", "threshold": average, "passed": is_above}],
            indicators={"average": average},
            bar={**seen, "revision": revision},
        )
        if what != "hold":
            self.trade(recorder, ts, close, what == "enter")

    def trade(self, recorder, ts, price, is_entry):
        self.orders += 1
        fee = price / 1000
        pnl = Decimal(0) if is_entry else price - self.entry
        self.balance += pnl - fee
        self.entry = price if is_entry else None
        reason = "ABOVE" if is_entry else "BELOW"
        order = {
            "ts": ts,
            "symbol": "BTC",
            "orderId": str(self.orders),
            "side": "long",
            "action": "open" if is_entry else "close",
            "size": 1,
            "reason": reason,
        }
        recorder.order(**order, price=price)
        recorder.acknowledgement(ts=ts, symbol="BTC", orderId=order["orderId"], venueOrderId="V%d" % self.orders)
        recorder.fill(**order, price=price, fee=fee)
        recorder.ledger(
            ts=ts,
            symbol="BTC",
            action="OPEN" if is_entry else "CLOSE",
            side="long",
            reason=reason,
            price=price,
            size=1,
            fee=fee,
            pnl=pnl,
            balance=self.balance,
        )


def main(folder, ticks=48, first=0):
    bot = Bot(first)
    clock = {"now": START_TS + first * HOUR_MS}
    recorder = Recorder(
        folder,
        HEADER,
        fingerprint="example-1",
        snapshot=bot.state(),
        now=lambda: clock["now"],
        anchor_lines=40,
        segment_bytes=20_000,
    )
    for tick in range(first, first + ticks):
        clock["now"] = START_TS + tick * HOUR_MS
        bot.tick(recorder, tick)
    recorder.close()


if __name__ == "__main__":
    main(sys.argv[1], *(int(each) for each in sys.argv[2:]))
