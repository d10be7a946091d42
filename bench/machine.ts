// What the numbers were measured on. Without it they mean nothing.
import { cpus, loadavg, totalmem } from 'node:os';

export interface Machine {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGb: number;
  readonly node: string;
  readonly platform: string;
  /** Of the last minute, before measuring. Above the cores, others were at work too and times are too long. */
  readonly load: number;
}

const BYTES_PER_GB = 1024 ** 3;

export function machineFacts(): Machine {
  const processors = cpus();
  const [load = 0] = loadavg();
  return {
    cpu: processors[0]?.model ?? 'unknown',
    cores: processors.length,
    memoryGb: Math.round(totalmem() / BYTES_PER_GB),
    node: process.versions.node,
    platform: `${process.platform} ${process.arch}`,
    load: Math.round(load * 10) / 10,
  };
}
