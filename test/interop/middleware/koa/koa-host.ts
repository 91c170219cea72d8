import type Koa from 'koa';
import type { HostBase, MiddlewareCase } from '../middleware-case.js';

/** A Koa app in the making. */
export interface KoaHost extends HostBase {
  readonly app: Koa;
}

export type KoaCase = MiddlewareCase<KoaHost>;
