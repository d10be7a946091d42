// Live and replay side by side at the current stop, for a view that was opened after the last `lockstep/stopped`.
import type { SideBySide } from '../protocol.js';
import { toSideBySide } from '../stops.js';
import type { Handler } from './handler.js';

export const sideBySide: Handler<unknown, SideBySide | null> = (session) => {
  const { opened, stop } = session.runtime;
  return opened === null || stop === null ? null : toSideBySide(stop, opened);
};
