import type { BatchOptions } from '../options/batch-options.js';
import { checkChoice } from '../options/check-choice.js';
import { rejectUnknownOptions } from '../options/reject-unknown-options.js';
import { resolveOptions } from '../options/resolve-options.js';
import { describeDiscovery } from './describe-discovery.js';
import { describePost, describeQuery } from './describe-sending.js';
import type { OpenApiVersion } from './media-type-content.js';
import type { OpenApiPathItem } from './path-item.js';

/** The options of a batch endpoint. `target`, `path` and `prepare` belong to the adapter and do not affect the description. */
export interface DescribedBatchOptions<Outer = unknown, Principal = never>
  extends BatchOptions<Outer, Principal> {
  /** Not read. */
  readonly target?: unknown;
  /** Not read: the caller puts the description under a path. */
  readonly path?: unknown;
  /** Not read. */
  readonly prepare?: unknown;
}

/** What {@link describeBatch} needs to know besides the options of the endpoint. */
export interface DescribeBatchOptions {
  /** The version of OpenAPI that the description is part of. @defaultValue '3.1' */
  readonly openapi?: OpenApiVersion | undefined;
}

/**
 * Returns the OpenAPI path item of a batch endpoint that is created with these options: of OpenAPI 3.1, or of 3.2, which can also
 * describe QUERY and the lines of JSON Lines.
 *
 * The schema of a batch is the one that validates batches, with the limits of the options. Each call returns a new, plain
 * JSON value.
 *
 * @throws {TypeError} for an unknown option or a value of the wrong type.
 * @throws {RangeError} for a limit that is not an integer in its range.
 *
 * @example
 * ```ts
 * const options = { limits: { maxOperations: 50 } };
 * app.use('/batch', batch(options));
 * const paths = { '/batch': describeBatch(options) };
 * ```
 */
export function describeBatch<Outer = unknown, Principal = never>(
  options: DescribedBatchOptions<Outer, Principal> = {},
  describeOptions: DescribeBatchOptions = {},
): OpenApiPathItem {
  rejectUnknownOptions('describeBatch', describeOptions, { known: ['openapi'] });
  const { openapi = '3.1' } = describeOptions;
  checkChoice('describeBatch.openapi', openapi, { choices: ['3.1', '3.2'] });
  const resolved = resolveOptions(options as unknown as BatchOptions, ['target', 'path', 'prepare']);
  const item: OpenApiPathItem = {
    get: describeDiscovery(resolved),
    post: describePost(resolved, openapi),
    ...(openapi === '3.2' ? { query: describeQuery(resolved) } : {}),
  };
  return JSON.parse(JSON.stringify(item)) as OpenApiPathItem; // a deep copy: no two parts share an object
}
