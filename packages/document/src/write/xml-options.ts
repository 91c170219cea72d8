/** Options for writing a document as XML. */
export interface XmlOptions {
  /**
   * If an href occurs again, the later response is written with this path followed by its index as href. Must be an
   * absolute path that ends in a slash and under which there is no resource.
   */
  readonly operationsPath: string;
}
