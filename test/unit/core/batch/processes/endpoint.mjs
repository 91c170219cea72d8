// The endpoint that all processes of the test create: the same code, as after a deployment on several machines.
import { createBatchEndpoint } from '@multistatus/core/adapter';

export const endpoint = createBatchEndpoint({
  transaction: (_group, run) => run('tx'),
  onError: () => undefined,
});

/** Answers every operation from its own request, so that every process answers alike. */
export async function dispatch({ method, url, headers, body, context }) {
  if (url === '/fails') throw new Error('hidden');
  const isPost = method === 'POST';
  return {
    status: isPost ? 201 : 200,
    headers: {
      'content-type': headers['content-type'] ?? 'text/plain',
      ...(isPost ? { location: `${url}/4` } : {}),
      ...(context.transaction === undefined ? {} : { 'x-transaction': context.transaction }),
    },
    body: body ?? new TextEncoder().encode(url),
    isBodyTooLarge: false,
  };
}
