// One writer a recording. The lock names a process; a process that is gone holds nothing.
import { randomUUID } from 'node:crypto';
import {
  closeSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { systemCode } from '../capture/capture-error.js';
import { RecorderError } from './recorder-error.js';
import { LOCK } from './recording-files.js';

export interface RecordingLock {
  readonly text: string;
  /** The process that held it and is gone; null when nobody did. */
  readonly takenFrom: number | null;
  release(): void;
}

interface Holder {
  readonly pid: number;
  readonly host: string;
  /** When the process began, as the system counts it: numbers of processes come again. */
  readonly born: string | null;
  readonly token: string;
}

/** A holder on another machine (or in a container that is no more) shows that it lives by touching its lock. */
const TOUCH_MS = 5_000;
const SILENT_MS = 30_000;

/** Locks of this process: its number alone does not tell it from one that had the number before. */
const held = new Set<string>();

export function lockRecording(dir: string): RecordingLock {
  const path = join(dir, LOCK);
  const mine: Holder = {
    pid: process.pid,
    host: hostname(),
    born: birthOf(process.pid),
    token: randomUUID(),
  };
  const text = `${JSON.stringify(mine)}\n`;
  const takenFrom = create(path, text) ? null : takeOver(dir, text);
  held.add(mine.token);
  const touch = setInterval(() => {
    touchLock(path);
  }, TOUCH_MS);
  touch.unref();
  return {
    text,
    takenFrom,
    release: () => {
      clearInterval(touch);
      held.delete(mine.token);
      if (holderOf(path)?.token === mine.token) rmSync(path, { force: true });
    },
  };
}

function create(path: string, text: string): boolean {
  try {
    const file = openSync(path, 'wx');
    writeSync(file, text);
    closeSync(file);
    return true;
  } catch (error) {
    if (systemCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Gives the number of the process that is gone. Two that try at once: a second lock decides. */
function takeOver(dir: string, text: string): number {
  const path = join(dir, LOCK);
  refuseLiving(dir, holderOf(path));
  const turn = `${path}.turn`;
  if (!create(turn, text) && ageMs(turn) < SILENT_MS) throw locked(dir, 'is being taken over');
  try {
    const holder = holderOf(path);
    refuseLiving(dir, holder);
    const mine = `${path}.mine`;
    rmSync(mine, { force: true });
    create(mine, text);
    renameSync(mine, path);
    return holder?.pid ?? 0;
  } finally {
    rmSync(turn, { force: true });
  }
}

function refuseLiving(dir: string, holder: Holder | null): void {
  if (holder === null) return;
  const { pid, host, born, token } = holder;
  if (host !== hostname()) {
    if (ageMs(join(dir, LOCK)) < SILENT_MS) throw locked(dir, `is written on ${host}`);
    return;
  }
  const isMe = pid === process.pid && born === birthOf(pid);
  if (isMe ? held.has(token) : isAlive(pid) && born === birthOf(pid))
    throw locked(dir, `is written by process ${String(pid)}`);
}

const locked = (dir: string, why: string): RecorderError =>
  new RecorderError(
    'recorder.locked',
    `The recording ${dir} ${why}. Record into a folder of its own, or end that process first.`,
  );

/** null: there is none, or it was torn while it was written, by a process that died then. */
function holderOf(path: string): Holder | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as Holder;
  } catch {
    return null;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return systemCode(error) === 'EPERM';
  }
}

/** Field 22 of /proc/PID/stat, behind the name in brackets; null where there is no such file. */
function birthOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

const ageMs = (path: string): number =>
  Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);

function touchLock(path: string): void {
  try {
    const now = new Date();
    utimesSync(path, now, now);
  } catch {
    // The folder may be gone for a while; the writer makes it again, with the lock.
  }
}
