// launch.json's entry, checked: a value to open a replay with, or every reason why it cannot be used.
// Paths are made absolute here; whether they exist is the replay's to say.
import { resolve } from 'node:path';
import { DEFAULT_DECIMAL, type NumericPolicy } from '../engine/core/numeric/index.js';
import { json, numericPolicy, type Json } from '../engine/core/schema/index.js';
import type { OpenOptions } from '../engine/host/replay/protocol.js';
import type { SeekTarget } from './protocol.js';
import { readSeekTarget } from './seek.js';

/** What a session does, once its configuration is understood. */
export interface LaunchPlan {
  readonly open: OpenOptions;
  readonly stopOnEntry: boolean;
  readonly stopAt: SeekTarget | null;
  /** "Run without debugging": compare, report, end. */
  readonly noDebug: boolean;
}

export type LaunchPlanResult =
  | { readonly plan: LaunchPlan; readonly issues: readonly [] }
  | { readonly plan: null; readonly issues: readonly string[] };

type Fields = Readonly<Record<string, unknown>>;

export function readLaunchPlan(args: unknown): LaunchPlanResult {
  const reader = new FieldReader(isRecord(args) ? args : {});
  const capture = reader.required('capture', readPath, 'the folder of a capture');
  const strategy = reader.optional('strategy', readPath, 'the path of a strategy file');
  const params = reader.optional('params', readParams, 'an object of parameters');
  const numeric = reader.optional('numeric', readNumeric, NUMERIC_EXPECTED);
  const stopOnEntry = reader.optional('stopOnEntry', readFlag, 'true or false');
  const stopAt = reader.optional('stopAt', readSeekTarget, STOP_AT_EXPECTED);
  const noDebug = reader.optional('noDebug', readFlag, 'true or false');

  const { issues } = reader;
  if (capture === undefined || issues.length > 0) return { plan: null, issues };
  const open: OpenOptions = {
    capture,
    ...(strategy !== undefined && { strategy }),
    ...(params !== undefined && { params }),
    ...(numeric !== undefined && { numeric }),
  };
  const plan: LaunchPlan = {
    open,
    stopOnEntry: stopOnEntry ?? true,
    stopAt: stopAt ?? null,
    noDebug: noDebug ?? false,
  };
  return { plan, issues: [] };
}

/** What an attached session follows. */
export interface AttachPlan {
  readonly recording: string;
  readonly strategy: string | undefined;
}

export function readAttachPlan(args: unknown): {
  readonly plan: AttachPlan | null;
  readonly issues: readonly string[];
} {
  const reader = new FieldReader(isRecord(args) ? args : {});
  const recording = reader.required('recording', readPath, 'the folder of a recording');
  const strategy = reader.optional('strategy', readPath, 'the path of a strategy file');
  const { issues } = reader;
  const plan = recording === undefined || issues.length > 0 ? null : { recording, strategy };
  return { plan, issues };
}

const NUMERIC_EXPECTED =
  '"decimal", "binary64" or { "kind": "decimal", "precision": 20, "rounding": "half-up" }';
const STOP_AT_EXPECTED = 'an object with one of tick, seq and ts, such as { "tick": 203 }';

/** Turns one value of launch.json into what it means; undefined when it means nothing. */
type Reader<T> = (value: unknown) => T | undefined;

/** Reads fields and collects what is wrong with each, so that one launch shows every mistake. */
class FieldReader {
  readonly issues: string[] = [];

  constructor(private readonly fields: Fields) {}

  required<T>(name: string, read: Reader<T>, expected: string): T | undefined {
    const value = this.fields[name];
    const meaning = read(value);
    if (meaning === undefined) {
      this.issues.push(`${name}: expected ${expected}, found ${describe(value)}`);
    }
    return meaning;
  }

  /** Absent and null mean the same: editors write null for a field that was cleared. */
  optional<T>(name: string, read: Reader<T>, expected: string): T | undefined {
    const value = this.fields[name];
    return value === undefined || value === null ? undefined : this.required(name, read, expected);
  }
}

const readPath = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? resolve(value) : undefined;

const readFlag = (value: unknown): boolean | undefined =>
  typeof value === 'boolean' ? value : undefined;

function readParams(value: unknown): Json | undefined {
  const parsed = json.safeParse(value);
  return parsed.success && isRecord(parsed.data) ? parsed.data : undefined;
}

function readNumeric(value: unknown): NumericPolicy | undefined {
  if (value === 'decimal') return DEFAULT_DECIMAL;
  if (value === 'binary64') return { kind: 'binary64' };
  return numericPolicy.safeParse(value).data;
}

const isRecord = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const describe = (value: unknown): string =>
  value === undefined ? 'nothing' : JSON.stringify(value);
