// One replay from opening to diagnostics, with a worker that is a table: what is published, and what must not be.
import assert from 'node:assert/strict';
import type { PublishDiagnosticsParams } from 'vscode-languageserver/node';
import { makeIssue } from '../../../engine/core/schema/index.js';
import type {
  OpenResult,
  ReplayReport,
  ReplayRequests,
} from '../../../engine/host/replay/protocol.js';
import { ReplayError } from '../../../engine/host/replay/replay-client.js';
import type { FileDiagnostics } from '../../../server/diagnostics/by-file.js';
import { Publisher } from '../../../server/diagnostics/publisher.js';
import { START_OF_FILE } from '../../../server/diagnostics/ranges.js';
import { UNCHECKED } from '../../../server/outcome.js';
import type { ReplayStatus } from '../../../server/protocol.js';
import { runReplayJob, type JobTools } from '../../../server/replay-job.js';
import type { Replay } from '../../../server/replays.js';
import type { JobContext } from '../../../server/scheduler.js';
import { ReplayWorkspace } from '../../../server/workspace.js';
import { departure, OPENED, REPLAY, report, site } from './examples.js';

type Method = keyof ReplayRequests;
type Answers = Partial<Record<Method, unknown>>;

const OPEN: OpenResult = {
  replay: OPENED,
  issues: [],
  findings: [],
  watch: ['/project/strategy/index.ts', '/project/strategy/exits.ts'],
};
const FINDING = { code: 'syntax', severity: 'error', message: 'bad', range: site(3) } as const;

class Bench {
  readonly sent: PublishDiagnosticsParams[] = [];
  readonly statuses: ReplayStatus[] = [];
  readonly asked: (readonly [Method, unknown])[] = [];
  readonly controller = new AbortController();
  readonly publisher = new Publisher({
    send: (params) => this.sent.push(params),
    uriOf: (file) => file,
    versionOf: () => undefined,
    textOf: () => undefined,
  });
  readonly workspace = new ReplayWorkspace({
    onStatus: (status) => this.statuses.push(status),
    onGone: () => undefined,
  });
  private current = true;

  constructor(
    private answers: Answers,
    replay: Replay = REPLAY,
  ) {
    this.workspace.adopt({ replays: [replay], issues: new Map() });
  }

  /** `during` names the request while which the job becomes out of date. */
  async run(during?: Method): Promise<void> {
    const context: JobContext = {
      signal: this.controller.signal,
      isCurrent: () => this.current && !this.controller.signal.aborted,
      cancel: () => {
        this.controller.abort('by-hand');
      },
    };
    const tools: JobTools = {
      worker: {
        request: (method, request) => {
          this.asked.push([method, request]);
          if (method === during) this.current = false;
          const answer = this.answers[method];
          return answer instanceof Error
            ? Promise.reject(answer)
            : Promise.resolve(answer as never);
        },
      },
      workspace: this.workspace,
      publisher: this.publisher,
      overlays: () => ({ '/project/strategy/index.ts': 'unsaved' }),
      readText: () => Promise.resolve(undefined),
      uriOf: (file) => file,
      explain: () => undefined,
      onProgress: () => undefined,
    };
    await runReplayJob('base', context, tools);
  }

  async again(answers: Answers): Promise<void> {
    this.answers = answers;
    await this.run();
  }

  codesAt(file: string): readonly unknown[] {
    return this.publisher.diagnosticsOf(file).map(({ code }) => code);
  }

  get states(): readonly string[] {
    return this.statuses.map(({ state }) => state);
  }
}

const ran = (of: ReplayReport, open: Partial<OpenResult> = {}): Answers => ({
  open: { ...OPEN, ...open },
  run: of,
  events: [],
});

