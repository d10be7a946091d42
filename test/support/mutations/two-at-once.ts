// Cases over two workers for tests, which run one after the other: while one case is awaited the next is under way.
import type { ReplayClient } from '../../../engine/host/replay/replay-client.js';
import { startReplayClient } from '../../../engine/host/replay/start.js';
import { drawCase, type MutationCase } from './case.js';
import type { MutationKind, SceneNeeds } from './kind.js';
import { runCase, type CaseResult } from './run-case.js';
import { SceneStore } from './scene-store.js';

export interface CaseTask {
  readonly kinds: readonly MutationKind[];
  readonly seed: number;
  readonly ticks?: SceneNeeds['ticks'];
}

export interface Answered {
  readonly example: MutationCase;
  readonly result: CaseResult;
}

interface Lane {
  readonly store: SceneStore;
  client: ReplayClient;
  last: Promise<unknown>;
}

const lane = (): Lane => ({
  store: new SceneStore(),
  client: startReplayClient(),
  last: Promise.resolve(),
});

/** Tasks in the order in which they will be asked for. */
export class TwoAtOnce {
  private readonly lanes = [lane(), lane()];
  private readonly started = new Map<number, Promise<Answered>>();

  constructor(private readonly tasks: readonly CaseTask[]) {}

  answer(index: number): Promise<Answered> {
    const answer = this.start(index);
    if (index + 1 < this.tasks.length) this.start(index + 1).catch(() => undefined);
    return answer;
  }

  private start(index: number): Promise<Answered> {
    const known = this.started.get(index);
    if (known !== undefined) return known;
    const own = this.lanes[index % this.lanes.length] as Lane;
    const answer = own.last.then(() => this.run(own, this.tasks[index] as CaseTask));
    own.last = answer.catch(() => undefined);
    this.started.set(index, answer);
    return answer;
  }

  private async run(own: Lane, task: CaseTask): Promise<Answered> {
    if (!own.client.alive) own.client = startReplayClient();
    const example = await drawCase(own.client, own.store, task);
    return { example, result: await runCase(own.client, example) };
  }

  async dispose(): Promise<void> {
    await Promise.all(
      this.lanes.map(async ({ last, client }) => {
        await last;
        await client.dispose();
      }),
    );
  }
}
