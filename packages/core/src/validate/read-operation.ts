import { isToken, parseMediaType, UNNAMED_ID_PREFIX } from '@multistatus/wire';
import type { DecodedBatch } from '../formats/batch-decoder.js';
import { stripBasePath } from '../operation/base-path.js';
import { isWholeBody, type Operation, type Reference } from '../operation/operation.js';
import { findTemplateIssue, isUrlTemplate, variablesOf } from '../operation/url-template.js';
import { toPointer } from '../problem/issue.js';
import type { IssueCollector } from '../problem/issue-collector.js';
import { boundedList } from './bounded-list.js';
import { checkRefusal } from './check-refusal.js';
import { findWholeBodyIssue, type OperationBody, readOperationBody } from './operation-body.js';
import { type HeaderContext, readOperationHeaders } from './operation-headers.js';
import { extractETagReferences, readDependencies } from './read-dependencies.js';
import { readReferences } from './read-references.js';

/** Methods that concern the connection, not a resource (RFC 9110 sections 9.3.6 and 9.3.8). */
const REFUSED_METHODS: ReadonlySet<string> = new Set(['CONNECT', 'TRACE']);

/** Maximum length of a method in characters; the longest registered method has 17. */
const MAX_METHOD_LENGTH = 32;

const WITH_SCHEME = /^[a-z][a-z\d+.-]*:\/\//i;
const FOREIGN_URL = 'The URL is that of another host; send a path, a relative URL, or a URL of this host';

/** Most operations refer to no others: they share one empty list. */
const EMPTY_LIST: readonly never[] = [];
const NO_HEADERS: StringMembers = {};
const NO_VARIABLES: ReadonlySet<string> = new Set();

type Members = Readonly<Record<string, unknown>>;
type StringMembers = Readonly<Record<string, string>>;

/** What is known of an operation before its members are read, and the rules for them. */
export interface ReadContext extends HeaderContext {
  readonly id: string;
  /** The batch as decoded. The body of the operation comes from here. */
  readonly decoded: DecodedBatch;
  /** Public prefix that is removed from its URL. */
  readonly basePath: string;
  /** The option `root`: with it, formats resolve relative URLs and those of the own host. */
  readonly root: string | undefined;
}

/**
 * Returns one request of a batch in normalized form, and adds every problem with its values to `issues`. Its body is not
 * read from `request`, but from the decoded batch.
 *
 * A member of the wrong type counts as absent, because it was reported before. The result may only be used if there are no
 * issues.
 *
 * @throws {TypeError} if a function of the format breaks its contract. What it throws passes through.
 */
export function readOperation(request: unknown, context: ReadContext, issues: IssueCollector): Operation {
  const { index, id, decoded } = context;
  const members: Members = typeof request === 'object' && request !== null ? (request as Members) : {};
  const method = readMethod(members, index, issues);
  const url = readUrl(members, context, issues);
  const headers = readOperationHeaders(stringMembers(members['headers']), context, issues);
  const contentType = headers['content-type'];
  const mediaType = parseMediaType(contentType);
  const isTypeValid = contentType === undefined || mediaType !== undefined;
  const sent = decoded.bodyOf(index, isTypeValid ? contentType : undefined);
  const body =
    sent === undefined
      ? undefined
      : readOperationBody(sent, { index, method, contentType, mediaType }, issues);
  const etagReferences = extractETagReferences(headers);
  const variables = isUrlTemplate(url) ? variablesOf(url) : NO_VARIABLES;
  const references =
    members['references'] === undefined && variables.size === 0
      ? EMPTY_LIST
      : readReferences(
          members['references'],
          {
            index,
            variables,
            wholeBodyIssue: findWholeBodyIssue(sent, { index, method, contentType, mediaType }),
            bodyText: isTypeValid && sent?.kind === 'json' ? sent.text : undefined,
            headerRules: context.headerRules,
            filledHeaders: etagReferences.map(({ at: [, name = ''] }) => name),
          },
          issues,
        );
  const dependsOn = boundedList(members['dependsOn']);
  const isIndependent =
    !isUrlTemplate(url) && dependsOn.length + references.length + etagReferences.length === 0;
  return new ReadOperation({
    index,
    id,
    isNamed: textOf(members['id'])?.startsWith(UNNAMED_ID_PREFIX) === false,
    clientId: textOf(decoded.clientIdOf?.(index)),
    refusal: checkRefusal(decoded.refusalOf?.(index)),
    method,
    url,
    headers: contentType === undefined ? withBodyType(headers, body, references) : headers,
    body: body?.bytes,
    atomicityGroup: textOf(members['atomicityGroup']),
    dependencies: isIndependent
      ? EMPTY_LIST
      : readDependencies({ index, url, dependsOn, references, etagReferences }),
    references: etagReferences.length === 0 ? references : [...references, ...etagReferences],
  });
}

