/** Which headers operations are given, which they may carry, and which their outcomes show. */
export interface HeaderOptions {
  /** Request headers of the batch that operations carry too, in addition to those that they always do. */
  readonly inherit?: readonly string[] | undefined;
  /**
   * Headers that an operation may carry although they are denied by default, such as `authorization`. The value of the
   * operation then replaces that of the batch request.
   */
  readonly allow?: readonly string[] | undefined;
  /**
   * The only headers that outcomes keep, in addition to content-type.
   *
   * @defaultValue all but those about one connection, date, content-length, x-powered-by, and those that the batch's own
   * response has with the same value
   */
  readonly expose?: readonly string[] | undefined;
  /**
   * How header names are written in the document: `etag` or `ETag`. Microsoft Graph's JavaScript client reads only
   * canonical ones.
   *
   * @defaultValue 'lower-case'
   */
  readonly case?: 'lower-case' | 'canonical' | undefined;
}
