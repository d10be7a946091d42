// Loaded into every process of the tests. Most live for seconds and share few cores, so that optimising their code costs
// more than it gives: V8 waits several times as long with it. No result depends on it.

'use strict';

require('node:v8').setFlagsFromString('--interrupt-budget=400000');
