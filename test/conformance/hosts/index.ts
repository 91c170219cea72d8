import { cborHost } from './cbor.js';
import { express4Host } from './express4.js';
import { express5Host } from './express5.js';
import { fastify5Host } from './fastify5.js';
import { fetchHonoHost } from './fetch-hono.js';
import type { ConformanceHost } from './host.js';
import { koa2Host } from './koa2.js';
import { koa3Host } from './koa3.js';
import { memoryHost } from './memory.js';
import { memoryHeadersHost } from './memory-headers.js';
import { nodeHttpHost } from './node-http.js';

/** The newest of the hosts that dispatch by `inject`: these run on the other versions of Node too. */
export const newestHosts: readonly ConformanceHost[] = [nodeHttpHost, express5Host, koa3Host];

/** The other hosts that listen on a port. With a file of tests for each list, one waits for time to pass while another runs. */
export const otherServedHosts: readonly ConformanceHost[] = [express4Host, koa2Host, fastify5Host];

/** The hosts that are called as functions. */
export const calledHosts: readonly ConformanceHost[] = [
  memoryHost,
  { ...fetchHonoHost, model: memoryHeadersHost },
  cborHost,
];

/** Every host of the suite. */
export const allHosts: readonly ConformanceHost[] = [...newestHosts, ...otherServedHosts, ...calledHosts];
