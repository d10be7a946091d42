// What a person decides about a root: accept it as a residual, apply what heals it to the capture, take that back. The
// server writes; nothing is written unless everything was answered.
import * as vscode from 'vscode';
import type { FilePlace, RootItem, Written } from '../../server/protocol.js';
import type { ClientContext } from '../context.js';
import { revealLine } from '../reveal-line.js';
import type { Command } from './command.js';

const LASTING_CLASS = 'non-simulatable-oms-effect';

/** A root as a quick fix or a node of the view names it. */
interface Target {
  readonly replay: string;
  readonly root: string;
}

export const acceptRoot: Command = {
  id: 'lockstep.acceptRoot',
  run: async (context, argument) => {
    const found = await rootOf(context, argument);
    if (found === null) return;
    const { target, root } = found;
    const ask = (title: string, prompt: string) =>
      vscode.window.showInputBox({
        title: `${title}: ${root.title}`,
        prompt,
        ignoreFocusOut: true,
        validateInput: (value) => (value.trim() === '' ? prompt : null),
      });
    const approver = await ask('Accept as residual (1/3)', 'Who accepts it? A name.');
    if (approver === undefined) return;
    const reason = await ask('Accept as residual (2/3)', 'Why is it acceptable?');
    if (reason === undefined) return;
    const expires = await askDay(root);
    if (expires === undefined) return;
    const answers = { approver: approver.trim(), reason: reason.trim(), expires };
    await show(await context.server.request('lockstep/accept', { ...target, ...answers }));
  },
};

/** null: for good; undefined: dismissed. */
async function askDay(root: RootItem): Promise<string | null | undefined> {
  const isLasting = root.class === LASTING_CLASS;
  const prompt = `Last day it holds, UTC: YYYY-MM-DD${isLasting ? '; empty: for good' : ''}`;
  const day = await vscode.window.showInputBox({
    title: `Accept as residual (3/3): ${root.title}`,
    prompt,
    ignoreFocusOut: true,
    validateInput: (value) =>
      (isLasting && value === '') || /^\d{4}-\d{2}-\d{2}$/.test(value) ? null : prompt,
  });
  return day === '' ? null : day;
}

export const applyIntervention: Command = {
  id: 'lockstep.applyIntervention',
  run: async (context, argument) => {
    const found = await rootOf(context, argument);
    if (found === null) return;
    const { target, root } = found;
    const apply = 'Apply';
    const answer = await vscode.window.showWarningMessage(
      'Apply this to the capture as an override?',
      {
        modal: true,
        detail: `${root.healing ?? ''}\n\nIt is written to overrides.json in the capture's folder; the recording itself stays as it is. Every replay and report says that it is in force.`,
      },
      apply,
    );
    if (answer === apply)
      await show(await context.server.request('lockstep/applyIntervention', target));
  },
};

export const removeOverride: Command = {
  id: 'lockstep.removeOverride',
  run: async ({ server }, argument) => {
    const given = (argument ?? {}) as Readonly<Record<string, unknown>>;
    const index = given['index'] ?? given['override'];
    const { replay } = given;
    if (typeof replay !== 'string' || typeof index !== 'number') return;
    await show(await server.request('lockstep/removeOverride', { replay, index }));
  },
};

/** Searches for causes now; the view shows what comes of it. */
export const explainReplays: Command = {
  id: 'lockstep.explain',
  needsTrust: true,
  run: async ({ server }) => {
    await vscode.commands.executeCommand('lockstep.roots.focus');
    for (const { name } of server.replays)
      await server.request('lockstep/explain', { replay: name });
  },
};

export const openPlace: Command = {
  id: 'lockstep.openPlace',
  run: async (_context, argument) => {
    const { file, line } = (argument ?? {}) as Partial<FilePlace>;
    if (typeof file === 'string' && typeof line === 'number') await revealLine(file, line);
  },
};

async function rootOf(
  { server }: ClientContext,
  argument: unknown,
): Promise<{ readonly target: Target; readonly root: RootItem } | null> {
  const { replay, root: id } = (argument ?? {}) as Partial<Target>;
  if (typeof replay !== 'string' || typeof id !== 'string') return null;
  const causes = await server.request('lockstep/causes', { replay });
  const root = causes?.roots.find((each) => each.id === id);
  if (root !== undefined) return { target: { replay, root: id }, root };
  void vscode.window.showWarningMessage('This root is not known any more: the replay ran again.');
  return null;
}

async function show(written: Written): Promise<void> {
  if ('problem' in written) void vscode.window.showErrorMessage(written.problem);
  else await revealLine(written.file, written.line);
}
