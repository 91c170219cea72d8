import { toExpressApp } from './express-app.mjs';
import { toKoaApp } from './koa-app.mjs';

/**
 * The photo album as a handler of Node requests.
 *
 * @param {'express' | 'express4' | 'koa' | 'koa2'} framework
 * @param {object} [options] those of `toExpressApp` and `toKoaApp`
 */
export async function toHandler(framework, options) {
  const { default: create } = await import(framework);
  return framework.startsWith('koa') ? toKoaApp(create, options).callback() : toExpressApp(create, options);
}
