import type { OperationAnswer } from '@multistatus/core/adapter';
import type { ConformanceHost } from './host.js';
import { memoryHost, startMemoryHost } from './memory.js';

/** Core in memory, with the headers of answers in the form that they have in a `Response`: sorted, and joined. */
export const memoryHeadersHost: ConformanceHost = {
  name: 'core in memory with Headers',
  ...(memoryHost.skip === undefined ? {} : { skip: memoryHost.skip }),
  start: (setup) =>
    startMemoryHost(setup, {}, (dispatch) => async (request) => {
      const answer = await dispatch(request);
      return { ...answer, headers: throughHeaders(answer.headers) };
    }),
};

function throughHeaders(fields: OperationAnswer['headers']): OperationAnswer['headers'] {
  const headers = new Headers();
  for (const [name, value] of Object.entries(fields)) {
    for (const each of [value].flat()) headers.append(name, each);
  }
  const { 'set-cookie': one, ...others } = Object.fromEntries(headers);
  if (one === undefined) return others;
  const all = headers.getSetCookie();
  return { ...others, 'set-cookie': all.length === 1 ? one : all };
}
