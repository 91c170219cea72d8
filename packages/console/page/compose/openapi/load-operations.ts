import { type ListedOperation, listOperations } from './list-operations.js';
import { isObject, type Members } from './resolve-ref.js';

/** The operations of the app. */
export interface AppOperations {
  readonly document: Members;
  readonly operations: readonly ListedOperation[];
}

/** A longer document is not read, because the page would not respond for too long. */
const MAX_CHARACTERS = 50_000_000;
const TIMEOUT_MS = 30_000;

/**
 * Loads the OpenAPI document of the app.
 *
 * @throws {Error} with a message for the user: what is wrong, and what to do.
 */
export async function loadOperations(
  url: string,
  {
    endpoint,
    headers,
  }: { readonly endpoint: string; readonly headers: readonly (readonly [string, string])[] },
): Promise<AppOperations> {
  const path = new URL(url).pathname;
  const text = await fetchText(url, path, headers);
  const document = parse(text);
  if (document === undefined)
    throw new Error(
      `GET ${path} did not answer with JSON. The console reads OpenAPI documents in JSON, not in YAML.`,
    );
  if (
    !isObject(document) ||
    !('openapi' in document || 'swagger' in document) ||
    !isObject(document['paths'])
  )
    throw new Error(
      `GET ${path} answered with JSON that is not an OpenAPI document: the members openapi and paths are missing.`,
    );
  return { document, operations: listOperations(document, new URL(endpoint).pathname) };
}

async function fetchText(
  url: string,
  path: string,
  headers: readonly (readonly [string, string])[],
): Promise<string> {
  let response: Response;
  let text: string;
  try {
    const fields = new Headers(headers.map(([name, value]): [string, string] => [name, value]));
    fields.set('accept', 'application/json');
    response = await fetch(url, { headers: fields, signal: AbortSignal.timeout(TIMEOUT_MS) });
    text = await response.text();
  } catch {
    throw new Error(`The OpenAPI document at ${path} cannot be loaded: the server does not answer.`);
  }
  const { status } = response;
  if (status === 401 || status === 403)
    throw new Error(`GET ${path} answered ${status}: it asks for credentials. Add them under “Headers”.`);
  if (!response.ok)
    throw new Error(`GET ${path} answered ${status}. Check the option openapi of batchConsole().`);
  if (text.length > MAX_CHARACTERS)
    throw new Error(
      `The OpenAPI document at ${path} is too long for this page: it has more than 50 million characters.`,
    );
  return text;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
