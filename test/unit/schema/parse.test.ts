// From text to values and issues: one row a text. Each expectation is `line:column code path`, then message and remedy
// where they matter.
import assert from 'node:assert/strict';
import {
  parseEventLine,
  parseManifest,
  parseMarketLine,
  parseSnapshot,
  parseWorkspace,
  type Issue,
  type Parsed,
} from '../../../engine/core/schema/index.js';

const brief = ({ line, column, code, path }: Issue): string =>
  `${String(line)}:${String(column)} ${code}${path === undefined ? '' : ` ${path}`}`;

type Row = readonly [text: string, expected: string, message?: RegExp, remedy?: RegExp];

const check = (parse: (text: string) => Parsed<unknown>, rows: readonly Row[]): void => {
  for (const [text, expected, message, remedy] of rows) {
    it(JSON.stringify(text.length > 100 ? `${text.slice(0, 100)}...` : text), () => {
      const { value, issues } = parse(text);
      assert.equal(issues.map(brief).join('; '), expected);
      const isRefused = issues.some(({ severity }) => severity === 'error');
      assert.equal(value === undefined, isRefused);
      if (message) assert.match(issues[0]?.message ?? '', message);
      if (remedy) assert.match(issues[0]?.remedy ?? '', remedy);
    });
  }
};

const workspace = (text: string): Parsed<unknown> => parseWorkspace(text, 'lockstep.json');
const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

describe('lockstep.json as JSON', () => {
  check(workspace, [
    ['{"schemaVersion":1,"replays":[]}', ''],
    ['\uFEFF{"schemaVersion":1,"replays":[]}', '1:undefined json.byte-order-mark'],
    ['{\r\n"schemaVersion":1,\r\n"replays":[]\r\n}\r\n', ''],
    ['', '1:1 json.syntax', /ends where a value should stand/],
    ['{"schemaVersion":1,"replays":[]', '1:32 json.syntax', /found the end of the text/],
    ['{"schemaVersion":1,\n "replays":[],}', '2:15 json.syntax', /Expected a key/],
    ['{"schemaVersion":1\n "replays":[]}', '2:2 json.syntax', /Expected a comma or "}"/],
    ["{'schemaVersion':1}", '1:2 json.syntax', /key in double quotes/],
    ['{"schemaVersion" 1}', '1:18 json.syntax', /Expected ":"/],
    ['{"schemaVersion":1,"replays":[1,]}', '1:33 json.syntax', /A value is missing/],
    ['{"a":NaN}', '1:6 json.syntax', /NaN is not JSON/, /finite/],
    ['{"a":-Infinity}', '1:6 json.syntax', /-Infinity is not JSON/],
    ['{"a":01}', '1:7 json.syntax'],
    ['{"a":.5}', '1:6 json.syntax'],
    ['{"a":tru}', '1:6 json.syntax', /"tru" is not a JSON value/],
    ['{"a":"b\nc"}', '1:6 json.syntax', /control character/],
    ['{"a":"\\x"}', '1:6 json.syntax', /wrong escape/],
    ['// c\n{}', '1:1 json.syntax', /no comments/],
    ['{} {}', '1:4 json.syntax', /more text/],
    [deep(64), '1:1 schema.type', /Expected an object, found a list/],
    [deep(65), '1:1 json.too-deep', /65 levels/],
    [deep(1_000_000), '1:1 json.too-deep'],
    ['[]', '1:1 schema.type'],
    ['null', '1:1 schema.type'],
    ['{"schemaVersion":1,"replays":[],"replays":[]}', '1:33 json.duplicate-key replays', /twice/],
    [
      '{"schemaVersion":1,"replays":[{"name":"a",\n"capture":"b",\n"\\u006eame":"c"}]}',
      '3:1 json.duplicate-key replays[0].name',
      /first on line 1/,
    ],
    [
      '{"schemaVersion":1,"replays":[{"__proto__":{}}]}',
      '1:32 json.forbidden-key replays[0].__proto__',
    ],
    [
      '{"schemaVersion":1,"replays":[{"\\u005f_proto__":{}}]}',
      '1:32 json.forbidden-key replays[0].__proto__',
    ],
    ['{"schemaVersion":1,"replays":[{"name":"__proto__","capture":"c"}]}', ''],
    ['{"schemaVersion":1,"replays":[{"name":"a:b \\" c:","capture":"{\\\\"}]}', ''],
  ]);
});

