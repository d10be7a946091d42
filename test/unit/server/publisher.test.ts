// What the publisher sends: the union by file, each thing once, and nothing that has not changed.
import assert from 'node:assert/strict';
import type { Diagnostic, PublishDiagnosticsParams } from 'vscode-languageserver/node';
import { Publisher } from '../../../server/diagnostics/publisher.js';

const diagnostic = (message: string): Diagnostic => ({
  range: { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } },
  message,
});

function bench(): { readonly publisher: Publisher; readonly sent: PublishDiagnosticsParams[] } {
  const sent: PublishDiagnosticsParams[] = [];
  const publisher = new Publisher({
    send: (params) => sent.push(params),
    uriOf: (file) => `file:${file}`,
    versionOf: (file) => (file === '/open' ? 7 : undefined),
  });
  return { publisher, sent };
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
});
