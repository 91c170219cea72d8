// Runs apps on AWS Lambda: an event goes in, a record comes out.
import serverless from 'serverless-http';

/** @param {Function} handler of Node requests */
export function toDispatch(handler) {
  const invoke = serverless(handler);
  return ({ method, url, headers, body }) =>
    invoke({ httpMethod: method, path: url, headers, body, requestContext: {} }, {});
}

export const read = ({ statusCode, body }) => ({ status: statusCode, text: body });
