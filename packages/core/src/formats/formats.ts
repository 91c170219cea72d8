/** A media type that a batch can be answered in. */
export type ResponseMediaType = 'application/json' | 'application/xml' | 'text/xml' | 'application/x-ndjson';

/** The formats of a document. Both XML media types have the same one. */
export type FormatName = 'json' | 'xml';

/** The formats of an answer: a document, or NDJSON with a line for each outcome as soon as it settles. */
export type AnswerFormat = FormatName | 'ndjson';

/** The media types that an endpoint can answer in; the first is the default. */
export const RESPONSE_MEDIA_TYPES: readonly ResponseMediaType[] = [
  'application/json',
  'application/xml',
  'text/xml',
  'application/x-ndjson',
];

/** The media types in which a batch can be sent. */
export const BATCH_MEDIA_TYPES: readonly string[] = ['application/json'];

/** The media types in which a list of items can be sent. */
export const BULK_MEDIA_TYPES: readonly string[] = [
  'application/json',
  'application/merge-patch+json',
  'application/x-ndjson',
];

/** Returns the format of an answer in the given media type. */
export function formatOf(mediaType: ResponseMediaType): AnswerFormat {
  if (mediaType === 'application/json') return 'json';
  return mediaType === 'application/x-ndjson' ? 'ndjson' : 'xml';
}
