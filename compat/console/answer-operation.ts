import type { AppAnswer, AppParts, AppRequest } from './app-settings.js';
import { OPENAPI } from './openapi.js';

/**
 * The routes of the app:
 *
 * - `GET /photos/7` exists, other photos do not; `POST /photos` creates number 8, and `DELETE /photos/7` answers 204
 * - `GET /slow/<anything>` waits for the gate
 * - `/problem/<slug>` is a 422 with a problem, `/text-error` a 500 in plain text, `/busy` a 503 that may be sent again
 * - `GET /big/<bytes>` has a body of that size, `GET /stream` one in three parts
 * - `GET /me` says which token the request had
 */
export async function answerOperation(request: AppRequest, { gate, answer }: AppParts): Promise<AppAnswer> {
  const own = await answer?.(request);
  if (own !== undefined) return own;
  const [pathname = '/'] = request.url.split('?', 1);
  const [, first = '', second = ''] = pathname.split('/');
  switch (first) {
    case 'photos':
      return answerPhoto(request, second);
    case 'slow':
      await gate.opened;
      return toJson(200, { slow: second });
    case 'problem':
      return toProblem(422, { type: `https://example.com/${second}`, title: `The rule ${second} is broken` });
    case 'text-error':
      return { status: 500, headers: { 'content-type': 'text/plain' }, body: 'the disk is full' };
    case 'busy':
      return { ...toProblem(503, { title: 'Busy' }), headers: { ...PROBLEM, 'retry-after': '1' } };
    case 'big':
      return toJson(200, 'x'.repeat(Number(second)));
    case 'stream':
      return { status: 200, headers: { 'content-type': 'text/plain' }, body: ['one ', 'two ', 'three'] };
    case 'me':
      return toJson(200, request.headers['authorization'] ?? null);
    case 'openapi.json':
      return toJson(200, OPENAPI);
    default:
      return toProblem(404, { title: 'There is no such route' });
  }
}

const PROBLEM = { 'content-type': 'application/problem+json' };

function answerPhoto({ method, body }: AppRequest, id: string): AppAnswer {
  if (method === 'POST' && id === '') {
    const photo = { id: '8', ...(JSON.parse(body === '' ? '{}' : body) as object) };
    return { ...toJson(201, photo), headers: { 'content-type': 'application/json', location: '/photos/8' } };
  }
  if (id !== '7')
    return toProblem(404, { title: 'There is no such photo', detail: `No photo has the id ${id}.` });
  return method === 'DELETE' ? { status: 204 } : toJson(200, { id, title: 'Tejo 🌊 & sky' });
}

function toJson(status: number, value: unknown): AppAnswer {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

function toProblem(status: number, problem: object): AppAnswer {
  return { status, headers: PROBLEM, body: JSON.stringify({ status, ...problem }) };
}