/** Adds the content type of a body. A reference that is a body is JSON. */
function withBodyType(
  headers: Operation['headers'],
  body: OperationBody | undefined,
  references: readonly Reference[],
): Operation['headers'] {
  const type = body?.contentType ?? (references.some(isWholeBody) ? 'application/json' : undefined);
  // Not by a spread, which is slow if it adds members: see `joinFields`.
  return type === undefined ? headers : Object.assign({}, headers, { 'content-type': type });
}

/** A class for the same reason as `AnsweredOutcome`. */
class ReadOperation implements Operation {
  readonly index: number;
  readonly id: string;
  readonly isNamed: Operation['isNamed'];
  readonly clientId: Operation['clientId'];
  readonly refusal: Operation['refusal'];
  readonly method: string;
  readonly url: string;
  readonly headers: Operation['headers'];
  readonly body: Operation['body'];
  readonly atomicityGroup: Operation['atomicityGroup'];
  readonly dependencies: Operation['dependencies'];
  readonly references: Operation['references'];

  constructor(members: Operation) {
    this.index = members.index;
    this.id = members.id;
    this.isNamed = members.isNamed;
    this.clientId = members.clientId;
    this.refusal = members.refusal;
    this.method = members.method;
    this.url = members.url;
    this.headers = members.headers;
    this.body = members.body;
    this.atomicityGroup = members.atomicityGroup;
    this.dependencies = members.dependencies;
    this.references = members.references;
  }
}

function readMethod(members: Members, index: number, issues: IssueCollector): string {
  if (typeof members['method'] !== 'string') return '';
  const method = members['method'].toUpperCase();
  if (!isToken(method) || method.length > MAX_METHOD_LENGTH) {
    const detail = `A method is a token of at most ${MAX_METHOD_LENGTH} characters, such as GET or PATCH`;
    issues.add(toPointer('requests', index, 'method'), 'invalid-method', detail);
  } else if (REFUSED_METHODS.has(method)) {
    const detail = `${method} cannot be an operation`;
    issues.add(toPointer('requests', index, 'method'), 'method-not-allowed', detail);
  }
  return method;
}

function readUrl(members: Members, { index, basePath, root }: ReadContext, issues: IssueCollector): string {
  const raw = members['url'];
  if (typeof raw !== 'string') return '';
  const isPath = raw.startsWith('/');
  const url = isPath ? stripBasePath(raw, basePath) : raw;
  // Without the prefix too: /api//host is a path, but //host names a host.
  const rawIssue = findTemplateIssue(raw);
  const issue = rawIssue ?? (url === raw ? undefined : findTemplateIssue(url ?? '/'));
  if (issue === undefined && url !== undefined) return url;
  const pointer = toPointer('requests', index, 'url');
  if (issue !== undefined) {
    const isForeign = root !== undefined && WITH_SCHEME.test(raw);
    issues.add(pointer, issue.code, isForeign ? FOREIGN_URL : issue.detail);
  }
  if (url !== undefined) return url;
  issues.add(pointer, 'outside-base-path', `A URL of this API begins with ${basePath}/`);
  return raw;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function stringMembers(value: unknown): StringMembers {
  if (value === undefined) return NO_HEADERS;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return {};
  if (Object.values(value).every((member) => typeof member === 'string')) return value as StringMembers;
  return Object.fromEntries(Object.entries(value).filter(([, member]) => typeof member === 'string'));
}
