// What the scheduler calls each job: a replay by its name, work behind it by a prefix as well. No replay and no comparison has
// a line break in its name.

export type JobKind = 'replay' | 'explain' | 'lanes' | 'compare';

export interface Job {
  readonly kind: JobKind;
  /** Of the replay, or the comparison. */
  readonly name: string;
  /** For people. */
  readonly title: string;
}

export const jobName = (kind: Exclude<JobKind, 'replay'>, name: string): string =>
  `${kind}\n${name}`;

const TITLES: Readonly<Record<JobKind, (name: string) => string>> = {
  replay: (name) => `Lockstep: ${name}`,
  explain: (name) => `Lockstep: causes in ${name}`,
  lanes: (name) => `Lockstep: lanes of ${name}`,
  compare: (name) => `Lockstep: comparing ${name}`,
};

export function jobOf(job: string): Job {
  const [first = '', second] = job.split('\n');
  const [kind, name] = second === undefined ? (['replay', first] as const) : [first, second];
  const known = kind as JobKind;
  return { kind: known, name, title: TITLES[known](name) };
}
