// What fastify's tests are made with, on any handler.
import inject from 'light-my-request';

/** @param {Function} handler of Node requests */
export function toDispatch(handler) {
  return ({ body, ...request }) => inject(handler, { ...request, payload: body });
}

export const read = ({ statusCode, payload }) => ({ status: statusCode, text: payload });
