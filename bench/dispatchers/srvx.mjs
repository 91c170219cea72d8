// srvx's `fetchNodeHandler`: a fetch request goes to a handler of Node, with messages that srvx makes.
import { fetchNodeHandler } from 'srvx/node';
import { byFetch } from './fetch-call.mjs';

/** @param {Function} handler of Node requests */
export function toDispatch(handler) {
  return byFetch((request) => fetchNodeHandler(handler, request));
}

export { read } from './fetch-call.mjs';
