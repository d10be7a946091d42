// The one GPU that all tests of this suite share: its own process, its pipelines of rows. The machine's adapter where
// there is one, else the packaged software driver; without either the suite fails, unless LOCKSTEP_NO_GPU=1 skips it.
import { openGpu, type GpuClient } from '../../../engine/host/gpu/gpu-client.js';
import { GpuError } from '../../../engine/host/gpu/gpu-failure.js';
import { rowShader } from './row-shader.js';

export interface RowGpu {
  readonly client: GpuClient;
  readonly pipelines: Readonly<Record<'decimal' | 'binary64', number>>;
}

let shared: Promise<RowGpu> | undefined;

async function start(): Promise<RowGpu> {
  const opening = await openGpu({ adapter: 'any' });
  if (opening.state === 'failed') throw new GpuError(opening.failure);
  const { client } = opening;
  try {
    const decimal = await client.createPipeline(rowShader('decimal'));
    const binary64 = await client.createPipeline(rowShader('binary64'));
    const kind = client.adapter.isSoftware ? 'software' : 'hardware';
    const elapsed = [decimal, binary64].map(({ elapsedMs }) => `${elapsedMs.toFixed(0)} ms`);
    console.log(
      `      adapter: ${client.adapter.name} (${kind}); pipelines in ${elapsed.join(', ')}`,
    );
    return { client, pipelines: { decimal: decimal.id, binary64: binary64.id } };
  } catch (error) {
    // A process left open would keep the tests from ending.
    await client.close();
    throw error;
  }
}

const isWithoutGpu = (): boolean => process.env['LOCKSTEP_NO_GPU'] === '1';

/** The GPU, or a skipped suite where the machine is said to have none. Call it from a before hook. */
export async function requireGpu(context: Mocha.Context): Promise<RowGpu> {
  if (isWithoutGpu()) {
    console.log('      skipped: LOCKSTEP_NO_GPU=1');
    return context.skip();
  }
  // A driver's first pipeline may take seconds on a busy machine.
  context.timeout(60_000);
  shared ??= start();
  return shared;
}

// One device serves all files, so it is closed once, behind the last of them.
after(async () => {
  const gpu = await shared?.catch(() => undefined);
  await gpu?.client.close();
});
