import { cborHost } from './cbor.js';
import { express4Host } from './express4.js';
import { express5Host } from './express5.js';
import { fastify5Host } from './fastify5.js';
import { fetchHonoHost } from './fetch-hono.js';
import type { ConformanceHost } from './host.js';
import { koa2Host } from './koa2.js';
import { koa3Host } from './koa3.js';
import { memoryHost } from './memory.js';
import { nodeHttpHost } from './node-http.js';

/** Every host of the suite. Each has a test file beside this folder. Without a format of its own it
 * has the same bytes as the first. */
export const conformanceHosts: readonly ConformanceHost[] = [
  memoryHost,
  nodeHttpHost,
  express4Host,
  express5Host,
  koa2Host,
  koa3Host,
  fastify5Host,
  fetchHonoHost,
  cborHost,
];
