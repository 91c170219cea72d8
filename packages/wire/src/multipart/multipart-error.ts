/** Why a multipart body, or an HTTP message in it, cannot be read. */
export class MultipartError extends Error {
  /** The number of the part with the fault, from 1, if it is in a part. */
  readonly part: number | undefined;
  /** The limit that was exceeded, if that is the fault. */
  readonly limit: { readonly name: 'maxParts' | 'maxHeadBytes'; readonly max: number } | undefined;

  constructor(
    message: string,
    { part, limit }: { readonly part?: number | undefined; readonly limit?: MultipartError['limit'] } = {},
  ) {
    super(part === undefined ? message : `part ${part}: ${message}`);
    this.name = 'MultipartError';
    this.part = part;
    this.limit = limit;
  }
}
