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
  stopIf(arena > setup[SETUP_ARENA_END_BYTE], TRAP_MEMORY);
  return at;
}

// Blocks that a list of state held behind its new end become zero, so that equal states are equal words.
fn clearBlocks(header: vec4u, length: u32) {
  for (var i = length; i < select(header.x, 0u, header.w == 0u); i++) {
    let at = readWord((header.z >> 2u) + i) >> 2u;
    for (var j = 0u; j < header.w; j++) { writeWord(at + j, 0u); }
  }
}

// What makes, clears and changes lists and other memory; gives back the first word of the result.
fn stepMemory(code: vec4u, left: vec2u, right: vec2u) -> u32 {
  let opcode = code.x & OPCODE_MASK;
  let stride = code.x >> OPCODE_BITS;
  let isClear = opcode == DO_CLEAR;
  let isNew = opcode == DO_LIST_NEW;
  let isGrowth = opcode == DO_LIST_GROW;
  let isTruncation = opcode == DO_LIST_TRUNCATE;
  let isPlacing = opcode == DO_LIST_PLACE;
  var list = left.x >> 2u;
  var header = vec4u(readWord(list), readWord(list + 1u), readWord(list + 2u), readWord(list + 3u));
  // A full list of a tick moves; one of state is full.
  let isMove = isGrowth && header.x == header.y;
  let isOfState = isState(left.x);
  stopIf(isMove && (isOfState || header.w == SHARED_LIST), select(TRAP_SHARED_LIST, TRAP_CAPACITY, isOfState));
  stopIf(isTruncation && right.x > header.x, TRAP_FAULT);
  // The elements of a new list are written before they are read.
  let isAllocation = opcode == DO_ALLOCATE;
  var count = select(select(0u, code.z, isAllocation), code.y, isClear);
  var taken = code.z * select(1u, stride, isNew) + select(0u, LIST_WORDS, isNew);
  if (isMove) {
    count = header.x * stride;
    header.y = header.x * 2u + 1u;
    taken = header.y * stride;
  }
  let source = header.z >> 2u;
  var address = left.x;
  if (state == STATE_RUNNING && (isMove || isNew || isAllocation)) { address = takeArena(taken); }
  let isRunning = state == STATE_RUNNING;
  let place = address >> 2u;
  if (isMove) { header.z = address; }
  if (isNew) {
    list = address >> 2u;
    header = vec4u(0u, code.z, 0u, 0u);
  }
  if (isPlacing) { header.y = BLOCK_LIST_CAPACITY; }
  if (isNew || isPlacing) { header.z = address + LIST_WORDS * 4u; }
  if (isGrowth) {
    // The address of the new last element.
    address = header.z + header.x * stride * 4u;
    header.x++;
  }
  for (var i = 0u; i < select(0u, count, isRunning); i++) {
    var moved = 0u;
    if (isMove) { moved = readWord(source + i); }
    writeWord(place + i, moved);
  }
  if (isTruncation && isRunning) {
    clearBlocks(header, right.x);
    header.x = right.x;
  }
  let isChanged = isRunning && (isNew || isGrowth || isTruncation || isPlacing);
  for (var i = 0u; i < select(0u, LIST_WORDS, isChanged); i++) {
    writeWord(list + i, header.x);
    header = header.yzwx;
  }
  return select(address, u32(right.y == 0u && right.x < header.x), opcode == DO_LIST_HAS);
}
`;
