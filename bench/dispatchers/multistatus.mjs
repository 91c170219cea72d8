// `inject` of this project.
import { inject } from '@multistatus/inject';

/** @param {Function} handler of Node requests */
export function toDispatch(handler) {
  return (request) => inject(handler, request);
}

export const read = ({ status, body }) => ({ status, text: Buffer.from(body).toString() });
