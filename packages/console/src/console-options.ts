/** Options of `batchConsole()` in every framework; `Subject` is what `allow` gets: the request of Express, the context of Koa. */
export interface ConsoleOptions<Subject> {
  /**
   * The path of the batch endpoint that the page sends to, such as `/batch`, with every prefix that the app sees. The page can
   * send only to the origin that it comes from.
   *
   * @defaultValue the path one level above the page: `/batch` for a page at `/batch/console`
   */
  readonly endpoint?: string | undefined;
  /** The path of the app's OpenAPI document in JSON. The page lists its operations, which can be inserted into a batch. */
  readonly openapi?: string | undefined;
  /** The batch that is in the editor when the page is opened. Must be an object that JSON can represent. */
  readonly batch?: { readonly requests: readonly object[] } | undefined;
  /**
   * Decides whether a client may see the page, and whatever belongs to it. A client that may not gets 403. The app handles an error that
   * it throws, and the TypeError for a value that counts as true but is no boolean.
   *
   * @defaultValue everyone who can reach the address may see the page
   */
  readonly allow?: ((subject: Subject) => boolean | Promise<boolean>) | undefined;
}

const NAMES = ['endpoint', 'openapi', 'batch', 'allow'];

/**
 * Checks the options of `batchConsole()`; `own` are the names of further ones, which the adapter checks.
 *
 * @throws {TypeError} for an unknown option or a value that it cannot have; the message says what to do.
 */
export function checkConsoleOptions(options: ConsoleOptions<never>, own: readonly string[] = []): void {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new TypeError("batchConsole needs an object of options, such as { endpoint: '/batch' }, or none");
  const known = [...NAMES, ...own];
  const unknown = Object.keys(options).find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw new TypeError(`batchConsole.${unknown} is not an option; the options are ${known.join(', ')}`);
  const { endpoint, openapi, batch, allow } = options;
  checkPathOfOrigin('endpoint', endpoint, '/batch');
  checkPathOfOrigin('openapi', openapi, '/openapi.json');
  checkBatch(batch);
  if (allow !== undefined && typeof allow !== 'function')
    throw new TypeError(`batchConsole.allow must be a function, got ${JSON.stringify(allow)}`);
}

/** Browsers read `//host` and `/\host` as the address of another host. */
function checkPathOfOrigin(name: string, value: unknown, example: string): void {
  if (value === undefined) return;
  if (typeof value === 'string' && /^\/(?![/\\])[^#]*$/.test(value)) return;
  throw new TypeError(
    `batchConsole.${name} must be a path on the origin of the page, such as '${example}', got ${JSON.stringify(value)}`,
  );
}

function checkBatch(batch: unknown): void {
  if (batch === undefined) return;
  const { requests } = Object(batch) as { readonly requests?: unknown };
  if (!Array.isArray(requests))
    throw new TypeError('batchConsole.batch must be a batch: { requests: [{ method, url }, ...] }');
  try {
    JSON.stringify(batch);
  } catch (cause) {
    throw new TypeError('batchConsole.batch must contain only what JSON can represent', { cause });
  }
}