describe('lockstep.json and its shape', () => {
  const one = (replay: string): string => `{\n"schemaVersion":1,\n"replays":[\n${replay}\n]}`;
  const compared = (comparison: string): string =>
    `{\n"schemaVersion":1,"replays":[],"comparisons":[\n${comparison}\n]}`;
  check(workspace, [
    [compared('{"name":"a","live":"l","paper":"p","backtest":"b"}'), ''],
    [compared('{"name":"a","paper":"p","backtest":"b"}'), ''],
    [
      compared('{"name":"a","live":"l"}'),
      '3:1 schema.format comparisons[0]',
      /at least two of live, paper and backtest/,
    ],
    [compared('{"live":"l","paper":"p"}'), '3:1 schema.missing comparisons[0].name'],
    [
      compared('{"name":"a","live":"l","papr":"p","paper":"p"}'),
      '3:24 schema.unknown-key comparisons[0].papr',
      /"papr" is not known/,
      /Did you mean "paper"/,
    ],
    [
      '{"replays":[]}',
      '1:1 schema.version.missing schemaVersion',
      /reads version 1\./,
      /"schemaVersion": 1/,
    ],
    [
      '{"schemaVersion":2,"replays":[]}',
      '1:18 schema.version.unsupported schemaVersion',
      /is 2\. .*reads version 1\./,
      /newer Lockstep/,
    ],
    [
      '{"schemaVersion":0,"replays":[]}',
      '1:18 schema.version.unsupported schemaVersion',
      /is 0/,
      /Write "schemaVersion": 1/,
    ],
    [
      '{"schemaVersion":"1","replays":[]}',
      '1:18 schema.version.unsupported schemaVersion',
      /is "1"/,
      /a JSON number/,
    ],
    ['{"schemaVersion":1.5,"replays":[]}', '1:18 schema.version.unsupported schemaVersion'],
    ['{"schemaVersion":null,"replays":[]}', '1:18 schema.version.unsupported schemaVersion'],
    [
      '{"schemaVersion":1}',
      '1:1 schema.missing replays',
      /"replays" is missing/,
      /Add "replays": a list/,
    ],
    [
      '{"schemaVersion":1,"replays":{}}',
      '1:30 schema.type replays',
      /Expected a list, found an object/,
    ],
    [
      one('{"name":"a"}'),
      '4:1 schema.missing replays[0].capture',
      /missing/,
      /Folder of the capture/,
    ],
    [one('{"name":"a","capture":1}'), '4:23 schema.number-not-text replays[0].capture'],
    [
      one('{"name":"a","captur":"c"}'),
      '4:1 schema.missing replays[0].capture; 4:13 schema.unknown-key replays[0].captur',
    ],
    [
      one('{"name":"a","capture":"c","strategi":"x"}'),
      '4:27 schema.unknown-key replays[0].strategi',
      /"strategi"/,
      /Did you mean "strategy"\?/,
    ],
    [
      one('{"name":"a","capture":"c","zzz":"x"}'),
      '4:27 schema.unknown-key replays[0].zzz',
      /./,
      /Known here: name, capture, strategy, params, numeric\./,
    ],
    [one('{"name":"","capture":"c"}'), '4:9 schema.range replays[0].name', /at least 1 characters/],
    [
      one('{"name":"a","capture":"c","numeric":{"kind":"decmal"}}'),
      '4:45 schema.choice replays[0].numeric.kind',
      /not one of: decimal, binary64/,
      /Did you mean "decimal"/,
    ],
    [
      one(
        '{"name":"a","capture":"c","numeric":{"kind":"decimal","precision":40,"rounding":"half-up"}}',
      ),
      '4:67 schema.range replays[0].numeric.precision',
      /at most 34/,
    ],
    [
      one(
        '{"name":"a","capture":"c","numeric":{"kind":"decimal","presision":20,"rounding":"halfup"}}',
      ),
      '4:37 schema.missing replays[0].numeric.precision; 4:81 schema.choice replays[0].numeric.rounding; 4:55 schema.unknown-key replays[0].numeric.presision',
    ],
    [one('{"name":"a","capture":"c","params":{"x":{"y":[1,{"z":null}]}}}'), ''],
    [
      one('{"name":"a","capture":"c","params":{"x":{"y":[1,{"z":1e999}]}}}'),
      '4:54 schema.number-not-text replays[0].params.x.y[1].z',
    ],
  ]);
});

