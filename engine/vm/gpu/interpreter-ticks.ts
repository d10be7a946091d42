// WGSL of what a lane is between two dispatches, and of where a tick begins and ends.

export const INTERPRETER_TICKS_WGSL = /* wgsl */ `
// The trap of a lane that is trapped lies above its state: every variable that a branch may change is more code.
const STATE_BITS = 8u;
const STATE_MASK = 255u;
var<private> state: u32;
var<private> pc: u32;
var<private> tick: u32;
var<private> arena: u32;
var<private> out: u32;
var<private> marks: u32;
var<private> fuel: u32;
var<private> stateStart: u32;
var<private> stateEnd: u32;
var<private> arenaPeak: u32;
var<private> outputBase: u32;
// Instructions of this dispatch.
var<private> done: u32;

fn loadLane(status: u32) {
  state = STATE_RUNNING;
  pc = statuses[status + STATUS_PC];
  tick = statuses[status + STATUS_TICK];
  arena = statuses[status + STATUS_ARENA];
  out = statuses[status + STATUS_OUT];
  marks = statuses[status + STATUS_MARKS];
  fuel = statuses[status + STATUS_FUEL];
  stateStart = statuses[status + STATUS_STATE_START_BYTE];
  stateEnd = statuses[status + STATUS_STATE_END_BYTE];
  arenaPeak = statuses[status + STATUS_ARENA_PEAK];
}

fn saveLane(status: u32) {
  statuses[status + STATUS_STATE] = state & STATE_MASK;
  statuses[status + STATUS_PC] = pc;
  statuses[status + STATUS_TICK] = tick;
  statuses[status + STATUS_ARENA] = arena;
  statuses[status + STATUS_OUT] = out;
  statuses[status + STATUS_MARKS] = marks;
  statuses[status + STATUS_FUEL] = fuel;
  statuses[status + STATUS_TRAP] = state >> STATE_BITS;
  statuses[status + STATUS_ARENA_PEAK] = arenaPeak;
  let before = statuses[status + STATUS_INSTRUCTIONS_LOW];
  statuses[status + STATUS_INSTRUCTIONS_LOW] = before + done;
  statuses[status + STATUS_INSTRUCTIONS_HIGH] += u32(before + done < before);
}

fn stopIf(isWrong: bool, why: u32) {
  state = select(state, STATE_TRAPPED | (why << STATE_BITS), isWrong);
}

// Whether so many words fit the output; if not, the lane waits where it is for the host to empty it.
fn hasRoom(words: u32) -> bool {
  let isFull = out + words + marks * MARK_WORDS > setup[SETUP_OUTPUT_WORDS];
  if (isFull) { state = STATE_OUTPUT_FULL; }
  return !isFull;
}

// Takes up the next tick, if there is one; its words have addresses of their own in them and go where those say.
fn beginTick() {
  let entry = tick * TICK_WORDS;
  let offset = ticks[entry + 1u];
  let length = ticks[entry + 2u];
  let current = setup[SETUP_CURRENT_AT];
  for (var i = 0u; i < length; i++) { writeWord(current + i, ticks[offset + i]); }
  writeWord(setup[SETUP_CURRENT_ROOT_AT], setup[SETUP_CURRENT_BYTE]);
  arena = setup[SETUP_ARENA_BYTE];
  fuel = setup[SETUP_FUEL];
  let isStep = ticks[entry] == ENTRY_STEP;
  writeWord(select(setup[SETUP_FINISH_RETURN_AT], setup[SETUP_STEP_RETURN_AT], isStep), TICK_END);
  pc = select(setup[SETUP_FINISH_START], setup[SETUP_STEP_START], isStep);
  done += length;
}

// As the host folds the words of state, so that both can be compared.
fn stateDigest() -> vec2u {
  var digest = vec2u(0x9e3779b9u, 0x85ebca6bu);
  let end = stateEnd >> 2u;
  for (var at = stateStart >> 2u; at < end; at++) {
    let value = readWord(at);
    digest = vec2u(digest.x ^ value, digest.y + value) * vec2u(0x01000193u, 0xcc9e2d51u);
    digest = (digest << vec2u(13u, 15u)) | (digest >> vec2u(19u, 17u));
  }
  return digest;
}

fn endTick() {
  if (!hasRoom(MARK_WORDS)) { return; }
  marks++;
  let at = outputBase + setup[SETUP_OUTPUT_WORDS] - marks * MARK_WORDS;
  output[at] = out;
  if (setup[SETUP_WANTS_DIGESTS] == 1u) {
    let digest = stateDigest();
    output[at + 1u] = digest.x;
    output[at + 2u] = digest.y;
    done += (stateEnd - stateStart) >> 2u;
  }
  arenaPeak = max(arenaPeak, arena);
  tick++;
  pc = TICK_BEGIN;
}
`;
