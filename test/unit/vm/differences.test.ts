// The first field in which two events or two states differ: tables over pairs, as a report shows them.
import assert from 'node:assert/strict';
import { differingField } from '../../../engine/host/lanes/event-difference.js';
import { ImageWriter } from '../../../engine/core/memory/image.js';
import { Layouts } from '../../../engine/core/memory/record-layout.js';
import { encodingOf, ROOTS_AT } from '../../../engine/core/memory/run-image.js';
import { differingPath } from '../../../engine/core/memory/state-difference.js';
import { SymbolTable } from '../../../engine/core/memory/symbol-table.js';
import {
  FLAG,
  INT,
  list,
  NUM,
  nullableOf,
  record,
  WORD,
  type Field,
  type Shape,
  type ValueType,
} from '../../../engine/core/memory/value-type.js';
import { createNumeric } from '../../../engine/core/numeric/index.js';
import { BINARY64, DECIMAL } from '../../support/session.js';

const EVENTS: readonly (readonly [string, string, string, string])[] = [
  ['', '{"a":1}', '', 'no event | {"a":1}'],
  ['{"a":1}', '', '', '{"a":1} | no event'],
  ['{"a":1}', '{"a":2}', 'a', '1 | 2'],
  ['{"a":1,"b":2}', '{"a":1,"b":3}', 'b', '2 | 3'],
  ['{"a":{"b":[1,{"c":"x"}]}}', '{"a":{"b":[1,{"c":"y"}]}}', 'a.b[1].c', 'x | y'],
  ['{"a":[1]}', '{"a":[1,2]}', 'a[1]', 'null | 2'],
  ['{"a":[1,2]}', '{"a":[1]}', 'a[1]', '2 | null'],
  ['{"a":null}', '{"a":false}', 'a', 'null | false'],
  ['{"a":{"b":1}}', '{"a":null}', 'a', '{"b":1} | null'],
  ['{"a":"1"}', '{"a":1}', 'a', '1 | 1'],
  ['{"a":1}', '{"a":1,"b":0}', 'b', 'null | 0'],
  ['{"a":1,"b":2}', '{"b":2,"a":1}', '', '{"a":1,"b":2} | {"b":2,"a":1}'],
];

describe('the first field in which two events differ', () => {
  for (const [reference, found, field, values] of EVENTS)
    it(`${reference} and ${found}`, () => {
      const difference = differingField(reference, found);
      assert.equal(difference.field, field);
      assert.equal(`${difference.reference} | ${difference.found}`, values);
    });
});

let nextId = 1;
const shape = (
  name: string,
  fields: Readonly<Record<string, ValueType>>,
  isMutable: boolean,
): Shape => ({
  id: nextId++,
  name,
  isMutable,
  fields: Object.entries(fields).map(([field, type]): Field => ({
    name: field,
    type,
    isReadonly: !isMutable,
  })),
});

const ROW = shape('Row', { at: INT, price: NUM }, false);
const DESK = shape('Desk', { on: FLAG, tag: WORD, o: nullableOf(INT), ox: nullableOf(NUM) }, true);
const STATE = shape(
  'State',
  {
    n: INT,
    x: NUM,
    xs: list(NUM),
    rows: list(record(ROW)),
    desk: record(DESK),
    same: record(DESK),
    maybe: record(DESK, true),
    os: list(nullableOf(INT)),
  },
  true,
);

type Fields = Record<string, unknown>;

describe('the first value in which two states differ', () => {
  for (const policy of [BINARY64, DECIMAL]) {
    const num = createNumeric(policy);
    const state = (change: (fields: Fields & { desk: Fields; rows: Fields[] }) => void): Fields => {
      const desk: Fields = { on: true, tag: 'a', o: null, ox: num('1.5') };
      const rows = [
        { at: 1, price: num(2) },
        { at: 2, price: num(3) },
      ];
      const fields = {
        n: 4,
        x: num('0.1'),
        xs: [num(1), num(2)],
        rows,
        desk,
        same: desk,
        maybe: null,
        os: [1, null],
      };
      change(fields);
      return fields;
    };
    const symbols = new SymbolTable(['', 'a', 'b']);
    const numWords = encodingOf(num, symbols).numWords;
    const roots = [{ name: 'strategy', type: record(STATE) }] as const;
    const imageOf = (fields: Fields): Uint8Array => {
      const writer = new ImageWriter(new Layouts(numWords), encodingOf(num, symbols), {
        next: 2048,
        before: null,
      });
      writer.setWord(ROOTS_AT, writer.place(record(STATE), fields, 'strategy'));
      return writer.image();
    };
    const between = (change: Parameters<typeof state>[0]): string => {
      const plan = { roots, numWords };
      const images = [imageOf(state(() => undefined)), imageOf(state(change))] as const;
      const { field, reference, found } = differingPath(...images, { plan, num, symbols });
      return `${field}: ${reference} | ${found}`;
    };
    const ROWS: readonly (readonly [string, Parameters<typeof state>[0], string])[] = [
      ['nothing', () => undefined, ': other unused memory | other unused memory'],
      ['a whole number', (s) => (s['n'] = -5), 'strategy.n: 4 | -5'],
      [
        'the largest whole number',
        (s) => (s['n'] = Number.MAX_SAFE_INTEGER),
        'strategy.n: 4 | 9007199254740991',
      ],
      ['a number', (s) => (s['x'] = num('0.2')), 'strategy.x: 0.1 | 0.2'],
      ['the sign of zero', (s) => (s['xs'] = [num(1), num('-0')]), 'strategy.xs[1]: 2 | -0'],
      ['no number', (s) => (s['x'] = num(0).div(0)), 'strategy.x: 0.1 | NaN'],
      [
        'a list one longer',
        (s) => (s['xs'] = [num(1), num(2), num(3)]),
        'strategy.xs.length: 2 | 3',
      ],
      [
        'a record held by value',
        (s) => (s.rows = [s.rows[0] as Fields, { at: 2, price: num('3.5') }]),
        'strategy.rows[1].price: 3 | 3.5',
      ],
      ['a flag', (s) => (s.desk['on'] = false), 'strategy.desk.on: true | false'],
      ['text', (s) => (s.desk['tag'] = 'b'), 'strategy.desk.tag: a | b'],
      ['text that is missing', (s) => (s.desk['tag'] = null), 'strategy.desk.tag: a | nothing'],
      ['an optional whole number', (s) => (s.desk['o'] = 7), 'strategy.desk.o: nothing | 7'],
      [
        'an optional number that is gone',
        (s) => (s.desk['ox'] = null),
        'strategy.desk.ox: 1.5 | nothing',
      ],
      ['an optional element', (s) => (s['os'] = [1, 2]), 'strategy.os[1]: nothing | 2'],
      [
        'an object that was missing',
        (s) => (s['maybe'] = s.desk),
        'strategy.maybe: nothing | a value',
      ],
    ];
    describe(JSON.stringify(policy), () => {
      for (const [title, change, expected] of ROWS)
        it(title, () => {
          assert.equal(between(change), expected);
        });
    });
  }
});
