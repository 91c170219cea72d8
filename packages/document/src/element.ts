/** An XML element as plain data: a property, an error condition, or an extension of a document. */
export interface Element {
  /** Namespace and local name, `{DAV:}getetag`; a name without namespace stands alone. */
  readonly name: string;
  /** By name, of the same form. */
  readonly attributes?: Readonly<Record<string, string>> | undefined;
  /** Text and elements in document order. */
  readonly children?: readonly (string | Element)[] | undefined;
}
