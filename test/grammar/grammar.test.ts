// Runs every *.txt file of this folder: source lines with the scopes they must have below them. The grammars are
// those that package.json contributes, injected into the TypeScript grammar that VS Code uses.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import tmgrammar from 'vscode-tmgrammar-test/dist/common/index.js';
import unit, { type TestFailure } from 'vscode-tmgrammar-test/dist/unit/index.js';

const folder = path.dirname(fileURLToPath(import.meta.url));
const packageFile = path.resolve(folder, '..', '..', 'package.json');
const typescriptGrammar = createRequire(import.meta.url).resolve(
  'tm-grammars/grammars/typescript.json',
);

const { grammars } = tmgrammar.loadConfiguration(packageFile, undefined, [typescriptGrammar]);
const registry = tmgrammar.createRegistry(grammars);

for (const file of readdirSync(folder).filter((name) => name.endsWith('.txt'))) {
  const testCase = unit.parseGrammarTestCase(readFileSync(path.join(folder, file), 'utf8'));

  describe(`${file}: ${testCase.metadata.description}`, () => {
    let failures: readonly TestFailure[] = [];
    before(async () => {
      failures = await unit.runGrammarTestCase(registry, testCase);
    });

    for (const line of new Set(
      testCase.assertions.map((assertion) => assertion.sourceLineNumber),
    )) {
      const text = testCase.source[line] ?? '';
      it(text.trim(), () => {
        const ofLine = failures.filter((failure) => failure.srcLine === line);
        assert.deepEqual(
          ofLine.map((failure) => describeFailure(failure, text)),
          [],
        );
      });
    }
  });
}

function describeFailure({ start, end, missing, unexpected, actual }: TestFailure, text: string) {
  return { text: text.slice(start, end), missing, unexpected, actual };
}