describe('lines', () => {
  const market = (text: string): Parsed<unknown> => parseMarketLine({ text, file: 'm', line: 7 });
  const event = (text: string): Parsed<unknown> => parseEventLine({ text, file: 'e', line: 7 });
  const bar =
    '{"kind":"bar","symbol":"BTC","openTs":1700000000000,"closeTs":1700000060000,"open":"1","high":"1","low":"1","close":"1","volume":"0"}';
  const balance = '{"seq":1,"ts":1700000000000,"prev":null,"kind":"balance","balance":"-0"}';
  check(market, [
    [bar, ''],
    [
      bar.replace('"open":"1"', '"open":0.10'),
      '7:84 schema.number-not-text open',
      /The JSON number 0\.10 /,
      /"0\.10"/,
    ],
    [bar.replace('"open":"1"', '"open":"1,5"'), '7:84 schema.format open', /"1,5" does not fit/],
    [bar.replace('"open":"1"', '"open":"0x10"'), '7:84 schema.format open'],
    [bar.replace('"open":"1"', '"open":"Infinity"'), '7:84 schema.format open'],
    [bar.replace('"open":"1"', '"open":"1e309"'), '7:84 schema.format open', /1\.8e308/],
    [
      bar.replace('"open":"1"', '"open":null'),
      '7:84 schema.type open',
      /Expected text, found null/,
    ],
    [bar.replace('"open":"1"', '"open":"1e-400"'), ''],
    [bar.replace('1700000000000', '1700000000'), '7:39 schema.range openTs', /looks like seconds/],
    [
      bar.replace('1700000000000', '1700000000000000'),
      '7:39 schema.range openTs',
      /looks like microseconds/,
    ],
    [bar.replace('1700000000000', '1700000000000.5'), '7:39 schema.type openTs', /a whole number/],
    [
      bar.replace('"BTC"', '"B TC"'),
      '7:24 schema.format symbol',
      /./,
      /Write a symbol such as BTC/,
    ],
    [bar.replace('"bar"', '"trade"'), '7:9 schema.choice kind'],
    [`${bar},`, '7:134 json.syntax'],
  ]);
  check(event, [
    [balance, ''],
    [balance.replace('null', '"ABC"'), '7:36 schema.format prev', /./, /64 lower-case/],
    [
      balance.replace('"seq":1', '"seq":0'),
      '7:8 schema.range seq',
      /at least 0, that value excluded/,
    ],
    [
      balance.replace('"balance"}', '"x"}').replace('"kind":"balance"', '"kind":"balanse"'),
      '7:48 schema.choice kind',
      /./,
      /Did you mean "balance"/,
    ],
  ]);

  it('keeps the text of a number', () => {
    const { value } = parseEventLine({ text: balance, file: 'e' });
    assert.deepEqual(value?.kind === 'balance' && value.balance, '-0');
  });
});

describe('manifest.json and snapshot.json', () => {
  it('are refused in one piece when they are something else', () => {
    const issues = [...parseManifest('{"schemaVersion":1}', 'manifest.json').issues];
    assert.ok(issues.length > 10);
    assert.ok(issues.every(({ code }) => code === 'schema.missing'));
    assert.equal(parseSnapshot('{"schemaVersion":1}', 'snapshot.json').issues.length, 7);
  });

  it('say no more than fifty things', () => {
    const keys = Array.from({ length: 500 }, (_, index) => `"k${String(index)}":1`);
    const text = `{"schemaVersion":1,${keys.join(',')}}`;
    assert.equal(parseSnapshot(text, 'snapshot.json').issues.length, 50);
  });
});
