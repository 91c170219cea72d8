/** The media types in which a list can be sent. */
export const BULK_MEDIA_TYPES: readonly string[] = [
  'application/json',
  'application/merge-patch+json',
  'application/x-ndjson',
];