describe('a replay job', () => {
  it('opens with unsaved text and the overrides of the configuration', async () => {
    const overrides = {
      strategyOverride: '/project/other.ts',
      params: { a: 1 },
      numeric: { kind: 'binary64' },
    } as const;
    const bench = new Bench(ran(report([])), { ...REPLAY, ...overrides });
    await bench.run();
    assert.deepEqual(bench.asked[0], [
      'open',
      {
        capture: '/project/captures/base',
        overlays: { '/project/strategy/index.ts': 'unsaved' },
        strategy: '/project/other.ts',
        params: { a: 1 },
        numeric: { kind: 'binary64' },
      },
    ]);
  });

  it('tells parity and publishes nothing', async () => {
    const bench = new Bench(ran(report([])));
    await bench.run();
    assert.deepEqual(bench.states, ['replaying', 'parity']);
    assert.deepEqual(bench.sent, []);
    assert.deepEqual(bench.workspace.get('base')?.watch, OPEN.watch);
  });

  it('does not run what cannot be opened, and takes back what an earlier run showed', async () => {
    const bench = new Bench(ran(report([departure(3)])));
    await bench.run();
    assert.deepEqual(bench.codesAt('/project/strategy/exits.ts'), ['departure.field']);
    await bench.again({ open: { ...OPEN, replay: null, findings: [FINDING] } });
    assert.deepEqual(bench.codesAt('/project/strategy/exits.ts'), ['syntax']);
    assert.deepEqual(bench.codesAt('/project/captures/base/events.jsonl'), []);
    assert.equal(bench.statuses.at(-1)?.message, 'bad');
    assert.deepEqual(bench.workspace.get('base')?.opened, OPENED, 'hovers keep the catalogue');
  });

  it('what cannot be opened leaves hints at how it is written, and no word about its lanes', async () => {
    const bench = new Bench(ran(report([])));
    await bench.run();
    const [entry = ''] = OPEN.watch;
    const finding = (code: string): FileDiagnostics =>
      new Map([[entry, [{ range: START_OF_FILE, message: code, code }]]]);
    bench.publisher.set('base', 'portability', finding('portability'));
    bench.publisher.set('base', 'lanes', finding('lane-divergence'));
    const before = bench.workspace.get('base')?.status;
    assert.ok(before !== undefined);
    const lanes = { ...UNCHECKED, state: 'differ', message: 'Lanes differ.' } as const;
    bench.workspace.update('base', { status: { ...before, lanes } });
    await bench.again({ open: { ...OPEN, replay: null, findings: [FINDING] } });
    assert.deepEqual(bench.codesAt(entry), ['portability']);
    assert.deepEqual(bench.statuses.at(-1)?.lanes, UNCHECKED);
  });

  it('tells issues of the capture beside warnings of the strategy', async () => {
    const issue = makeIssue(
      'market.gap',
      { file: 'market.jsonl', line: 4, relatedLine: 2 },
      { message: 'a gap', remedy: 'fill it' },
    );
    const unused = { ...FINDING, code: 'gate.unused', severity: 'warning' } as const;
    const bench = new Bench(ran(report([]), { issues: [issue], findings: [unused] }));
    await bench.run();
    assert.deepEqual(bench.states, ['replaying', 'parity']);
    const [gap] = bench.publisher.diagnosticsOf('/project/captures/base/market.jsonl');
    assert.equal(gap?.message, 'A gap. Fill it.');
    assert.equal(gap.relatedInformation?.[0]?.location.range.start.line, 1);
    assert.deepEqual(bench.codesAt('/project/strategy/exits.ts'), ['gate.unused']);
  });

  for (const during of ['open', 'run'] as const) {
    it(`publishes nothing when it becomes out of date during ${during}`, async () => {
      const bench = new Bench(ran(report([departure(3)])));
      await bench.run(during);
      assert.deepEqual(bench.sent, []);
      assert.deepEqual(bench.states, ['replaying']);
    });
  }

  it('shows departures up to a failure of the strategy, not what it left undone after', async () => {
    const failure = {
      code: 'strategy.threw',
      message: 'boom',
      remedy: '',
      tick: 35,
      ts: 1,
      site: site(9),
    };
    const failed = { ...report([departure(3), departure(4, { site: site(8) })]), failure };
    const bench = new Bench(ran(failed));
    await bench.run();
    assert.deepEqual(bench.codesAt('/project/strategy/exits.ts'), [
      'strategy.threw',
      'departure.field',
    ]);
    assert.deepEqual(bench.codesAt('/project/captures/base/events.jsonl'), ['departure.field']);
    assert.equal(bench.statuses.at(-1)?.message, 'The strategy failed: boom');
  });

  it('returns to the state before when it is cancelled by hand', async () => {
    const bench = new Bench(ran(report([])));
    await bench.run();
    bench.controller.abort('by-hand');
    await bench.again({ open: new ReplayError('cancelled', 'cancelled') });
    assert.deepEqual(bench.states, ['replaying', 'parity', 'replaying', 'parity']);
    assert.equal(bench.statuses.at(-1)?.message, 'Cancelled. Before that: Parity: 9/9 events.');
  });

  it('tells a limit the strategy hit at its entry, with the tick', async () => {
    const stopped = { failure: 'strategy.time-limit', tick: 7 } as const;
    const died = new ReplayError('worker-died', 'stuck in tick 7', stopped);
    const bench = new Bench({ ...ran(report([])), run: died });
    await bench.run();
    const [found] = bench.publisher.diagnosticsOf('/project/strategy/index.ts');
    assert.equal(found?.code, 'strategy.time-limit');
    assert.deepEqual(found.data, { replay: 'base', tick: 7 });
    assert.equal(bench.statuses.at(-1)?.state, 'failed');
  });

  it('tells a fault of its own in the status and to the log, and takes back old departures', async () => {
    const bench = new Bench(ran(report([departure(3)])));
    await bench.run();
    await assert.rejects(bench.again({ open: new ReplayError('internal', 'broken') }), /broken/);
    assert.equal(bench.statuses.at(-1)?.message, 'broken');
    assert.deepEqual(bench.codesAt('/project/strategy/exits.ts'), []);
  });

  it('counts names over all pages of events', async () => {
    const events = [{ kind: 'decision', reason: 'hold', gates: [] }];
    const bench = new Bench({ ...ran(report([])), events });
    await bench.run();
    assert.equal(bench.asked.filter(([method]) => method === 'events').length, 9);
    assert.equal(bench.workspace.get('base')?.counts?.reasons.get('hold'), 9);
  });
});
