// Run with --disallow-code-generation-from-strings and the bundle of run-conformance.ts. Takes away the globals of Node, then
// runs the cases. Prints how many ran, and those that failed, as JSON.

import '@multistatus/inject'; // the suite's workers load it, and it needs Node

const { log } = console;
const [, , bundle] = process.argv;
const NodeBuffer = Buffer;
// In the bundle, the suite's own uses of these globals are uses of this object.
globalThis.suite = { Buffer, setImmediate };
for (const name of ['Buffer', 'setImmediate', 'clearImmediate', 'process']) delete globalThis[name];

// The Request and Response of Node read the global Buffer: nothing else finds it.
Object.defineProperty(globalThis, 'Buffer', {
  get: () => (/^ +at .*node:internal/.test(new Error().stack.split('\n')[2]) ? NodeBuffer : undefined),
});

const { runConformance } = await import(bundle);
log(JSON.stringify(await runConformance()));
