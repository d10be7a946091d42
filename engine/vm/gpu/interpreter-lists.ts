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

fn placeList(list: u32, capacity: u32) {
  writeWord((list >> 2u) + 1u, capacity);
  writeWord((list >> 2u) + 2u, list + LIST_WORDS * 4u);
}

// Address of the new last element. A full list of a tick moves; one of state is full.
fn growList(list: u32, stride: u32) -> u32 {
  let header = list >> 2u;
  let length = readWord(header);
  var elements = readWord(header + 2u);
  if (length == readWord(header + 1u)) {
    if (isState(list)) {
      stop(TRAP_CAPACITY);
      return 0u;
    }
    if (readWord(header + 3u) == SHARED_LIST) {
      stop(TRAP_SHARED_LIST);
      return 0u;
    }
    let moved = takeArena((length * 2u + 1u) * stride);
    if (state != STATE_RUNNING) { return 0u; }
    copyWords(moved >> 2u, elements >> 2u, length * stride);
    elements = moved;
    writeWord(header + 1u, length * 2u + 1u);
    writeWord(header + 2u, moved);
  }
  writeWord(header, length + 1u);
  return elements + length * stride * 4u;
}

// Blocks that a list of state held behind its new end become zero, so that equal states are equal words.
fn truncateList(header: u32, length: u32) {
  let before = readWord(header);
  if (length > before) {
    stop(TRAP_FAULT);
    return;
  }
  writeWord(header, length);
  let block = readWord(header + 3u);
  let elements = readWord(header + 2u) >> 2u;
  if (block == 0u) { return; }
  for (var i = length; i < before; i++) {
    let at = readWord(elements + i) >> 2u;
    for (var j = 0u; j < block; j++) { writeWord(at + j, 0u); }
  }
}
`;
