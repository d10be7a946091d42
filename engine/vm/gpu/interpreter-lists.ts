// WGSL of lists: a header of four words (length, capacity, address of the elements, words of a block), and the elements.
// Addresses in memory are in bytes, as every lane has them.
import { BLOCK_LIST_CAPACITY } from '../../core/memory/block-layout.js';
import { LIST_WORDS, SHARED_LIST } from '../../core/memory/record-layout.js';

export const INTERPRETER_LISTS_WGSL = /* wgsl */ `
const LIST_WORDS = ${String(LIST_WORDS)}u;
const SHARED_LIST = ${String(SHARED_LIST)}u;
const BLOCK_LIST_CAPACITY = ${String(BLOCK_LIST_CAPACITY)}u;

fn isState(address: u32) -> bool {
  return address - stateStart < stateEnd - stateStart;
}

// Address of words that live until the tick ends; their contents are anything.
fn takeArena(words: u32) -> u32 {
  let at = arena;
  arena += words * 4u;
  if (arena > setup[SETUP_ARENA_END_BYTE]) { stop(TRAP_MEMORY); }
  return at;
}

// A full list of a tick moves; one of state is full.
fn refuseToMove(list: u32, block: u32) {
  if (isState(list)) { stop(TRAP_CAPACITY); }
  else if (block == SHARED_LIST) { stop(TRAP_SHARED_LIST); }
}

// Blocks that a list of state held behind its new end become zero, so that equal states are equal words.
fn truncateList(header: vec4u, length: u32) {
  if (length > header.x) { stop(TRAP_FAULT); }
  if (header.w == 0u) { return; }
  for (var i = length; i < header.x; i++) {
    let at = readWord((header.z >> 2u) + i) >> 2u;
    for (var j = 0u; j < header.w; j++) { writeWord(at + j, 0u); }
  }
}
`;
