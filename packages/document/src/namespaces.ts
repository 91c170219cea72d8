/** Of RFC 4918; the writers bind the prefix `D` to it. */
export const DAV = 'DAV:';
/** What RFC 4918 has no element for; the writers bind the prefix `M` to it. */
export const EXTENSION = 'urn:multistatus:xml:1';
/** Of the problem element of RFC 9457 appendix B. */
export const PROBLEM = 'urn:ietf:rfc:7807';
/** Of namespace declarations: nothing else may have a name in it (Namespaces in XML 1.0 section 3). */
export const XMLNS = 'http://www.w3.org/2000/xmlns/';
