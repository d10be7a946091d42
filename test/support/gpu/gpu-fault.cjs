// Loaded into every Node process of a command under test (NODE_OPTIONS): in the one that owns the GPU something happens at a
// certain request. What Dawn is asked for is written down, a letter each, so that tests see what was run.
// LOCKSTEP_GPU_FAULT is JSON: `act` (kill: this process; kill-parent: the
// command; lose: the device), `bytes`: buffers above find no room;
// `at` (start, buffer, dispatch), `count` (of these, in all processes together, behind so many buffers as `after` says), `times`
// (1; all that follow are such requests as well), `log` (a file).
const { appendFileSync, existsSync, readFileSync } = require('node:fs');

const LETTERS = { start: 's', buffer: 'b', dispatch: 'd' };
const FIRED = '!';

const text = process.env.LOCKSTEP_GPU_FAULT;
const isGpuProcess = /gpu-process\.cjs$/.test(process.argv[1] ?? '');
if (text !== undefined && isGpuProcess) plant(JSON.parse(text));

function plant({ act, at, count = 1, after = 0, times = 1, bytes = Infinity, log }) {
  let device = null;
  let isShort = false;
  const seen = () => (existsSync(log) ? readFileSync(log, 'utf8') : '');
  const note = (event) => {
    appendFileSync(log, LETTERS[event]);
    const all = seen();
    const fired = all.split(FIRED).length - 1;
    const behind = all.split(LETTERS.buffer).slice(after).join(LETTERS.buffer);
    const asked = behind.split(LETTERS[at]).length - 1;
    if (event !== at || asked < count || fired >= times) return;
    appendFileSync(log, FIRED);
    if (act === 'kill') process.kill(process.pid, 'SIGKILL');
    if (act === 'kill-parent') process.kill(process.ppid, 'SIGKILL');
    if (act === 'lose') device?.destroy();
  };
  replace('GPUDevice', {
    createBuffer: (original) =>
      function createBuffer(descriptor) {
        device = this;
        if ((descriptor.usage & globalThis.GPUBufferUsage.STORAGE) === 0)
          return original.call(this, descriptor);
        note('buffer');
        isShort = descriptor.size > bytes;
        return original.call(this, isShort ? { ...descriptor, size: 4 } : descriptor);
      },
    popErrorScope: (original) =>
      async function popErrorScope() {
        const error = await original.call(this);
        const found = isShort ? { message: 'There is no room for the buffer.' } : error;
        isShort = false;
        return found;
      },
  });
  replace('GPUComputePassEncoder', {
    dispatchWorkgroups: (original) =>
      function dispatchWorkgroups(...sizes) {
        original.apply(this, sizes);
        note('dispatch');
      },
  });
  note('start');
}

/** Dawn's classes come among the globals when it is loaded. */
function replace(name, methods) {
  Object.defineProperty(globalThis, name, {
    configurable: true,
    set(loaded) {
      for (const [method, wrap] of Object.entries(methods))
        loaded.prototype[method] = wrap(loaded.prototype[method]);
      Object.defineProperty(globalThis, name, { value: loaded, writable: true });
    },
  });
}
