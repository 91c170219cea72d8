import type { inject } from '@multistatus/inject';
import { injectDirectly } from '#inject/inject-directly.js';
import { injectThroughServer } from '#inject/inject-through-server.js';

/** The ways in which inject calls a handler; each has to pass the same tests. */
export const injectWays: readonly (readonly [name: string, send: typeof inject])[] = [
  ['called directly', injectDirectly],
  ['called through a server', injectThroughServer],
];
