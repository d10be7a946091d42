// What a debugger can stop on, without any editor's protocol: moments of a tick and conditions over them.

/** Zero-based tick ordinal in the window and zero-based moment in the recording of that tick. */
export interface Cursor {
  readonly tick: number;
  readonly moment: number;
}

/** `tick` opens every tick and `end` closes it; between them statements, gates, decisions and kernel events. */
export type MomentKind = 'tick' | 'statement' | 'gate' | 'decision' | 'event' | 'end';

/**
 * A stop condition. `names` match reason codes (`exit_stop_loss`, also `exit_filter.trend_exhaustion`), gate names
 * (`gate:adx_min` or `adx_min`) and event kinds (`event:ledger`, `event:CLOSE`).
 */
export type Breakpoint =
  | {
      readonly id: number;
      readonly kind: 'line';
      readonly file: string;
      readonly line: number;
      readonly condition?: string;
      readonly hitCondition?: string;
      readonly logMessage?: string;
    }
  | {
      readonly id: number;
      readonly kind: 'name';
      readonly name: string;
      readonly condition?: string;
      readonly hitCondition?: string;
    }
  | {
      readonly id: number;
      readonly kind: 'departure' | 'blocked' | 'error';
      readonly condition?: string;
    };
