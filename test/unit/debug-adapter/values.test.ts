import assert from 'node:assert/strict';
import { PLAIN_CLIENT } from '../../../debug-adapter/capabilities.js';
import { LocationTable } from '../../../debug-adapter/sources.js';
import {
  colourGates,
  PAGE_FROM_CHILDREN,
  toEvaluation,
  toVariable,
  type ValueContext,
} from '../../../debug-adapter/variables.js';
import type { GateView, SourceRange, ValueNode } from '../../../engine/host/replay/protocol.js';
import { FAKE_CAPTURE, FAKE_STRATEGY, fakeOpened } from '../../support/fake-replay-client.js';

const context = (client: Partial<ValueContext['client']> = {}): ValueContext => ({
  client: { ...PLAIN_CLIENT, ...client },
  opened: fakeOpened(),
  locations: new LocationTable(),
});

const node = (fields: Partial<ValueNode> = {}): ValueNode => ({
  name: 'size',
  value: '0.5',
  type: 'number',
  handle: 0,
  childCount: 0,
  ...fields,
});

const at = (file: string): SourceRange => ({ file, line: 7, column: 1, endLine: 7, endColumn: 9 });

describe('variables', () => {
  it('are read only, because a recording is', () => {
    const { presentationHint } = toVariable(node(), context());
    assert.deepEqual(presentationHint?.attributes, ['readOnly']);
  });

  it('name their type only to a client that shows it', () => {
    assert.equal('type' in toVariable(node(), context()), false);
    assert.equal(toVariable(node(), context({ hasVariableType: true })).type, 'number');
  });

  it('carry the expression that reads them again', () => {
    const variable = toVariable(node({ expression: 'position.size' }), context());
    assert.equal(variable.evaluateName, 'position.size');
  });

  const list = { type: 'list', handle: 9, childCount: PAGE_FROM_CHILDREN } as const;
  it('are paged from a hundred entries on', () => {
    const paging = context({ hasVariablePaging: true });
    assert.equal(toVariable(node(list), paging).indexedVariables, PAGE_FROM_CHILDREN);
    const shorter = node({ ...list, childCount: PAGE_FROM_CHILDREN - 1 });
    assert.equal('indexedVariables' in toVariable(shorter, paging), false);
    assert.equal('indexedVariables' in toVariable(node(list), context()), false);
  });

  it('link a recorded value to its line in the recording', () => {
    const here = context();
    const variable = toVariable(node({ source: at(`${FAKE_CAPTURE}/events.jsonl`) }), here);
    assert.equal(variable.declarationLocationReference, undefined);
    assert.deepEqual(here.locations.resolve(variable.valueLocationReference ?? 0, here.client), {
      source: { name: 'events.jsonl', path: `${FAKE_CAPTURE}/events.jsonl` },
      line: 7,
      column: 1,
      endLine: 7,
      endColumn: 9,
    });
  });

  it('link a computed value from its name to the strategy', () => {
    const variable = toVariable(node({ source: at(FAKE_STRATEGY) }), context());
    assert.equal(variable.valueLocationReference, undefined);
    assert.equal(variable.declarationLocationReference, 1);
  });

  it('evaluate to the same value, with one link', () => {
    const body = toEvaluation(node({ source: at(FAKE_STRATEGY) }), context());
    assert.equal(body.result, '0.5');
    assert.equal(body.valueLocationReference, 1);
  });
});

describe('location table', () => {
  it('forgets with the stop', () => {
    const table = new LocationTable();
    const reference = table.add(at(FAKE_STRATEGY));
    table.clear();
    assert.throws(() => table.resolve(reference, PLAIN_CLIENT), /no location 1/);
    assert.equal(table.add(at(FAKE_STRATEGY)), 2);
  });
});

describe('gate colours', () => {
  const gate = (passed: boolean, trigger: boolean): GateView => ({
    name: 'size',
    value: '1',
    comparator: '>=',
    threshold: '2',
    passed,
    trigger,
    range: null,
  });
  const shown = (view: GateView): string | undefined =>
    colourGates([toVariable(node(), context())], [view])[0]?.value;

  it('are green for passed, red for blocked, none for an exit rule that keeps quiet', () => {
    assert.equal(shown(gate(true, false)), '\u001b[32m0.5\u001b[0m');
    assert.equal(shown(gate(false, false)), '\u001b[31m0.5\u001b[0m');
    assert.equal(shown(gate(true, true)), '\u001b[32m0.5\u001b[0m');
    assert.equal(shown(gate(false, true)), '0.5');
  });
});
