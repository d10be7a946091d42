// How many rows a property runs and from which seed: LOCKSTEP_GPU_ROWS and LOCKSTEP_SEED.

const SEED = 20_260;

/** LOCKSTEP_GPU_ROWS=1000000 runs a million of each kind; the default keeps the suite short. */
export const rowCount = (usual: number): number =>
  Number(process.env['LOCKSTEP_GPU_ROWS'] ?? usual);

export const rowSeed = (): number => Number(process.env['LOCKSTEP_SEED'] ?? SEED);
