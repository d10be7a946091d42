// What the publisher sends: the union by file, each thing once, and nothing that has not changed.
import assert from 'node:assert/strict';
import type { Diagnostic, PublishDiagnosticsParams } from 'vscode-languageserver/node';
import { Publisher } from '../../../server/diagnostics/publisher.js';

const diagnostic = (message: string): Diagnostic => ({
  range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
  message,
});

interface Bench {
  readonly publisher: Publisher;
  readonly sent: PublishDiagnosticsParams[];
  /** Another text of the open file. */
  readonly type: (text: string) => void;
}

function bench(): Bench {
  const sent: PublishDiagnosticsParams[] = [];
  let open = { text: 'x\n', version: 7 };
  const publisher = new Publisher({
    send: (params) => sent.push(params),
    uriOf: (file) => `file:${file}`,
    versionOf: (file) => (file === '/open' ? open.version : undefined),
    textOf: (file) => (file === '/open' ? open.text : undefined),
  });
  const type = (text: string): void => {
    open = { text, version: open.version + 1 };
    publisher.noteText('/open');
  };
  return { publisher, sent, type };
}

const texts = (params: PublishDiagnosticsParams | undefined): readonly unknown[] =>
  params?.diagnostics.map(({ message }) => message) ?? [];

describe('publisher', () => {
  it('sends the version of open documents only', () => {
    const { publisher, sent } = bench();
    publisher.set(
      'a',
      'run',
      new Map([
        ['/open', [diagnostic('x')]],
        ['/closed', [diagnostic('x')]],
      ]),
    );
    assert.deepEqual(
      sent.map(({ version }) => version),
      [7, undefined],
    );
  });

  it('clears a file that has nothing any more, once', () => {
    const { publisher, sent } = bench();
    publisher.set('a', 'run', new Map([['/f', [diagnostic('x')]]]));
    publisher.set('a', 'run', new Map());
    publisher.set('a', 'run', new Map());
    assert.deepEqual(sent.map(texts), [['x'], []]);
  });

  it('sends nothing when nothing changed, and nothing for files that never had anything', () => {
    const { publisher, sent } = bench();
    publisher.set(
      'a',
      'run',
      new Map([
        ['/f', [diagnostic('x')]],
        ['/clean', []],
      ]),
    );
    publisher.set('a', 'run', new Map([['/f', [diagnostic('x')]]]));
    assert.equal(sent.length, 1);
  });

  it('joins layers and replays, and tells what they share once', () => {
    const { publisher, sent } = bench();
    publisher.set('a', 'static', new Map([['/f', [diagnostic('unused')]]]));
    publisher.set('b', 'static', new Map([['/f', [diagnostic('unused')]]]));
    publisher.set('b', 'run', new Map([['/f', [diagnostic('departs')]]]));
    assert.deepEqual(sent.map(texts), [['unused'], ['unused', 'departs']]);
    publisher.clear('b');
    assert.deepEqual(texts(sent.at(-1)), ['unused']);
    assert.deepEqual(
      publisher.diagnosticsOf('/f').map(({ message }) => message),
      ['unused'],
    );
  });

  it('what a slow check found keeps to its words while a quick one looks at a later text', () => {
    const { publisher, sent, type } = bench();
    const found = new Map([['/open', [diagnostic('slow')]]]);
    publisher.set('a', 'portability', found);
    type('// above\nx\n');
    type('// above\nx\n// below\n');
    publisher.set('a', 'static', new Map([['/open', []]]));
    assert.deepEqual(sent.at(-1)?.diagnostics[0]?.range.start, { line: 1, character: 0 });
    assert.equal(sent.at(-1)?.version, 9);
  });

  it('the same places in another text are sent again: the editor has moved what it shows', () => {
    const { publisher, sent, type } = bench();
    publisher.set('a', 'static', new Map([['/open', [diagnostic('x')]]]));
    type('x = 1\nx\n');
    publisher.set('a', 'static', new Map([['/open', [diagnostic('x')]]]));
    assert.equal(sent.length, 2);
  });
});
