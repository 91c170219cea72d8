// A request and a response made for tests; its last version is of 2022.
import inProcessRequest from 'in-process-request';

/** @param {Function} handler of Node requests */
export function toDispatch(handler) {
  const call = inProcessRequest(handler);
  return ({ method, url, headers, body }) => call({ method, path: url, headers, body });
}

export const read = ({ statusCode, body }) => ({ status: statusCode, text: body.toString() });
