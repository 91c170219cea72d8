/** An XML element as plain data: a property, an error condition, or an extension of a document. */
export interface Element {
  /** Namespace and local name, such as `{DAV:}getetag`; only the local name if there is no namespace. */
  readonly name: string;
  /** Attribute values by name. Names have the same form as `name`. */
  readonly attributes?: Readonly<Record<string, string>> | undefined;
  /** Text and elements in document order. */
  readonly children?: readonly (string | Element)[] | undefined;
}
