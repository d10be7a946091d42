// Entry of the script evaluated in a bare context before any strategy code. It leaves one global: the API.
import { harden } from './harden.js';
import { RealmApi } from './realm-api.js';

Object.defineProperty(globalThis, 'lockstepRealm', {
  value: new RealmApi(),
  writable: false,
  configurable: true,
  enumerable: false,
});
harden();
