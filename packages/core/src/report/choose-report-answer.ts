import { firstValue, parseMediaType } from '@multistatus/wire';
import type { Format } from '../formats/format.js';
import type { AnswerChoice, FormatIndex } from '../formats/format-index.js';
import { negotiate } from '../formats/negotiate.js';
import type { EnvelopeHeaders } from '../http/envelope.js';

/**
 * Returns how a report is written. For a client without a preference, that is `defaultFormat`; or the format of the request
 * body; or the first format, if the request has no body in a known format.
 *
 * An operation of a batch without an Accept header gets its report in `nestedType`: the client has chosen a format for
 * the whole answer.
 *
 * If the Accept header matches nothing, it is ignored (RFC 9110 section 12.4.1): the handler has run already, so the
 * client needs its report.
 */
export function chooseReportAnswer(
  { headers, nestedType }: { readonly headers: EnvelopeHeaders; readonly nestedType: string | undefined },
  formats: FormatIndex,
  defaultFormat: string | undefined,
): AnswerChoice {
  const accept = firstValue(headers['accept']);
  const nested = accept === undefined && nestedType !== undefined ? formats.answerIn(nestedType) : undefined;
  if (nested !== undefined) return nested;
  const type = parseMediaType(firstValue(headers['content-type']))?.type;
  const first = formats.answers[0] as AnswerChoice; // `resolveFormats` has checked that there is one
  const preferred =
    defaultFormat ?? formats.formats.find((format) => isOfFormat(type, format))?.name ?? first.format.name;
  return (
    negotiate(accept, formats, { format: preferred }) ??
    formats.answers.find(({ format }) => format.name === preferred) ??
    first
  );
}

/** Checks whether a media type is one of a format, or has its structured-syntax suffix (RFC 6839): `+json`. */
function isOfFormat(type: string | undefined, { answer }: Format): boolean {
  if (type === undefined || answer === undefined) return false;
  const subtype = subtypeOf(type);
  return answer.mediaTypes.some(
    (mediaType) => subtype === subtypeOf(mediaType) || subtype.endsWith(`+${subtypeOf(mediaType)}`),
  );
}

function subtypeOf(mediaType: string): string {
  return mediaType.slice(mediaType.indexOf('/') + 1);
}
