// The release-blocker document: made of a verification, and read by a gate that lets nothing pass but a whole, fresh,
// untouched document that says "not blocked". Pure but for hashing; files and the clock are the caller's.
import {
  BLOCKER_KIND,
  canonicalJson,
  formatIssue,
  parseBlocker,
  SCHEMA_VERSION,
  type Blocker,
} from '../../core/schema/index.js';
import { sha256 } from '../capture/capture-files.js';

export type BlockerDraft = Omit<Blocker, 'schemaVersion' | 'kind' | 'digest'>;

/** The document, indented, with its digest. */
export function blockerText(draft: BlockerDraft): string {
  const document = { schemaVersion: SCHEMA_VERSION, kind: BLOCKER_KIND, ...draft } as const;
  return `${JSON.stringify({ ...document, digest: digestOf(document) }, null, 2)}\n`;
}

const digestOf = (document: Omit<Blocker, 'digest'>): string => sha256(canonicalJson(document));

/** What stands there while a verification runs, and for ever when it never ends. */
export const inProgress = (today: string, createdAt: string): BlockerDraft => ({
  blocked: true,
  verdict: null,
  reasons: ['verification in progress'],
  notes: [],
  capture: null,
  today,
  reports: [],
  registry: null,
  inputs: {},
  createdAt,
});

const HOUR_MS = 3_600_000;
/** Machines of one pipeline do not agree on the time to the second; a document from further ahead is not believed. */
const AHEAD_MS_MAX = 5 * 60_000;

export interface GateInput {
  readonly text: string;
  /** As the document is named in messages. */
  readonly file: string;
  readonly nowMs: number;
  readonly maxAgeHours: number;
}

export interface GateAnswer {
  /** Why nothing may pass; empty: it may. */
  readonly reasons: readonly string[];
  /** The document, as far as it could be read. */
  readonly blocker: Blocker | null;
}

export function checkBlocker({ text, file, nowMs, maxAgeHours }: GateInput): GateAnswer {
  const { value, issues } = parseBlocker(text, file);
  if (value === undefined) return { reasons: issues.map(formatIssue), blocker: null };
  const { digest, ...document } = value;
  if (digest !== digestOf(document)) {
    const reason = `${file} was changed after it was written: its digest does not fit its content`;
    return { reasons: [reason], blocker: value };
  }
  const reasons = [
    ...ageReasons(value, nowMs, maxAgeHours),
    ...blockReasons(value),
    ...incompleteness(value),
  ];
  return { reasons, blocker: value };
}

function ageReasons({ createdAt }: Blocker, nowMs: number, maxAgeHours: number): string[] {
  const ageMs = nowMs - Date.parse(createdAt);
  if (ageMs < -AHEAD_MS_MAX) return [`it is stamped ${createdAt}, which is in the future`];
  if (ageMs <= maxAgeHours * HOUR_MS) return [];
  const hours = Math.floor(ageMs / HOUR_MS);
  return [
    `it is stale: ${String(hours)} hours old, from ${createdAt}; at most ${String(maxAgeHours)} hours are allowed`,
  ];
}

function blockReasons({ blocked, reasons, verdict }: Blocker): string[] {
  if (blocked) return reasons.length > 0 ? [...reasons] : ['it says blocked, without a reason'];
  return verdict === 'pass' ? [] : [`it says not blocked, yet its verdict is ${verdict ?? 'none'}`];
}

/** A pass rests on a capture and on inputs; a document without them is not one that a verification wrote. */
function incompleteness({ blocked, capture, inputs }: Blocker): string[] {
  if (blocked || (capture !== null && Object.keys(inputs).length > 0)) return [];
  return ['it names no capture, or no input that was verified'];
}
