// Where in a capture's files the thing stands that a root's intervention replaces: a bar, a field of the snapshot, a
// rule of the manifest. What no file holds has no place.
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Range } from 'vscode-languageserver/node';
import type { Intervention } from '../../engine/core/schema/index.js';
import type { PreconditionName } from '../../engine/host/replay/explanation.js';
import type { ReadText, Replay } from '../replays.js';
import { MANIFEST, MARKET, SNAPSHOT } from '../workspace-files.js';
import { parsePath, placeIn } from './locate-issues.js';
import { lineRange, START_OF_FILE } from './ranges.js';

export interface DataPlace {
  readonly file: string;
  readonly range: Range;
}

export interface CaptureTexts {
  readonly replay: Replay;
  readonly readText: ReadText;
}

/** Larger files are not searched through for the sake of a link. */
const BYTES_MAX = 32 * 1_048_576;

/** Places in the order of the interventions; the market file is read once for all of them. */
export async function locateInterventions(
  interventions: readonly (Intervention | null)[],
  texts: CaptureTexts,
): Promise<readonly (DataPlace | null)[]> {
  const addresses = interventions.map((each) => (each === null ? null : addressOf(each)));
  const bars = addresses.flatMap((each) => (each?.kind === 'bar' ? [each] : []));
  const lines = await findBars(bars, path.join(texts.replay.capture, MARKET));
  return Promise.all(
    addresses.map(async (address) => {
      if (address === null) return null;
      if (address.kind === 'field') return await locateField(address, texts);
      const line = lines.get(barKey(address));
      const file = path.join(texts.replay.capture, MARKET);
      return line === undefined ? null : { file, range: lineRange(line) };
    }),
  );
}

/** The manifest's member a precondition is about; the top of the file when it has no such member. */
export async function locatePrecondition(
  name: PreconditionName,
  texts: CaptureTexts,
): Promise<DataPlace> {
  const address: FieldAddress = { kind: 'field', file: MANIFEST, path: STATED_AT[name] };
  const found = await locateField(address, texts);
  return found ?? { file: path.join(texts.replay.capture, MANIFEST), range: START_OF_FILE };
}

const STATED_AT: Readonly<Record<PreconditionName, string>> = {
  strategy: 'strategy.codeHash',
  config: 'strategy.params',
  numeric: 'numeric',
  venue: 'venue',
  'engine-flags': 'engine.flags',
  market: 'files["market.jsonl"]',
  snapshot: 'files["snapshot.json"]',
  events: 'files["events.jsonl"]',
  run: 'runs',
  restart: 'runs',
};

interface BarAddress {
  readonly kind: 'bar';
  readonly symbol: string;
  readonly openTs: number;
}
interface FieldAddress {
  readonly kind: 'field';
  readonly file: string;
  /** As issues and interventions write it. */
  readonly path: string;
}

function addressOf(intervention: Intervention): BarAddress | FieldAddress | null {
  switch (intervention.kind) {
    case 'market-bar':
    case 'market-revision':
      return { kind: 'bar', symbol: intervention.symbol, openTs: intervention.openTs };
    case 'market-missing':
      return { kind: 'bar', symbol: intervention.symbol, openTs: intervention.fromTs };
    case 'market-shift': {
      const [symbol = ''] = intervention.symbols;
      return { kind: 'bar', symbol, openTs: intervention.fromTs };
    }
    case 'state-field':
      return field(SNAPSHOT, intervention.fields[0]?.path ?? '');
    case 'state-window-end':
      return field(MANIFEST, 'window.end');
    case 'event-stamp':
      return field(MANIFEST, 'venue.eventTime');
    case 'numeric-policy':
      return field(MANIFEST, 'numeric');
    case 'venue-policy':
      return field(MANIFEST, `venue.${intervention.path}`);
    case 'params-value':
      return field(MANIFEST, `strategy.params.${intervention.path}`);
    default:
      return null;
  }
}

const field = (file: string, of: string): FieldAddress => ({ kind: 'field', file, path: of });

/** The whole object around a field that is not written, as the snapshot's of a field live had and it had not. */
async function locateField(
  { file, path: of }: FieldAddress,
  { replay, readText }: CaptureTexts,
): Promise<DataPlace | null> {
  const absolute = path.join(replay.capture, file);
  const text = await readText(absolute);
  const place = text === undefined ? undefined : placeIn(text, parsePath(of), { exactly: false });
  if (place === undefined) return null;
  const line = place.line - 1;
  const start = { line, character: place.column - 1 };
  return { file: absolute, range: { start, end: { line, character: place.endColumn - 1 } } };
}

const barKey = ({ symbol, openTs }: Omit<BarAddress, 'kind'>): string =>
  `${symbol} ${String(openTs)}`;

/** Line of each bar, from 1; a bar that is written twice is found at its last line, the one that counts. */
async function findBars(
  bars: readonly BarAddress[],
  file: string,
): Promise<ReadonlyMap<string, number>> {
  const found = new Map<string, number>();
  if (bars.length === 0) return found;
  const size = await stat(file).then(
    (stats) => stats.size,
    () => Infinity,
  );
  if (size > BYTES_MAX) return found;
  const wanted = new Set(bars.map(barKey));
  const times = [...new Set(bars.map(({ openTs }) => String(openTs)))];
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(file, 'utf8') })) {
    line += 1;
    if (!times.some((time) => text.includes(time))) continue;
    const key = readBarKey(text);
    if (key !== null && wanted.has(key)) found.set(key, line);
  }
  return found;
}

function readBarKey(text: string): string | null {
  try {
    const { symbol, openTs } = JSON.parse(text) as { symbol?: unknown; openTs?: unknown };
    return typeof symbol === 'string' && typeof openTs === 'number'
      ? barKey({ symbol, openTs })
      : null;
  } catch {
    return null;
  }
}
