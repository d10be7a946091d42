// Opens a headless browser: the one that an npm package brings where it runs, else a Chromium on
// PATH. LOCKSTEP_BROWSER names one to use instead of both.

import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { promisify } from 'node:util';

const launchTimeoutMs = 30_000;
const launchArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--font-render-hinting=none',
];

/** `tools` comes from ensureInstalled(). Resolves to { browser, name }, a playwright browser. */
export async function openBrowser(tools) {
  const { chromium } = createRequire(path.join(tools.modules, 'x.js'))('playwright-core');
  const failures = [];
  for (const candidate of candidates(tools)) {
    try {
      const { executablePath, environment } = await candidate.prepare();
      const browser = await chromium.launch({
        executablePath,
        args: launchArguments,
        chromiumSandbox: false,
        timeout: launchTimeoutMs,
        env: { ...process.env, ...environment },
      });
      for (const failure of failures) console.warn(failure);
      return { browser, name: `${candidate.name} ${browser.version()}` };
    } catch (error) {
      failures.push(`${candidate.name} does not start: ${error.message}`);
    }
  }
  throw new Error(
    [
      'No browser could be started.',
      ...failures,
      'Install Chromium (Debian, Ubuntu: apt-get install chromium) or name one in LOCKSTEP_BROWSER.',
    ].join('\n'),
  );
}

function candidates(tools) {
  const named = process.env.LOCKSTEP_BROWSER;
  const fixed = (name, executablePath) => ({
    name,
    prepare: () => Promise.resolve({ executablePath, environment: {} }),
  });
  if (named !== undefined) return [fixed(`LOCKSTEP_BROWSER (${named})`, named)];
  const found = [];
  if (process.platform === 'linux' && process.arch === 'x64') {
    found.push({ name: 'the packaged Chromium', prepare: () => preparePackaged(tools) });
  }
  for (const name of ['chromium', 'chromium-browser', 'google-chrome', 'microsoft-edge']) {
    const executablePath = onPath(name);
    if (executablePath !== undefined) found.push(fixed(`${name} on PATH`, executablePath));
  }
  return found;
}

function onPath(name) {
  const folders = (process.env.PATH ?? '').split(path.delimiter);
  const extension = process.platform === 'win32' ? '.exe' : '';
  return folders.map((folder) => path.join(folder, name + extension)).find(existsSync);
}

/**
 * Unpacks the browser beside its package, and gives it the libraries that came with it and fonts
 * of its own: a bare machine has neither, and code in a proportional font is no screenshot.
 */
async function preparePackaged(tools) {
  const folder = path.join(tools.modules, '.lockstep-browser');
  const version = packageVersion(tools, '@sparticuz/chromium');
  const stamp = path.join(folder, 'version');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== version) {
    console.log('Unpacking the packaged Chromium.');
    mkdirSync(folder, { recursive: true });
    await unpack(tools, folder);
    writeFileSync(path.join(folder, 'fonts.conf'), fontConfiguration(tools, folder));
    writeFileSync(stamp, version);
  }
  const libraries = [path.join(folder, 'al2023', 'lib'), process.env.LD_LIBRARY_PATH];
  return {
    executablePath: path.join(folder, 'chromium'),
    environment: {
      LD_LIBRARY_PATH: libraries.filter(Boolean).join(':'),
      FONTCONFIG_FILE: path.join(folder, 'fonts.conf'),
    },
  };
}

/** The package unpacks into the temporary folder and needs a newer Node, hence a process for it. */
async function unpack(tools, folder) {
  const home = path.join(tools.modules, '@sparticuz', 'chromium');
  const script = `
    import { inflate } from ${JSON.stringify(path.join(home, 'build', 'index.js'))};
    for (const name of ['chromium.br', 'fonts.tar.br', 'swiftshader.tar.br', 'al2023.tar.br'])
      await inflate(${JSON.stringify(path.join(home, 'bin'))} + '/' + name);`;
  await promisify(execFile)(tools.node, ['--input-type=module', '--eval', script], {
    env: { ...process.env, TMPDIR: folder },
  });
}

function fontConfiguration(tools, folder) {
  const folders = [path.join(folder, 'fonts'), path.join(tools.modules, 'dejavu-fonts-ttf', 'ttf')];
  const prefer = (family, font) =>
    `<alias><family>${family}</family><prefer><family>${font}</family></prefer></alias>`;
  return [
    '<?xml version="1.0"?>',
    '<!DOCTYPE fontconfig SYSTEM "fonts.dtd">',
    '<fontconfig>',
    ...folders.map((entry) => `<dir>${entry}</dir>`),
    prefer('monospace', 'DejaVu Sans Mono'),
    prefer('sans-serif', 'Open Sans'),
    prefer('system-ui', 'Open Sans'),
    `<cachedir>${path.join(folder, 'fonts-cache')}</cachedir>`,
    '</fontconfig>',
    '',
  ].join('\n');
}

function packageVersion(tools, name) {
  return JSON.parse(readFileSync(path.join(tools.modules, name, 'package.json'), 'utf8')).version;
}
