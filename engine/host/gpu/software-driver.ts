// The packaged software driver (SwiftShader): unpacked once into a cache folder, and the environment that makes Dawn
// find it. Meant for tests and for machines without a GPU; it exists for x64 Linux only.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import path from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { packageRoot } from '../package-root.js';

const ARCHIVE = path.join('@sparticuz', 'chromium', 'bin', 'swiftshader.tar.br');
const DRIVER = 'vk_swiftshader_icd.json';
/** Of the archive's files only these: the driver, its description, and the loader, which few machines without a GPU have. */
const FILES: readonly string[] = [DRIVER, 'libvk_swiftshader.so', 'libvulkan.so.1'];

const cacheFolder = (): string => path.join(packageRoot(), '.cache', 'software-gpu');

/** Environment variables that lead Dawn to the software driver; null where there is none. */
export async function softwareDriver(
  cache = cacheFolder(),
): Promise<Readonly<Record<string, string>> | null> {
  if (process.platform !== 'linux' || process.arch !== 'x64') return null;
  const archive = findArchive();
  if (archive === undefined) return null;
  const folder = await unpacked(archive, cache);
  const others = process.env['LD_LIBRARY_PATH'];
  return {
    VK_ICD_FILENAMES: path.join(folder, DRIVER),
    LD_LIBRARY_PATH: others === undefined ? folder : `${folder}:${others}`,
    // Without it the driver complains; it needs no particular folder.
    XDG_RUNTIME_DIR: process.env['XDG_RUNTIME_DIR'] ?? folder,
  };
}

function findArchive(): string | undefined {
  const folders = createRequire(import.meta.url).resolve.paths('@sparticuz/chromium') ?? [];
  return folders.map((folder) => path.join(folder, ARCHIVE)).find((file) => existsSync(file));
}

/** The folder is named by the archive's content and appears whole: a rename, which one of two racing processes wins. */
async function unpacked(archive: string, parent: string): Promise<string> {
  const bytes = await readFile(archive);
  const name = createHash('sha256').update(bytes).digest('hex').slice(0, 16);
  const folder = path.join(parent, name);
  if (existsSync(folder)) return folder;
  await mkdir(parent, { recursive: true });
  const partial = await mkdtemp(`${folder}-`);
  for (const file of readArchive(brotliDecompressSync(bytes))) {
    if (FILES.includes(file.name)) await writeFile(path.join(partial, file.name), file.bytes);
  }
  try {
    await rename(partial, folder);
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

interface ArchivedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Field places of a tar header (POSIX.1-1988, ustar): name, size in octal digits; files are padded to whole blocks. */
const TAR = { block: 512, nameEnd: 100, sizeStart: 124, sizeEnd: 136 } as const;

function readArchive(bytes: Buffer): readonly ArchivedFile[] {
  const files: ArchivedFile[] = [];
  for (let at = 0; at + TAR.block <= bytes.length;) {
    const name = bytes.toString('latin1', at, at + TAR.nameEnd).split('\0')[0] ?? '';
    if (name === '') break;
    const size = parseInt(bytes.toString('latin1', at + TAR.sizeStart, at + TAR.sizeEnd), 8);
    const start = at + TAR.block;
    files.push({ name, bytes: bytes.subarray(start, start + size) });
    at = start + Math.ceil(size / TAR.block) * TAR.block;
  }
  return files;
}
