// A value written out for the clipboard: exact, and with its children, as indented text.
import type { ValueNode } from '../engine/host/replay/protocol.js';
import type { Runtime } from './runtime.js';

/** Deep enough for every record a strategy keeps; state may hold rings of thousands, which nobody pastes. */
const DEPTH_MAX = 4;
const LINES_MAX = 1_000;

export async function toClipboardText(runtime: Runtime, node: ValueNode): Promise<string> {
  if (node.handle === 0) return node.value;
  const lines: string[] = [];
  await writeChildren(runtime, { node, lines, depth: 0 });
  return lines.join('\n');
}

interface Written {
  readonly node: ValueNode;
  readonly lines: string[];
  readonly depth: number;
}

async function writeChildren(runtime: Runtime, { node, lines, depth }: Written): Promise<void> {
  const children = await runtime.children({ handle: node.handle, start: 0, count: LINES_MAX });
  for (const child of children) {
    if (lines.length >= LINES_MAX) {
      lines.push('...');
      return;
    }
    lines.push(`${'  '.repeat(depth)}${child.name}: ${child.value}`);
    if (child.handle > 0 && depth + 1 < DEPTH_MAX) {
      await writeChildren(runtime, { node: child, lines, depth: depth + 1 });
    }
  }
}
