import type { ServerResponse } from 'node:http';
import { serveTraffic, type Traffic } from './serve-traffic.js';

/** How a server answers a batch: it may do anything with the response. */
export type Misbehaviour = (res: ServerResponse, ids: readonly string[]) => void;

/**
 * Starts a server that has no description of its endpoint, answers a batch as it is told, and any other request with
 * 200 and `single`.
 */
export function serveMisbehaving(misbehave: Misbehaviour): Promise<Traffic> {
  return serveTraffic((req, res) => {
    if (req.url !== '/batch') {
      res.end('single');
      return;
    }
    if (req.method !== 'POST') {
      res.writeHead(404).end();
      return;
    }
    let text = '';
    req.on('data', (chunk) => {
      text += String(chunk);
    });
    req.on('end', () => {
      const { requests } = JSON.parse(text) as { requests: { id: string }[] };
      misbehave(
        res,
        requests.map(({ id }) => id),
      );
    });
  });
}

/** Answers with a status, a media type and a body. */
export function answer(status: number, type: string, body: string | object): Misbehaviour {
  return (res) => {
    res.writeHead(status, { 'content-type': type });
    res.end(typeof body === 'string' ? body : JSON.stringify(body));
  };
}

/** Answers a multi-status document whose responses are made of the ids. */
export function answerResponses(toResponses: (ids: readonly string[]) => readonly object[]): Misbehaviour {
  return (res, ids) => answer(207, 'application/json', { responses: toResponses(ids) })(res, ids);
}

/** A response that says 200, with the id as its body. */
export function ok(id: string): object {
  return { id, href: `/${id}`, status: 200, headers: { 'content-type': 'application/json' }, body: id };
}
