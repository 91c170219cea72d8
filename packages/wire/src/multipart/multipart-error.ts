/** What is known about a fault, as a {@link MultipartError} reports it. */
export interface MultipartFault {
  /** The number of the part with the fault, from 1; absent if it is not in a part. */
  readonly part?: number | undefined;
  /** The limit that was exceeded; absent if that is not the fault. */
  readonly limit?: MultipartError['limit'];
  /** True if the body ends before its close delimiter. @defaultValue false */
  readonly isTruncated?: boolean;
}

/** Why a multipart body, or an HTTP message in it, cannot be read. */
export class MultipartError extends Error {
  /** The message without the number of the part. */
  readonly reason: string;
  /** The number of the part with the fault, from 1, if it is in a part. */
  readonly part: number | undefined;
  /** The limit that was exceeded, if that is the fault. */
  readonly limit: { readonly name: 'maxParts' | 'maxHeadBytes'; readonly max: number } | undefined;
  /** True if the body ends before its close delimiter. */
  readonly isTruncated: boolean;

  /** Creates the error. The message is `reason`, after the number of the part. */
  constructor(reason: string, { part, limit, isTruncated = false }: MultipartFault = {}) {
    super(part === undefined ? reason : `part ${part}: ${reason}`);
    this.name = 'MultipartError';
    this.reason = reason;
    this.part = part;
    this.limit = limit;
    this.isTruncated = isTruncated;
  }
}
