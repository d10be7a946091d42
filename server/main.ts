// The language server as a process. The transport comes from the arguments: --stdio, --node-ipc or --socket=PORT.
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { startServer } from './server.js';

startServer(createConnection(ProposedFeatures.all));
