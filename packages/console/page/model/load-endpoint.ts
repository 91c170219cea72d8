import { accessHeaders } from './access.js';
import { type EndpointDescription, type EndpointState, endpointState } from './endpoint.js';

/** How long a page waits for the description, in milliseconds. */
const TIMEOUT_MS = 10_000;

/** Asks the endpoint for its description, and puts what it answers into {@link endpointState}. Never rejects. */
export async function loadEndpoint(endpoint: string): Promise<void> {
  const headers = accessHeaders.value;
  const state = await askEndpoint(endpoint, headers);
  // If the headers have changed since, the endpoint has been asked again.
  if (accessHeaders.value === headers) endpointState.value = state;
}

async function askEndpoint(endpoint: string, access: typeof accessHeaders.value): Promise<EndpointState> {
  const path = new URL(endpoint).pathname;
  try {
    const headers = new Headers([...access.map(([name, value]): [string, string] => [name, value])]);
    headers.set('accept', 'application/json');
    const response = await fetch(endpoint, {
      headers,
      cache: 'no-store',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return await readAnswer(response, path);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'TimeoutError')
      return {
        problem: `GET ${path} was not answered within ${TIMEOUT_MS / 1_000} seconds. Is the server busy?`,
      };
    return {
      problem: `The server cannot be reached. Check that it is running and that you are online, then try again.`,
    };
  }
}

async function readAnswer(response: Response, path: string): Promise<EndpointState> {
  const { status } = response;
  if (status === 401 || status === 403) {
    const problem = `The endpoint ${path} answered ${status}: it asks for credentials. Add them under “Headers”.`;
    return { problem, needsAccess: true };
  }
  const wrongEndpoint = 'Check the option endpoint of batchConsole().';
  if (!response.ok)
    return { problem: `GET ${path} answered ${status}, so it may not be a batch endpoint. ${wrongEndpoint}` };
  const type = response.headers.get('content-type') ?? 'no content type';
  if (!/\bjson\b/i.test(type)) {
    const what = /\bhtml\b/i.test(type) ? 'a web page' : `${type.slice(0, 60)}`;
    return { problem: `GET ${path} answered with ${what}, so it is not a batch endpoint. ${wrongEndpoint}` };
  }
  const value: unknown = await response.json().catch(() => undefined);
  const description = readDescription(value);
  return description === undefined
    ? { problem: `GET ${path} answered with JSON that does not describe a batch endpoint. ${wrongEndpoint}` }
    : { description };
}

/** Returns the members of a description that have the right type; `undefined` if it is not a description. */
function readDescription(value: unknown): EndpointDescription | undefined {
  if (!isObject(value) || !isObject(value['limits'])) return undefined;
  const { limits, basePath, root, headers, idempotency, transactions, async } = value;
  return {
    limits: Object.fromEntries(
      Object.entries(limits).filter((entry): entry is [string, number] => typeof entry[1] === 'number'),
    ),
    basePath: typeof basePath === 'string' ? basePath : '',
    root: typeof root === 'string' ? root : undefined,
    headers: isObject(headers)
      ? {
          inherited: textsOf(headers['inherited']),
          denied: textsOf(headers['denied']),
          allowed: textsOf(headers['allowed']),
        }
      : undefined,
    idempotency: idempotency === true,
    transactions: transactions === true,
    async: isObject(async) ? async : async === true,
  };
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
