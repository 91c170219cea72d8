/** The namespace of RFC 4918. The writers bind the prefix `D` to it. */
export const DAV = 'DAV:';
/** The namespace for everything that RFC 4918 has no element for. The writers bind the prefix `M` to it. */
export const EXTENSION = 'urn:multistatus:xml:1';
/** The namespace of the `problem` element (RFC 9457 appendix B). */
export const PROBLEM = 'urn:ietf:rfc:7807';
/** The namespace of namespace declarations. No other name may be in it (Namespaces in XML 1.0 section 3). */
export const XMLNS = 'http://www.w3.org/2000/xmlns/';
