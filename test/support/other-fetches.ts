import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/** The `fetch` of node-fetch 2, whose bodies are streams of Node. */
export const nodeFetch = require('node-fetch') as typeof fetch;

/** The classes of whatwg-fetch, which React Native has: they have no `body`. */
export const whatwg = require('whatwg-fetch') as Pick<typeof globalThis, 'Headers' | 'Request' | 'Response'>;
