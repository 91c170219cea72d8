import { freshId } from '../fresh-id.js';
import type { NewOperation } from '../insert-operation.js';
import type { ListedOperation } from './list-operations.js';
import { isObject, type Members, resolveRef } from './resolve-ref.js';
import { givenExample, schemaExample } from './schema-example.js';

/** Where an operation is inserted. */
export interface OperationTarget {
  readonly document: Members;
  /** The text of the batch. */
  readonly batch: string;
  /** The prefix of the URLs that the endpoint accepts. */
  readonly basePath: string;
}

/**
 * Returns an operation of the app as a member of a batch. A path parameter without an example stays a variable in braces, which the
 * user replaces, or fills with a reference.
 */
export function toOperation(
  listed: ListedOperation,
  { document, batch, basePath }: OperationTarget,
): NewOperation {
  const { method, path, described } = listed;
  const parameters = parametersOf(listed, document);
  const url = path.replace(/\{([^{}]*)\}/g, (_, name: string) =>
    parameterText(
      parameters.find((each) => each['in'] === 'path' && each['name'] === name),
      name,
      document,
    ),
  );
  const query = parameters
    .filter((each) => each['in'] === 'query' && each['required'] === true)
    .map(
      (each) =>
        `${encodeURIComponent(withoutLoneSurrogates(String(each['name'])))}=${parameterText(each, String(each['name']), document)}`,
    );
  const headers = parameters
    .filter(
      (each) =>
        each['in'] === 'header' &&
        each['required'] === true &&
        !IGNORED.has(String(each['name']).toLowerCase()),
    )
    .map((each): [string, string] => [String(each['name']), textOf(exampleOf(each, document)) ?? 'text']);
  const body = bodyOf(described, parameters, document);
  const allHeaders = [
    ...headers,
    ...(body?.contentType === undefined ? [] : [['content-type', body.contentType]]),
  ];
  const inBase = url === basePath || url.startsWith(`${basePath}/`) ? '' : basePath;
  return {
    id: freshId(nameOf(listed), batch),
    method,
    url: `${inBase}${encodeRest(url)}${query.length === 0 ? '' : `?${query.join('&')}`}`,
    ...(allHeaders.length === 0 ? {} : { headers: Object.fromEntries(allHeaders) as Members }),
    ...(body === undefined ? {} : body.members),
  };
}

/** Header parameters that OpenAPI ignores, and headers that an operation of a batch may not set. */
const IGNORED: ReadonlySet<string> = new Set(['accept', 'content-type', 'authorization', 'cookie']);

function parametersOf({ described, shared }: ListedOperation, document: Members): readonly Members[] {
  return [described, shared]
    .flatMap(({ parameters }) => (Array.isArray(parameters) ? parameters.slice(0, 100) : []))
    .map((parameter) => resolveRef(parameter, document))
    .filter((parameter) => parameter !== undefined);
}

function exampleOf(parameter: Members, document: Members): unknown {
  const schema = resolveRef(parameter['schema'], document) ?? parameter; // in Swagger, the parameter itself
  const { enum: choices } = schema;
  return (
    givenExample(parameter) ??
    givenExample(schema) ??
    schema['default'] ??
    (Array.isArray(choices) ? choices[0] : undefined)
  );
}

/** Returns the value of a parameter for a URL, or a variable that is to be replaced. */
function parameterText(parameter: Members | undefined, name: string, document: Members): string {
  const text = parameter === undefined ? undefined : textOf(exampleOf(parameter, document));
  return text === undefined
    ? `{${name.replace(/\W+/g, '_').slice(0, 50) || 'value'}}`
    : encodeURIComponent(text);
}

function textOf(example: unknown): string | undefined {
  return ['string', 'number', 'boolean'].includes(typeof example)
    ? withoutLoneSurrogates(String(example))
    : undefined;
}

interface NewBody {
  readonly members: Members;
  readonly contentType: string | undefined;
}

function bodyOf(described: Members, parameters: readonly Members[], document: Members): NewBody | undefined {
  const ofSwagger = parameters.find((each) => each['in'] === 'body');
  if (ofSwagger !== undefined)
    return { members: { body: schemaExample(ofSwagger['schema'], document) }, contentType: undefined };
  const content = resolveRef(described['requestBody'], document)?.['content'];
  if (!isObject(content)) return undefined;
  const types = Object.keys(content);
  const type =
    types.find((each) => /^application\/json\b/i.test(each)) ??
    types.find((each) => /\+json\b/i.test(each)) ??
    types[0];
  const media = type === undefined ? undefined : resolveRef(content[type], document);
  if (type === undefined || media === undefined) return undefined;
  const example = givenExample(media) ?? schemaExample(media['schema'], document);
  if (/^application\/json\b/i.test(type) || type.includes('*'))
    return { members: { body: example }, contentType: undefined };
  if (/\+json\b/i.test(type)) return { members: { body: example }, contentType: type };
  const body = typeof example === 'string' ? example : '';
  const encoding = /^text\//i.test(type) ? {} : { bodyEncoding: 'text' };
  return { members: { body, ...encoding }, contentType: type };
}

/** Returns the `operationId` if it is short, otherwise the method and the last word of the path: `get-photos`. */
function nameOf({ method, path, described: { operationId } }: ListedOperation): string {
  if (typeof operationId === 'string' && /^[\w.-]{1,40}$/.test(operationId)) return operationId;
  const word = path.split('/').findLast((segment) => /^[\w.-]+$/.test(segment)) ?? 'root';
  return `${method.toLowerCase()}-${word.slice(0, 40)}`;
}

/** Percent-encodes the characters that a URL of an operation cannot contain. */
function encodeRest(url: string): string {
  return withoutLoneSurrogates(url).replace(/[^!$&-;=?@A-Z_a-z{}~%]/gu, (character) =>
    encodeURIComponent(character),
  );
}

/** Replaces them, because `encodeURIComponent` throws for them. */
function withoutLoneSurrogates(text: string): string {
  return text.replace(/\p{Cs}/gu, '\ufffd');
}
