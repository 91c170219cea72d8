import { firstValue, parseMediaType } from '@multistatus/wire';
import type { EnvelopeHeaders } from '../http/envelope.js';
import type { AnswerChoice, FormatIndex } from './format-index.js';
import { negotiate } from './negotiate.js';

/**
 * Returns how the answer to a request is written, or `undefined` if nothing is acceptable to the client.
 *
 * The format of a batch may decide it; otherwise Accept does. If the client accepts several media types equally, one of
 * `defaultFormat` wins, or without that option one of the format of the request: that of the request itself, if it is one of them.
 *
 * @throws {TypeError} if the format of a batch names a media type that no format writes. What it throws passes through.
 */
export function chooseAnswer(
  headers: EnvelopeHeaders,
  formats: FormatIndex,
  defaultFormat: string | undefined,
): AnswerChoice | undefined {
  const type = parseMediaType(firstValue(headers['content-type']))?.type ?? '';
  const read = formats.batches.get(type);
  const fixed = read?.decoder.answerType?.(headers);
  if (fixed !== undefined) return formats.answerIn(fixed) ?? unknownType(read?.format.name, formats);
  const preferred = defaultFormat ?? (read ?? formats.items.get(type))?.format.name;
  return negotiate(firstValue(headers['accept']), formats, { format: preferred, mediaType: type });
}

function unknownType(name: string | undefined, { answerTypes }: FormatIndex): never {
  throw new TypeError(
    `batch.answerType of the format ${name} must return one of ${answerTypes.join(', ')}, or undefined`,
  );
}
