// Serves comparisons of several recordings: each is replayed here, by a host of its own, and the rows are kept so that
// whoever shows them asks for as many as fit on a page.
import type { ReplayRequests } from '../replay/protocol.js';
import type { ReplayRequester } from '../replay/replay-client.js';
import type {
  ComparedSide,
  SideRow,
  SideRowsPage,
  SideRowsRequest,
  SidesRequest,
  SidesResult,
} from '../replay/sides.js';
import { compareSides } from '../verify/sides/compare-sides.js';
import type { SidesReport } from '../verify/sides/side-report.js';
import type { RequestContext } from './request-context.js';

/** Comparisons whose rows are kept: a row holds the events of every side, and who looks at one looks at few. */
const KEPT_MAX = 4;

/** What every request may be made of; here without a thread between. */
type Handlers = {
  readonly [K in keyof ReplayRequests]: (
    request: ReplayRequests[K]['request'],
    context: RequestContext,
  ) => Promise<ReplayRequests[K]['answer']> | ReplayRequests[K]['answer'];
};

interface KeptRows {
  readonly all: readonly SideRow[];
  /** Indices of those that differ. */
  readonly differing: readonly number[];
}

export class SidesHost {
  /** The newest last. */
  private readonly kept = new Map<string, KeptRows>();

  constructor(private readonly makeHost: () => Handlers) {}

  async compare(
    { comparison, sides, overlays, today, tickBudget, helpers }: SidesRequest,
    context: RequestContext,
  ): Promise<SidesResult> {
    const requester = requesterOf(this.makeHost(), context);
    const { report, rows } = await compareSides(
      requester,
      {
        sides,
        today,
        open: { overlays },
        // Who compares in an editor changes the strategy on purpose, or is about to.
        explain: {
          waive: ['strategy'],
          ...(tickBudget !== undefined && { tickBudget }),
          ...(helpers !== undefined && { helpers }),
        },
      },
      { signal: context.signal },
    );
    context.check();
    this.keep(comparison, rows);
    const { verdict, reasons, pairs, roots } = report;
    return { verdict, reasons, pairs, roots, sides: report.sides.map(comparedSide) };
  }

  rows({ comparison, only, from: asked, count, root }: SideRowsRequest): SideRowsPage | null {
    const kept = this.kept.get(comparison);
    if (kept === undefined) return null;
    const { all, differing } = kept;
    const listed = only === 'all' ? all : differing.flatMap((place) => all[place] ?? []);
    const of = root === undefined ? -1 : listed.findIndex(({ roots }) => roots.includes(root));
    const from = of < 0 ? asked : of - (of % count);
    const rows = listed.slice(from, from + count);
    const isBefore = (place: number): boolean => only === 'all' && place < from;
    const isBehind = (place: number): boolean => only === 'all' && place >= from + rows.length;
    return {
      from,
      rows,
      total: listed.length,
      differing: differing.length,
      previous: differing.findLast(isBefore) ?? null,
      next: differing.find(isBehind) ?? null,
    };
  }

  private keep(comparison: string, all: readonly SideRow[]): void {
    const differing = all.flatMap((row, index) => (row.isDeparting ? [index] : []));
    this.kept.delete(comparison);
    this.kept.set(comparison, { all, differing });
    const [oldest] = this.kept.keys();
    if (this.kept.size > KEPT_MAX && oldest !== undefined) this.kept.delete(oldest);
  }
}

const requesterOf = (host: Handlers, context: RequestContext): ReplayRequester => ({
  request: async (method, request) => {
    const handler = host[method].bind(host) as (
      request: unknown,
      context: RequestContext,
    ) => unknown;
    return (await handler(request, context)) as ReplayRequests[typeof method]['answer'];
  },
});

const comparedSide = ({ name, capture, run }: SidesReport['sides'][number]): ComparedSide => ({
  name,
  capture,
  verdict: run.verdict,
  events: run.events,
  issues: run.issues,
  watch: run.watch,
});
