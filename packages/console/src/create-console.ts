import { findBundle, loadBundle } from './bundle.js';
import type { ConsoleOptions } from './console-options.js';
import { pageHtml } from './page-html.js';
import { relativeUrl } from './relative-url.js';

/** A request for the page, or for what belongs to it. */
export interface ConsoleRequest {
  readonly method: string;
  /** The target of the request as the app has received it, with the path of the mount. */
  readonly originalUrl: string;
  /** The path below the mount; `''` or `/` for the page itself. */
  readonly path: string;
}

/** An answer of the console. Its headers replace those of the same name that the app has set. */
export interface ConsoleResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** Answers a request for the console; `subject` is what the option `allow` gets. */
export type AnswerConsole<Subject> = (request: ConsoleRequest, subject: Subject) => Promise<ConsoleResponse>;

const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

const HEADERS = {
  'content-security-policy': CONTENT_SECURITY_POLICY,
  'cross-origin-opener-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};

/**
 * Creates the function that answers requests for a console. The options must have been checked.
 *
 * @throws {Error} if the page is not there, which would otherwise be found by the first to open it.
 */
export function createConsole<Subject>(options: ConsoleOptions<Subject>): AnswerConsole<Subject> {
  findBundle();
  const { allow } = options;
  if (allow === undefined && process.env['NODE_ENV'] === 'production') warnOfOpenConsole();
  return async (request, subject) => {
    if (allow !== undefined && !(await isAllowed(allow, subject)))
      return plain(403, 'You may not see this page.');
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return plain(405, 'Use GET: this page can only be read.', { allow: 'GET, HEAD' });
    return request.path === '' || request.path === '/'
      ? answerPage(request.originalUrl, options)
      : answerAsset(request.path.slice(1), allow !== undefined);
  };
}

/**
 * Asks the app. Express and Koa know an error only by its being an `Error`: others mean "go on" to Express, or leave the client of Koa
 * without an answer.
 *
 * @throws {TypeError} for a value that is no boolean but counts as true, such as a function that was not called.
 */
async function isAllowed<Subject>(
  allow: NonNullable<ConsoleOptions<Subject>['allow']>,
  subject: Subject,
): Promise<boolean> {
  let allowed: unknown;
  try {
    allowed = await allow(subject);
  } catch (error) {
    throw error instanceof Error ? error : new Error('batchConsole.allow has failed', { cause: error });
  }
  if (!allowed || allowed === true) return Boolean(allowed);
  throw new TypeError(`batchConsole.allow must return a boolean, or a promise of one, got ${typeof allowed}`);
}

function warnOfOpenConsole(): void {
  process.emitWarning(
    'batchConsole() is used in production without the option allow, so everyone who can reach the page may see it. Set allow, ' +
      'for example batchConsole({ allow: (req) => isAdmin(req) }), or allow: () => true if this is intended.',
    { code: 'MULTISTATUS_OPEN_CONSOLE' },
  );
}

function answerPage(
  originalUrl: string,
  { endpoint, openapi, batch, allow }: ConsoleOptions<never>,
): ConsoleResponse {
  const [path = '', query] = withoutOrigin(originalUrl).split(/\?(.*)/s);
  if (!path.endsWith('/')) {
    // Relative, because a proxy may have removed a prefix of the path.
    const location = `./${path.slice(path.lastIndexOf('/') + 1)}/${query === undefined ? '' : `?${query}`}`;
    return plain(302, 'The page is at the same path with a slash at its end.', { location });
  }
  const relative = (url: string | undefined): string | undefined => url && relativeUrl(path, url);
  const settings = {
    endpoint: relative(endpoint),
    openapi: relative(openapi),
    batch,
    restricted: allow !== undefined,
  };
  return {
    status: 200,
    headers: { ...HEADERS, 'cache-control': 'no-store', 'content-type': 'text/html; charset=utf-8' },
    body: pageHtml(loadBundle(), settings),
  };
}

/** Returns a request target without its origin: a proxy may send the absolute form (RFC 9112 section 3.2.2). */
export function withoutOrigin(target: string): string {
  return target.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?]*/i, '');
}

function answerAsset(name: string, isRestricted: boolean): ConsoleResponse {
  const asset = loadBundle().assets.get(name);
  if (asset === undefined) return plain(404, 'There is nothing at this path.');
  return {
    status: 200,
    headers: {
      ...HEADERS,
      // A shared cache would answer clients that `allow` refuses.
      'cache-control': `${isRestricted ? 'private' : 'public'}, max-age=31536000, immutable`,
      'content-type': asset.type,
    },
    body: asset.content,
  };
}

function plain(
  status: number,
  text: string,
  headers: Readonly<Record<string, string>> = {},
): ConsoleResponse {
  return {
    status,
    headers: {
      ...HEADERS,
      ...headers,
      'cache-control': 'no-store',
      'content-type': 'text/plain; charset=utf-8',
    },
    body: `${text}\n`,
  };
}
