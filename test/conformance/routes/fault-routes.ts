import type { Route } from '../reference-handler.js';

/** Must never be in a response: the text of foreign errors is not sent. */
const SECRET = 'secret-detail of the database';

/** Routes that misbehave, one way each. */
export const faultRoutes: Readonly<Record<string, Route>> = {
  '/throws': () => {
    throw new Error(SECRET);
  },
  '/rejects': () => Promise.reject(new Error(SECRET)),
  '/throws-text': () => {
    throw SECRET;
  },
  '/throws-midway': (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/plain' });
    response.write('half');
    throw new Error(SECRET);
  },
  '/throws-after': (_request, response) => {
    response.end('answered');
    throw new Error(SECRET);
  },
  '/hangs': () => {},
  '/hangs-midway': (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/plain' });
    response.write('half');
  },
  '/twice': (_request, response) => {
    // Node reports the second response as an error event, which would end the process without a listener.
    response.on('error', () => {});
    response.setHeader('content-type', 'text/plain');
    response.end('first');
    try {
      response.statusCode = 500;
      response.setHeader('x-second', 'yes');
    } catch {
      // Over a socket the headers have been sent by now, and Node throws the same error.
    }
    response.end('second');
  },
  '/destroys': (_request, response) => void response.destroy(),
  '/destroys-with-error': (_request, response) => void response.destroy(new Error(SECRET)),
  '/destroys-request': (request) => void request.destroy(),
  '/destroys-socket': (request) => void request.socket.destroy(),
  '/destroys-midway': (_request, response) => {
    response.writeHead(200, { 'content-type': 'text/plain' });
    response.write('half');
    response.destroy();
  },
  '/early-hints': (_request, response) => {
    response.writeContinue();
    response.writeProcessing();
    response.writeEarlyHints({ link: '</style.css>; rel=preload' });
    response.writeHead(200, { 'content-type': 'text/plain' });
    response.end('after the hints');
  },
  // /bogus-status/<code>: set as a property, as an application would; Node refuses some of them itself.
  '/bogus-status': (_request, response, { url }) => {
    response.statusCode = Number(url.pathname.split('/')[2]);
    response.end('bogus');
  },
};
