// Which room may import which, and in which room each third-party package may be used. The rooms
// and the arrows between them are described in ARCHITECTURE.md; dependency-cruiser enforces them.
// Type-only imports count as imports too, except where a rule says otherwise.

const rooms = 'client|server|debug-adapter|engine|cli|test|examples|bench';

/** A rule: files in `from` must not import `to`. */
function forbid(name, comment, { from, to }) {
  return { name, comment, severity: 'error', from, to };
}

/** A rule: the package is used nowhere but in `room`. The tests of a room may use what it uses. */
function onlyIn(packageName, room) {
  return forbid(
    `package-${packageName.replace(/\[.*|[^a-z0-9/-]/g, '')}`,
    `${packageName} is used in one room only: ${room}`,
    {
      from: { pathNot: [`^(${room})`, '^test/'] },
      to: { path: `(^|/)node_modules/(@types/)?${packageName}(/|$)|^${packageName}(/|$)` },
    },
  );
}

const arrows = [
  forbid('no-cycles', 'A cycle has no first file to read.', { from: {}, to: { circular: true } }),
  forbid('resolvable', 'Every import leads to a file or an installed package.', {
    from: {},
    to: { couldNotResolve: true, pathNot: '^(vscode|lockstep/(strategy|recorder))$' },
  }),
  forbid('core-is-closed', 'engine/core imports nothing outside itself but its three packages.', {
    from: { path: '^engine/core/' },
    to: { pathNot: '^engine/core/|node_modules/(decimal\\.js|zod|jsep)/' },
  }),
  forbid('vm-on-core', 'engine/vm imports engine/core and nothing of another room.', {
    from: { path: '^engine/vm/' },
    to: { path: `^(${rooms})/`, pathNot: '^engine/(core|vm)/' },
  }),
  forbid(
    'host-on-core',
    'engine/host imports engine/core, engine/vm and nothing of another room.',
    {
      from: { path: '^engine/host/' },
      to: { path: `^(${rooms})/`, pathNot: '^engine/(core|vm|host)/' },
    },
  ),
  ...['cli', 'server', 'debug-adapter'].map((room) =>
    forbid(`${room}-on-engine`, `${room} imports the engine and nothing of another room.`, {
      from: { path: `^${room}/` },
      to: { path: `^(${rooms})/`, pathNot: `^(${room}|engine/(core|vm|host))/` },
    }),
  ),
  forbid('client-on-protocols', 'client imports nothing of another room but the two protocols.', {
    from: { path: '^client/' },
    to: {
      path: `^(${rooms})/`,
      pathNot: '^client/|^(server|debug-adapter)/protocol\\.ts$',
    },
  }),
  forbid('protocols-are-types', 'client imports the two protocols as types only.', {
    from: { path: '^client/' },
    to: {
      path: '^(server|debug-adapter)/protocol\\.ts$',
      dependencyTypesNot: ['type-only', 'type-import'],
    },
  }),
  forbid(
    'examples-use-the-api',
    'An example imports what an author of a strategy or a bot can import.',
    {
      from: { path: '^examples/' },
      to: {
        path: `^(${rooms})/`,
        pathNot: '^examples/|^engine/(core/strategy|host/recorder)/index\\.ts$',
      },
    },
  ),
  forbid('nothing-on-test', 'Nothing imports a test.', {
    from: { pathNot: '^test/' },
    to: { path: '^test/' },
  }),
  forbid('nothing-on-dist', 'Sources never import build output.', {
    from: {},
    to: { path: '^dist/' },
  }),
  forbid('nothing-on-bench', 'The benchmark is run, never imported.', {
    from: { pathNot: '^(bench|test)/' },
    to: { path: '^bench/' },
  }),
  forbid('vscode-in-client', 'vscode exists only inside the extension host.', {
    from: { pathNot: '^client/|^test/e2e/' },
    to: {
      path: '(^|/)(@types/)?vscode(/|$)',
      pathNot: 'node_modules/@vscode|^(test/support|tools)/',
    },
  }),
];

const packages = [
  onlyIn('decimal\\.js', 'engine/core/numeric/'),
  onlyIn('zod', 'engine/core/schema/'),
  onlyIn('jsep', 'engine/core/session/'),
  onlyIn('typescript', 'engine/(host|vm)/'),
  onlyIn('yaml', 'engine/host/'),
  onlyIn('webgpu', 'engine/host/gpu/'),
  onlyIn('csv-parse', 'engine/host/'),
  onlyIn('ws', 'engine/host/paper/'),
  onlyIn(
    '(hyparquet|hyparquet-compressors|apache-arrow|fzstd|yauzl)',
    'engine/host/importers/table/',
  ),
  onlyIn('fflate', 'engine/host/exporters/'),
  onlyIn('commander', 'cli/'),
  onlyIn('hyparquet-writer', 'cli/|engine/host/exporters/|bench/'),
  onlyIn('cli-table3', 'cli/'),
  onlyIn('vscode-languageserver[a-z-]*', 'server/'),
  onlyIn('vscode-languageclient', 'client/'),
  onlyIn('@vscode/debugadapter', 'debug-adapter/'),
  onlyIn('@vscode/debugprotocol', 'debug-adapter/'),
];

module.exports = {
  forbidden: [...arrows, ...packages],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/(?!types)' },
    tsPreCompilationDeps: true,
    detectJSDocImports: false,
    combinedDependencies: false,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default'],
      extensions: ['.ts', '.d.ts', '.js', '.mjs', '.cjs', '.json'],
    },
    cache: { folder: 'node_modules/.cache/dependency-cruiser', strategy: 'content' },
  },
};
