// What is wrong with an input, and what would be right. Every check of a capture, a workspace file or a foreign file
// ends in these values; nothing a user wrote is ever thrown. `ISSUES` is the one list of codes.

export type Severity = 'error' | 'warning';

/**
 * What an error means for a verdict. `bad-input`: a file is wrong. `invalid-comparison`: the files are fine, but what
 * they hold cannot be compared with a replay.
 */
export type IssueKind = 'bad-input' | 'invalid-comparison';

interface IssueClass {
  readonly kind: IssueKind;
  readonly severity: Severity;
}
const bad: IssueClass = { kind: 'bad-input', severity: 'error' };
const invalid: IssueClass = { kind: 'invalid-comparison', severity: 'error' };
const doubtful: IssueClass = { kind: 'bad-input', severity: 'warning' };

/** Every code with its meaning for a verdict. Codes are stable: they are never renamed or reused. */
export const ISSUES = {
  'json.syntax': bad,
  'json.duplicate-key': bad,
  'json.forbidden-key': bad,
  'json.too-deep': bad,
  'json.byte-order-mark': doubtful,

  'schema.version.missing': bad,
  'schema.version.unsupported': bad,
  'schema.missing': bad,
  'schema.type': bad,
  'schema.number-not-text': bad,
  'schema.unknown-key': bad,
  'schema.choice': bad,
  'schema.format': bad,
  'schema.range': bad,

  'capture.folder.missing': bad,
  'capture.file.missing': bad,
  'capture.file.too-large': bad,
  'capture.hash.mismatch': bad,
  'capture.rows.mismatch': bad,
  'capture.issues.suppressed': bad,

  'lines.encoding': bad,
  'lines.byte-order-mark': bad,
  'lines.carriage-return': bad,
  'lines.blank': bad,
  'lines.too-long': bad,
  'lines.truncated': bad,

  'manifest.symbols.order': bad,
  'manifest.symbols.duplicate': bad,
  'manifest.window.order': bad,
  'manifest.sequence.mismatch': bad,
  'manifest.runs.span': bad,

  'market.empty': bad,
  'market.order': bad,
  'market.duplicate': bad,
  'market.revision': bad,
  'market.overlap': bad,
  'market.gap': doubtful,
  'market.interval': doubtful,
  'market.window': bad,
  'market.window.uncovered': doubtful,
  'market.symbol.unknown': bad,
  'market.symbol.absent': doubtful,
  'market.price.not-positive': bad,
  'market.price.range': bad,
  'market.price.inverted': bad,
  'market.volume.negative': bad,
  'market.time.close': bad,

  'events.empty': invalid,
  'events.ledger.empty': invalid,
  'events.chain.broken': bad,
  'events.sequence.duplicate': bad,
  'events.sequence.reordered': bad,
  'events.sequence.gap': bad,
  'events.ledger.time': bad,
  'events.symbol.unknown': bad,
  'events.coverage': bad,
  'events.window': invalid,
  'events.ledger.position': invalid,
  'events.fill.rejected': invalid,
  'events.fill.order': invalid,
  'events.checkpoint.position': invalid,
  'events.checkpoint.balance': invalid,
  'events.gap.recorded': invalid,

  'integrity.altered': bad,
  'integrity.missing': bad,
  'integrity.inserted': bad,
  'integrity.duplicate': bad,
  'integrity.reordered': bad,
  'integrity.anchor': bad,
  'integrity.torn': doubtful,
  'integrity.unproven': doubtful,

  'snapshot.symbol.unknown': bad,
  'snapshot.cursor.late': invalid,
  'snapshot.cursor.early': doubtful,
  'snapshot.cursor.sequence': invalid,
  'snapshot.cursor.bar': invalid,
  'snapshot.position.size': bad,

  'overrides.unfit': bad,
  'residuals.duplicate': bad,
  'foreign.unreadable': bad,
  'foreign.damaged': bad,
  'foreign.encoding': bad,
  'foreign.format': bad,
  'foreign.limit': bad,
  'foreign.empty': bad,
  'foreign.row': bad,
  'foreign.column.missing': bad,
  'foreign.column.duplicate': bad,
  'foreign.column.unknown': doubtful,
  'foreign.value': bad,
  'foreign.time': bad,
  'foreign.order': bad,
  'foreign.duplicate': bad,
  'foreign.contradiction': bad,
  'foreign.repeated': doubtful,
  'foreign.gap': doubtful,
  'foreign.assumed': doubtful,
  'foreign.left-out': doubtful,
  'foreign.double': doubtful,
  'manifest.strategy.missing': bad,
  'manifest.strategy.params': bad,
  'openclaw.config.yaml': bad,
  'openclaw.config.unknown-key': doubtful,
  'openclaw.config.ignored': doubtful,
  'openclaw.config.type': bad,
  'openclaw.config.interval': bad,
  'openclaw.config.sub-bars': bad,
  'openclaw.fingerprint.mismatch': bad,
  'openclaw.fingerprint.unverified': doubtful,
  'openclaw.candles.interval': doubtful,
  'openclaw.candles.empty': bad,
  'openclaw.candles.order': bad,
  'openclaw.report.symbol': bad,
  'openclaw.report.time': bad,
  'openclaw.report.order': bad,
  'openclaw.report.row-without-decision': bad,
  'openclaw.report.slippage': bad,
  'openclaw.report.balance': bad,
  'openclaw.report.seeded': invalid,
  'openclaw.start.late': bad,
  'openclaw.init-state.symbol': bad,
  'openclaw.init-state.duplicate': bad,
  'openclaw.init-state.time': bad,
  'openclaw.init-state.balance': bad,
  'openclaw.init-state.strategy': bad,
  'openclaw.init-state.ignored': doubtful,
  'openclaw.init-state.assumed': doubtful,
} as const satisfies Readonly<Record<string, IssueClass>>;

