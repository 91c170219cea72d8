import type { MultistatusResponse, Summary } from '../multistatus.js';
import { NdjsonReader } from './ndjson-reader.js';
import { type ReadLimits, resolveReadLimits } from './read-limits.js';
import { type MultistatusSource, openSource } from './read-source.js';
import { readText } from './read-text.js';

/**
 * Reads NDJSON, as `writeNdjson` writes it, and gives each response as soon as its line is there, in the order of the
 * lines; in the end the summary. Holds one line at a time. Who stops early cancels the source.
 *
 * Responses that were given stand, whatever comes later. `maxBytes` is for the whole text.
 *
 * @throws {DocumentError} of rule `truncated` if the last line, the summary, does not come: what is missing may have
 *   been done. Of another rule if a line is no response, or a limit is exceeded. What a stream throws passes through.
 * @throws {TypeError} if the source is of no kind that can be read, or an option is unknown.
 * @throws {RangeError} if a limit is out of its bounds.
 */
export async function* readNdjson(
  source: MultistatusSource,
  options: ReadLimits = {},
): AsyncGenerator<MultistatusResponse, Summary, undefined> {
  const limits = resolveReadLimits(options);
  const { chunks } = openSource(source);
  const reader = new NdjsonReader(limits);
  // NDJSON has no other encoding.
  for await (const piece of readText(chunks, { charset: 'utf-8', maxBytes: limits.maxBytes })) {
    yield* reader.write(piece);
  }
  return yield* reader.close();
}
