// In place of xmlbuilder2, which weighs 80 kB gzipped, where bundle.mjs puts it: what the writer of XML uses of it. As there, names
// are valid, and values, namespaces and text are escaped already.

const XML = 'http://www.w3.org/XML/1998/namespace';
const XMLNS = 'http://www.w3.org/2000/xmlns/';

interface Attribute {
  readonly namespace: string | null;
  readonly name: string;
  readonly value: string;
}

/** What is declared around an element. */
interface Scope {
  readonly defaultNamespace: string | null;
  readonly prefixes: ReadonlyMap<string, string>;
  /** The number of the last prefix that the writer has chosen. */
  readonly counter: { count: number };
}

/** An element under construction. */
export class XmlElement {
  readonly #namespace: string | null;
  readonly #name: string;
  readonly #attributes: Attribute[] = [];
  readonly #children: (XmlElement | string)[] = [];

  constructor(namespace: string | null, name: string) {
    this.#namespace = namespace;
    this.#name = name;
  }

  /** Adds an element, and returns it. */
  ele(namespace: string | null, name: string): XmlElement {
    const child = new XmlElement(namespace, name);
    this.#children.push(child);
    return child;
  }

  /** Adds an attribute. In the namespace of `xmlns`, it declares a prefix. */
  att(namespace: string | null, name: string, value: string): this {
    this.#attributes.push({ namespace, name, value });
    return this;
  }

  /** Adds text, as it is. */
  txt(text: string): this {
    this.#children.push(text);
    return this;
  }

  /** Returns the XML of the element. */
  toString(): string {
    return this.#write({ defaultNamespace: null, prefixes: new Map([[XML, 'xml']]), counter: { count: 0 } });
  }

  #write(outer: Scope): string {
    const prefixes = new Map(outer.prefixes);
    let { defaultNamespace } = outer;
    let [name, prefix] = this.#name.split(':').toReversed() as [string, string?];
    let start = '';
    const namespace = this.#namespace;
    if (prefix !== undefined) {
      start += ` xmlns:${prefix}="${namespace}"`;
      prefixes.set(namespace ?? '', prefix);
    } else if (namespace !== defaultNamespace) {
      prefix = namespace === null ? undefined : prefixes.get(namespace);
      if (prefix === undefined) {
        start += ` xmlns="${namespace ?? ''}"`;
        defaultNamespace = namespace;
      }
    }
    if (prefix !== undefined) name = `${prefix}:${name}`;
    for (const attribute of this.#attributes) start += writeAttribute(attribute, prefixes, outer.counter);
    if (this.#children.length === 0) return `<${name}${start}/>`;
    const scope = { defaultNamespace, prefixes, counter: outer.counter };
    const content = this.#children.map((child) => (typeof child === 'string' ? child : child.#write(scope)));
    return `<${name}${start}>${content.join('')}</${name}>`;
  }
}

function writeAttribute(
  { namespace, name, value }: Attribute,
  prefixes: Map<string, string>,
  counter: Scope['counter'],
): string {
  if (namespace === null) return ` ${name}="${value}"`;
  if (namespace === XMLNS) {
    prefixes.set(value, name.slice('xmlns:'.length));
    return ` ${name}="${value}"`;
  }
  const known = prefixes.get(namespace);
  if (known !== undefined) return ` ${known}:${name}="${value}"`;
  counter.count += 1;
  const prefix = `ns${counter.count}`;
  prefixes.set(namespace, prefix);
  return ` xmlns:${prefix}="${namespace}" ${prefix}:${name}="${value}"`;
}

/** Returns what a document begins with: its `ele` creates the root. */
export function create(): Pick<XmlElement, 'ele'> {
  return { ele: (namespace, name) => new XmlElement(namespace, name) };
}
