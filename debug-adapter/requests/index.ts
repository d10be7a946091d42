// Every request this adapter answers, by command.
import * as breakpoints from './breakpoints.js';
import * as comparison from './comparison.js';
import * as jump from './jump.js';
import * as lifecycle from './lifecycle.js';
import * as movement from './movement.js';
import * as stack from './stack.js';
import * as values from './values.js';
import type { Handler } from './handler.js';

type AnyHandler = Handler<never, unknown>;

/** A Map rather than an object, so that no command can name something inherited. */
export const handlers: ReadonlyMap<string, AnyHandler> = new Map<string, AnyHandler>([
  ['initialize', lifecycle.initialize],
  ['launch', lifecycle.launch],
  ['attach', lifecycle.attach],
  ['configurationDone', lifecycle.configurationDone],
  ['restart', lifecycle.restart],
  ['terminate', lifecycle.terminate],
  ['disconnect', lifecycle.disconnect],
  ['cancel', lifecycle.cancel],

  ['setBreakpoints', breakpoints.setBreakpoints],
  ['setFunctionBreakpoints', breakpoints.setFunctionBreakpoints],
  ['setExceptionBreakpoints', breakpoints.setExceptionBreakpoints],
  ['breakpointLocations', breakpoints.breakpointLocations],

  ['continue', movement.continueForward],
  ['reverseContinue', movement.continueBackward],
  ['next', movement.next],
  ['stepBack', movement.stepBack],
  ['stepIn', movement.stepIn],
  ['stepOut', movement.stepOut],
  ['pause', movement.pause],
  ['lockstep/previousTick', movement.previousTick],
  ['lockstep/statementBack', movement.statementBack],
  ['lockstep/nextDeparture', movement.nextDeparture],
  ['lockstep/previousDeparture', movement.previousDeparture],
  ['lockstep/nextRoot', movement.nextRoot],
  ['lockstep/previousRoot', movement.previousRoot],
  ['lockstep/seek', movement.seek],

  ['gotoTargets', jump.gotoTargets],
  ['goto', jump.goto],

  ['threads', stack.threads],
  ['stackTrace', stack.stackTrace],
  ['scopes', stack.scopes],
  ['exceptionInfo', stack.exceptionInfo],
  ['loadedSources', stack.loadedSources],

  ['variables', values.variables],
  ['evaluate', values.evaluate],
  ['completions', values.completions],
  ['locations', values.locations],

  ['lockstep/sideBySide', comparison.sideBySide],
]);
