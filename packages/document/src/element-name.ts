import { XMLNS } from './namespaces.js';
import { isXmlText } from './xml-char.js';

// NCName of Namespaces in XML 1.0 section 3. xmlbuilder2 refuses the name `xmlns` whatever its namespace.
const NAME_START =
  'A-Z_a-z\\u{C0}-\\u{D6}\\u{D8}-\\u{F6}\\u{F8}-\\u{2FF}\\u{370}-\\u{37D}\\u{37F}-\\u{1FFF}\\u{200C}-\\u{200D}' +
  '\\u{2070}-\\u{218F}\\u{2C00}-\\u{2FEF}\\u{3001}-\\u{D7FF}\\u{F900}-\\u{FDCF}\\u{FDF0}-\\u{FFFD}\\u{10000}-\\u{EFFFF}';
const NAME_REST = `${NAME_START}.0-9\\u{B7}\\u{300}-\\u{36F}\\u{203F}-\\u{2040}\\-`;
const LOCAL_NAME = new RegExp(`^(?!xmlns$)[${NAME_START}][${NAME_REST}]*$`, 'u');

/** The two parts of a name of the form `{namespace}local`. */
export interface ElementName {
  /** `null` for a name that is in no namespace. */
  readonly namespace: string | null;
  readonly local: string;
}

/** Checks whether a text is a valid local name of an element or attribute. */
export function isLocalName(name: string): boolean {
  return LOCAL_NAME.test(name);
}

/** Splits the name of an element or attribute. Returns `undefined` for a name that XML does not allow. */
export function splitName(name: string): ElementName | undefined {
  // A namespace may contain braces, a local name cannot.
  const end = name.startsWith('{') ? name.lastIndexOf('}') : -1;
  const namespace = end < 0 ? null : name.slice(1, end);
  const local = name.slice(end + 1);
  return isLocalName(local) && (namespace === null || isNamespace(namespace))
    ? { namespace, local }
    : undefined;
}

function isNamespace(text: string): boolean {
  // Some parsers trim a namespace, although no rule asks for it.
  return text !== '' && text === text.trim() && text !== XMLNS && isXmlText(text);
}