export type IssueCode = keyof typeof ISSUES;

/** Where an issue is. Lines and columns count from 1; columns count UTF-16 units, as editors do. */
export interface IssuePlace {
  /** Name inside the capture (`events.jsonl`), or the path the file was asked for by. */
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
  readonly endColumn?: number;
  /** Where inside a JSON or YAML document or line: `venue.fill.at`, `replays[0].name`. */
  readonly path?: string;
  /** A second line the issue is about: the first of two duplicates, the row before a gap. */
  readonly relatedLine?: number;
}

export interface Issue extends IssuePlace {
  readonly code: IssueCode;
  readonly severity: Severity;
  readonly kind: IssueKind;
  /** What is wrong. */
  readonly message: string;
  /** What would be right. */
  readonly remedy: string;
}

/** The outcome of reading something a user wrote: `value` is undefined only when there is no usable one. */
export interface Parsed<T> {
  readonly value: T | undefined;
  readonly issues: readonly Issue[];
}

export interface IssueText {
  readonly message: string;
  readonly remedy: string;
  /** Only where the code's own severity does not fit, and never from error to nothing. */
  readonly severity?: Severity;
}

/** Builds an issue; kind and severity come from the code. */
export function makeIssue(code: IssueCode, place: IssuePlace, text: IssueText): Issue {
  const { kind, severity } = ISSUES[code];
  return { ...place, code, kind, severity, ...text };
}

export const hasErrors = (issues: readonly Issue[]): boolean =>
  issues.some((issue) => issue.severity === 'error');

/** One line for people: `events.jsonl:12: error events.sequence.gap: ... Fix: ...` */
export function formatIssue(issue: Issue): string {
  const line = issue.line === undefined ? '' : `:${String(issue.line)}`;
  const column = issue.column === undefined ? '' : `:${String(issue.column)}`;
  const path = issue.path === undefined ? '' : ` at ${issue.path}`;
  const place = `${issue.file}${line}${column}`;
  return `${place}: ${issue.severity} ${issue.code}${path}: ${issue.message} Fix: ${issue.remedy}`;
}
