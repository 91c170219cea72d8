import type { MultistatusResponse, Summary } from '../multistatus.js';
import type { MultistatusSource } from './multistatus-source.js';
import { NdjsonReader } from './ndjson-reader.js';
import { type ReadLimits, resolveReadLimits } from './read-limits.js';
import { openSource } from './read-source.js';
import { readText } from './read-text.js';

/**
 * Reads NDJSON, as written by `writeNdjson`. Yields each response as soon as its line is complete, in the order of the
 * lines, and returns the summary. Keeps one line in memory. A consumer that stops early cancels the source.
 *
 * Responses that were yielded stay valid if a later line is faulty. `maxBytes` limits the whole text.
 *
 * @throws {DocumentError} of rule `truncated` if the last line, the summary, is missing, if the summary counts more or
 *   fewer responses, or if an index is missing or occurs twice: operations without a line may still have been executed.
 *   Of another rule if a line is not a response, or a limit is exceeded. Errors of a stream pass through.
 * @throws {TypeError} if the source cannot be read, or an option is unknown.
 * @throws {RangeError} if a limit is out of bounds.
 */
export async function* readNdjson(
  source: MultistatusSource,
  options: ReadLimits = {},
): AsyncGenerator<MultistatusResponse, Summary, undefined> {
  const limits = resolveReadLimits(options);
  const { chunks } = openSource(source, limits.maxBytes);
  const reader = new NdjsonReader(limits);
  // NDJSON is always UTF-8.
  for await (const piece of readText(chunks, { charset: 'utf-8', maxBytes: limits.maxBytes })) {
    yield* reader.write(piece);
  }
  // Without `onFault`, an incomplete text is an error.
  return (yield* reader.close()) as Summary;
}
