// Structured control flow as jumps: the blocks that are open while a function is encoded, and what waits for their ends.
import { invariant } from '../../core/kernel/fault.js';
import type { Hole, InstructionWords } from './instruction-words.js';

interface OpenBlock {
  /** A jump to a loop goes to its start. */
  readonly start: number | null;
  readonly toEnd: Hole[];
  /** Of an `if`: where to go when the condition does not hold. */
  otherwise: Hole | null;
}

export class OpenBlocks {
  private readonly open: OpenBlock[] = [];

  constructor(private readonly code: InstructionWords) {}

  /** @param instruction a jump to where the condition does not hold; its target is filled in here */
  if(instruction: number): void {
    this.open.push({ start: null, toEnd: [], otherwise: { instruction, operand: 'x' } });
  }

  else(): void {
    const block = this.innermost(0);
    invariant(block.otherwise !== null, 'an else belongs to an if');
    this.jump(block);
    this.code.fill(block.otherwise, this.code.next);
    block.otherwise = null;
  }

  block(): void {
    this.open.push({ start: null, toEnd: [], otherwise: null });
  }

  loop(): void {
    this.open.push({ start: this.code.emit('loop'), toEnd: [], otherwise: null });
  }

  end(): void {
    const block = this.open.pop();
    invariant(block !== undefined, 'an end closes a block');
    if (block.otherwise !== null) block.toEnd.push(block.otherwise);
    for (const hole of block.toEnd) this.code.fill(hole, this.code.next);
  }

  leave(depth: number): void {
    this.jump(this.innermost(depth));
  }

  private innermost(depth: number): OpenBlock {
    const block = this.open[this.open.length - 1 - depth];
    invariant(block !== undefined, 'a jump leaves a block that is open');
    return block;
  }

  private jump(block: OpenBlock): void {
    const instruction = this.code.emit('jump', { x: block.start ?? 0 });
    if (block.start === null) block.toEnd.push({ instruction, operand: 'x' });
  }
}
