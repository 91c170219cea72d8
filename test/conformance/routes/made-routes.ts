import type { IncomingMessage, ServerResponse } from 'node:http';
import { activeOperationOf } from '@multistatus/core/adapter';
import type { Route } from '../reference-handler.js';
import { answerWithReport } from './answer-with-report.js';

/** Requests that `/limited` has counted, by the address it believes they come from. */
const counted = new Map<string, number>();

/** Routes whose response a case writes itself, or that report the operation that they run in. */
export const madeRoutes: Readonly<Record<string, Route>> = {
  '/made': made,
  '/admin': (_request, response) => void response.end('of the administrators'),
  // What a handler can learn about its operation.
  '/operation': (request, response) => {
    const { id, index, transaction, signal } = activeOperationOf(request) ?? {};
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ id, index, transaction, isAborted: signal?.aborted }));
  },
  '/report': async (request, response, { url }) => {
    const { method = '', headers } = request;
    const answer = await answerWithReport(request, url, { method, headers });
    response.writeHead(answer.status, { ...(answer.headers as Record<string, string>) }).end(answer.body);
  },
  // /stain: changes every object that it can reach.
  '/stain': (request, response) => {
    request.headers['x-stain'] = 'request';
    response.setHeader('x-stain', 'response');
    (request.socket as { stain?: string }).stain = 'socket';
    response.end();
  },
  // /clean: reports whether it can see such a change.
  '/clean': (request, response) => {
    const { stain } = request.socket as { stain?: string };
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ request: request.headers['x-stain'], socket: stain }));
  },
  // /limited?of=3&run=a: 429 after that many requests from one address, like a rate limiter in front of a login.
  '/limited': (request, response, { url }) => {
    const address = request.headers['x-forwarded-for'] ?? request.socket.remoteAddress;
    const key = `${url.searchParams.get('run')} ${String(address)}`;
    const count = (counted.get(key) ?? 0) + 1;
    counted.set(key, count);
    const isOver = count > Number(url.searchParams.get('of'));
    response.writeHead(isOver ? 429 : 200, isOver ? { 'retry-after': '30' } : {}).end();
  },
};

/** /made?status=201&type=application/json&text={}&set=ETag:"v1"&set=Location:/photos/1 */
function made(_request: IncomingMessage, response: ServerResponse, { url }: { url: URL }): void {
  const { searchParams } = url;
  response.statusCode = Number(searchParams.get('status') ?? 200);
  const type = searchParams.get('type');
  if (type !== null) response.setHeader('content-type', type);
  const fields = new Map<string, string[]>();
  for (const field of searchParams.getAll('set')) {
    const [name = '', value = ''] = field.split(/:(.*)/s, 2);
    fields.set(name, [...(fields.get(name) ?? []), value]);
  }
  for (const [name, values] of fields)
    response.setHeader(name, values.length === 1 ? String(values[0]) : values);
  response.end(searchParams.get('text') ?? undefined);
}
