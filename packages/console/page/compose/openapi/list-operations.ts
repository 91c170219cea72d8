import { isObject, type Members, resolveRef } from './resolve-ref.js';

/** An operation of the app, as its OpenAPI document describes it. */
export interface ListedOperation {
  /** In upper case. */
  readonly method: string;
  /** The path with the prefix that the document names. */
  readonly path: string;
  readonly summary: string;
  /** The text that is searched, in lower case. */
  readonly searched: string;
  /** Its description, and what the description of its path adds. */
  readonly described: Members;
  readonly shared: Members;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options'];
/** How many operations are listed, and how many characters of a path or summary. */
const MAX_OPERATIONS = 20_000;
const MAX_PATH = 500;
const MAX_SUMMARY = 150;

/** Returns the operations of an OpenAPI 3 or Swagger 2 document, except those of the batch endpoint at `own` and below it. */
export function listOperations(document: Members, own: string): readonly ListedOperation[] {
  const prefix = prefixOf(document);
  const listed: ListedOperation[] = [];
  const { paths } = document;
  for (const [name, item] of Object.entries(isObject(paths) ? paths : {})) {
    const path = prefix + name;
    if (!name.startsWith('/') || path.length > MAX_PATH || path === own || path.startsWith(`${own}/`))
      continue;
    const shared = resolveRef(item, document) ?? {};
    for (const method of METHODS) {
      const described = Object.hasOwn(shared, method) ? shared[method] : undefined;
      if (!isObject(described)) continue;
      if (listed.length === MAX_OPERATIONS) return listed;
      listed.push(toListed(method, path, { described, shared }));
    }
  }
  return listed;
}

function toListed(
  method: string,
  path: string,
  { described, shared }: Pick<ListedOperation, 'described' | 'shared'>,
): ListedOperation {
  const { summary, description, operationId } = described;
  const text =
    [summary, description, operationId].find((each) => typeof each === 'string' && each !== '') ?? '';
  const shown = (text as string).slice(0, MAX_SUMMARY);
  const upper = method.toUpperCase();
  return {
    method: upper,
    path,
    summary: shown,
    searched: `${upper} ${path} ${shown}`.toLowerCase(),
    described,
    shared,
  };
}

/** Returns the path of the first server of OpenAPI, or the `basePath` of Swagger. */
function prefixOf({ servers, basePath }: Members): string {
  if (typeof basePath === 'string') return withoutEnd(basePath);
  const url: unknown = Array.isArray(servers) && isObject(servers[0]) ? servers[0]['url'] : undefined;
  if (typeof url !== 'string' || url.includes('{')) return '';
  try {
    return withoutEnd(new URL(url, 'http://localhost').pathname);
  } catch {
    return '';
  }
}

function withoutEnd(path: string): string {
  return path.endsWith('/') ? path.slice(0, -1) : path;
}
