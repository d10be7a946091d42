// Operations on lists as instructions.
import { invariant } from '../../core/kernel/fault.js';
import type { Instruction } from '../ir/instruction.js';
import type { AddressedFunction } from './addressed-function.js';

export function encodeList(e: AddressedFunction, i: Instruction): void {
  const { code } = e;
  switch (i.op) {
    case 'list.new':
      code.emit('list-new', { qualifier: i.stride, x: e.at(i.dst), y: i.capacity });
      return;
    case 'list.length':
      code.emit('list-length', { x: e.at(i.dst), y: e.at(i.a) });
      return;
    case 'list.has':
      code.emit('list-has', { x: e.at(i.dst), y: e.at(i.a), z: e.at(i.index) });
      return;
    case 'list.at': {
      const operands = { x: e.at(i.dst), y: e.at(i.a), z: e.at(i.index) };
      code.emit('list-at', { qualifier: i.stride, ...operands });
      return;
    }
    case 'list.grow':
      code.emit('list-grow', { qualifier: i.stride, x: e.at(i.dst), y: e.at(i.a) });
      return;
    case 'list.truncate':
      code.emit('list-truncate', { y: e.at(i.a), z: e.at(i.length) });
      return;
    case 'list.place':
      code.emit('list-place', { y: e.at(i.a) });
      return;
    default:
      invariant(false, `${i.op} is an operation on lists`);
  }
}
