/** Which headers operations inherit, which they may set, and which their outcomes show. Names in any case. */
export interface HeaderOptions {
  /**
   * Headers of the batch request that operations inherit, in addition to those that they always inherit. An operation may
   * repeat the value of the batch request; it may have another value only if `allow` names the header too.
   */
  readonly inherit?: readonly string[] | undefined;
  /**
   * Headers that an operation may set although they are denied by default, such as `authorization`. The value of the
   * operation then replaces that of the batch request. Cannot name a header that only proxies write.
   */
  readonly allow?: readonly string[] | undefined;
  /**
   * Headers that an operation must not carry, in addition to those that are denied by default: names, or prefixes such as
   * `x-corp-*`. A name in `allow` is excepted from a prefix.
   */
  readonly deny?: readonly string[] | undefined;
  /**
   * The only headers that outcomes show, in addition to content-type.
   *
   * @defaultValue all headers except connection headers, date, content-length (but for HEAD and 304), x-powered-by, and those
   * that the response to the batch has with the same value
   */
  readonly expose?: readonly string[] | undefined;
  /**
   * How header names are written in the document: `lower-case` is `etag`, `canonical` is `ETag`. The JavaScript client of
   * Microsoft Graph reads only canonical names.
   *
   * @defaultValue 'lower-case'
   */
  readonly case?: 'lower-case' | 'canonical' | undefined;
}
