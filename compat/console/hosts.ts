import express from 'express';
import express4 from 'express4';
import Koa from 'koa';
import Koa2 from 'koa2';
import { expressHost } from './express-host.js';
import type { Host } from './host.js';
import { koaHost } from './koa-host.js';

export const EXPRESS: Host = expressHost(express);
export const KOA: Host = koaHost(Koa);

/**
 * The newest versions, for `describe.each`. Most tests run on these. `test:landing` leaves out Koa, to which a page in a browser is
 * the same: what differs between the hosts is tested on all of them without a browser, and in `security.test.ts`.
 */
export const NEWEST_HOSTS: readonly (readonly [name: string, host: Host])[] =
  process.env['COMPAT'] === 'landing'
    ? [['Express 5', EXPRESS]]
    : [
        ['Express 5', EXPRESS],
        ['Koa 3', KOA],
      ];

/** The other versions that are supported. */
export const OLDER_HOSTS: readonly (readonly [name: string, host: Host])[] = [
  ['Express 4', expressHost(express4 as unknown as typeof express)],
  ['Koa 2', koaHost(Koa2 as unknown as typeof Koa)],
];
