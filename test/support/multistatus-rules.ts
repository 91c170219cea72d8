// Checks the rules of RFC 4918 that can be seen in the text of a 207 document alone. The numbers (X1, X2...) are
// their names in the tests; each is below once, with its section.
import { SaxesParser } from 'saxes';

const DAV = 'DAV:';
const DAV_NAMES = new Set(
  'multistatus response propstat href status error location prop responsedescription sync-token'.split(' '),
);
const ROOT_NAMES = new Set('response responsedescription sync-token'.split(' '));
const ELEMENT_CONTENT = new Set('multistatus response propstat error location prop'.split(' '));
const TEXT_CONTENT = new Set('href status responsedescription sync-token'.split(' '));
/** The redirects of RFC 4918 section 13.2, with the 308 that came after it; a 304 is not a redirect. */
const REDIRECTS = new Set(['300', '301', '302', '303', '305', '307', '308']);
/** RFC 6578: a member is gone (section 3.5.2) or not listed (section 3.3), or the result is truncated (section 3.6). */
const BESIDE_SYNC_TOKEN = new Set(['404', '403', '507']);

const NOT_CHAR = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/u;
const STATUS_LINE = /^HTTP\/\d+\.\d+ ([1-5]\d\d) [^\r\n]*$/;
const ABSOLUTE = /^([a-z][a-z0-9+.-]*:(?:\/\/[^/?#]*)?)[^?#]*/i;
const URI_CHARACTERS = /^(?:[a-z0-9\-._~:/?@!$&'()*+,;=#]|%[0-9a-f]{2})*$/i;

/** An element as a parser reads it: `name` and the keys of `attributes` are `{namespace}local`. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: (XmlElement | string)[];
}

/**
 * Parses a text as XML 1.0 with namespaces; adjacent pieces of text are one child.
 *
 * @throws {Error} at the first error, if the text is not a namespace-well-formed document.
 */
export function parseXml(xml: string): XmlElement {
  const parser = new SaxesParser({ xmlns: true });
  const top: XmlElement = { name: '', attributes: {}, children: [] };
  const open = [top];
  const appendText = (text: string): void => {
    const children = open.at(-1)!.children;
    const last = children.at(-1);
    if (typeof last === 'string') children[children.length - 1] = last + text;
    else children.push(text);
  };
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', (tag) => {
    const attributes = Object.values(tag.attributes).filter(
      ({ prefix, name }) => prefix !== 'xmlns' && name !== 'xmlns',
    );
    const element: XmlElement = {
      name: `{${tag.uri}}${tag.local}`,
      attributes: Object.fromEntries(attributes.map(({ uri, local, value }) => [`{${uri}}${local}`, value])),
      children: [],
    };
    open.at(-1)!.children.push(element);
    open.push(element);
  });
  parser.on('closetag', () => open.pop());
  parser.on('text', appendText);
  parser.on('cdata', appendText);
  parser.write(xml).close();
  return elementsOf(top)[0]!;
}

/** Returns the child elements, or those with one name. */
export function elementsOf(parent: XmlElement, name?: string): XmlElement[] {
  return parent.children.filter(
    (child): child is XmlElement => typeof child !== 'string' && (name === undefined || child.name === name),
  );
}

/** Returns the text of an element, without that of its child elements. */
export function textOf(element: XmlElement): string {
  return element.children.filter((child) => typeof child === 'string').join('');
}

/**
 * Returns one line per rule of a 207 document that the text breaks, beginning with the number of the rule:
 * X1, X2, X5-X9, X11-X15, X17, X18, X20, X21, X25, X26, X28, X31, X36. An empty array: none is broken.
 */
export function findViolations(xml: string): string[] {
  const violations: string[] = [];
  const report: Report = (rule, what) => violations.push(`${rule}: ${what}`);
  if (NOT_CHAR.test(xml)) report('X31', 'a character that XML 1.0 does not allow'); // XML 1.0 section 2.2
  let root: XmlElement;
  try {
    root = parseXml(xml);
  } catch (error) {
    report('X1', (error as Error).message); // section 8.2
    return violations;
  }
  if (root.name !== dav('multistatus')) report('X2', `the root is ${root.name}`); // section 13
  checkContent(root, report);
  checkRoot(root, report);
  for (const response of elementsOf(root, dav('response'))) checkResponse(response, report);
  checkSyncToken(root, report);
  checkHrefsTogether(root, report);
  return violations;
}

type Report = (rule: string, what: string) => void;

function dav(local: string): string {
  return `{${DAV}}${local}`;
}

function localOf(element: XmlElement): string {
  return element.name.startsWith(dav('')) ? element.name.slice(dav('').length) : '';
}

/** Rules for an element anywhere. Only looks at DAV: elements, because everything below others is extension. */
function checkContent(element: XmlElement, report: Report): void {
  const local = localOf(element);
  const text = textOf(element);
  if (ELEMENT_CONTENT.has(local) && text.trim() !== '') {
    report(local === 'error' ? 'X18' : 'X26', `${local} has the text ${JSON.stringify(text.trim())}`); // sections 14.5, 17
  }
  if (TEXT_CONTENT.has(local) && elementsOf(element).length > 0) report('X25', `${local} has an element`); // section 17
  if (local === 'error' && elementsOf(element).length === 0) report('X18', 'error is empty'); // section 14.5
  if (local === 'status') checkStatus(text, report);
  if (local === 'href') checkHref(text, report);
  if (local === 'location') checkCount(element, { name: 'href', least: 1, most: 1, rule: 'X20' }, report); // section 14.9
  if (local === 'prop' || local === 'error') return;
  for (const child of elementsOf(element)) {
    const [, name = ''] = /^\{\}(.*)$/.exec(child.name) ?? [];
    if (DAV_NAMES.has(name)) report('X2', `${name} is in no namespace`); // section 14
    if (localOf(child) !== '') checkContent(child, report);
  }
}

function checkRoot(root: XmlElement, report: Report): void {
  checkCount(root, { name: 'responsedescription', least: 0, most: 1, rule: 'X5' }, report); // section 14.16
  for (const child of elementsOf(root)) {
    const local = localOf(child);
    if (DAV_NAMES.has(local) && !ROOT_NAMES.has(local)) {
      report('X5', `${local} is a child of multistatus`);
    }
  }
}

function checkResponse(response: XmlElement, report: Report): void {
  const hrefs = elementsOf(response, dav('href'));
  const statuses = elementsOf(response, dav('status'));
  const propstats = elementsOf(response, dav('propstat'));
  if (hrefs.length === 0) report('X6', 'a response has no href'); // section 13
  if (propstats.length > 0 ? statuses.length > 0 || hrefs.length > 1 : statuses.length !== 1) {
    report(
      'X8',
      `a response has ${hrefs.length} href, ${statuses.length} status, ${propstats.length} propstat`,
    ); // section 14.24
  }
  for (const name of ['error', 'responsedescription', 'location']) {
    checkCount(response, { name, least: 0, most: 1, rule: 'X8' }, report);
  }
  for (const propstat of propstats) {
    checkCount(propstat, { name: 'prop', least: 1, most: 1, rule: 'X9' }, report); // section 14.22
    checkCount(propstat, { name: 'status', least: 1, most: 1, rule: 'X9' }, report);
  }
  checkProperties(propstats, report);
  const [, code = ''] = STATUS_LINE.exec(statuses[0] === undefined ? '' : textOf(statuses[0])) ?? [];
  if (REDIRECTS.has(code) && elementsOf(response, dav('location')).length === 0) {
    report('X21', `a ${code} has no location`); // section 13.2
  }
}

/** A property occurs once in a response, across all of its propstats. */
function checkProperties(propstats: readonly XmlElement[], report: Report): void {
  const names = propstats
    .flatMap((propstat) => elementsOf(propstat, dav('prop')))
    .flatMap((prop) => elementsOf(prop).map(({ name }) => name));
  for (const name of new Set(names)) {
    const count = names.filter((other) => other === name).length;
    if (count > 1) report('X28', `${name} occurs ${count} times`); // section 9.1
  }
}

/** Rules for a document with a sync-token. */
function checkSyncToken(root: XmlElement, report: Report): void {
  const tokens = elementsOf(root, dav('sync-token'));
  if (tokens.length > 1) report('X36', `there are ${tokens.length} sync-token`); // RFC 6578 section 6.4
  for (const token of tokens) {
    const [uri = ''] = ABSOLUTE.exec(textOf(token)) ?? [];
    if (uri === '' || !URI_CHARACTERS.test(textOf(token))) report('X36', `${textOf(token)} is no URI`); // RFC 6578 section 4
    for (const status of elementsOf(root, dav('response')).flatMap((it) => elementsOf(it, dav('status')))) {
      const [, code = ''] = STATUS_LINE.exec(textOf(status)) ?? [];
      if (!BESIDE_SYNC_TOKEN.has(code)) report('X36', `a member has the status ${code} in place of propstat`); // RFC 6578 section 3.5
    }
  }
}

function checkStatus(text: string, report: Report): void {
  const [, code] = STATUS_LINE.exec(text) ?? [];
  if (code === undefined) report('X11', `${JSON.stringify(text)} is no status line`); // section 14.28
  if (code?.startsWith('1')) report('X12', `${code} is an interim status`); // section 13
}

/** Rules for one Simple-ref (section 8.3). */
function checkHref(href: string, report: Report): void {
  const [whole = '', authority = ''] = ABSOLUTE.exec(href) ?? [];
  const path = whole === '' ? (href.split(/[?#]/, 1)[0] ?? '') : whole.slice(authority.length);
  if (whole === '' && !/^\/(?!\/)/.test(href))
    report('X14', `${href} is neither an absolute URI nor path-absolute`);
  if (path.split('/').some((segment) => /^(?:\.|%2e){1,2}$/i.test(segment))) {
    report('X14', `${href} has a dot-segment`);
  }
  if (href.includes('#')) report('X14', `${href} has a fragment`);
  const withoutLiteral = authority.replace(/\[[0-9a-f:.]+\]/i, '') + href.slice(authority.length);
  if (!URI_CHARACTERS.test(withoutLiteral)) report('X17', `${JSON.stringify(href)} is not percent-encoded`);
}

/** Rules for the hrefs of all responses together; a location may be elsewhere. */
function checkHrefsTogether(root: XmlElement, report: Report): void {
  const hrefs = elementsOf(root, dav('response')).flatMap((response) =>
    elementsOf(response, dav('href')).map(textOf),
  );
  const seen = new Set<string>();
  for (const href of hrefs) {
    if (seen.has(href)) report('X7', `${href} occurs again`); // section 14.24
    seen.add(href);
  }
  const authorities = new Set(hrefs.map((href) => ABSOLUTE.exec(href)?.[1]?.toLowerCase() ?? ''));
  if (authorities.size > 1 && authorities.has('')) report('X13', 'absolute URIs and paths are mixed'); // section 8.3
  if (authorities.size > (authorities.has('') ? 2 : 1)) report('X15', 'hrefs are of several origins'); // section 8.3
}

interface Cardinality {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly rule: string;
}

function checkCount(parent: XmlElement, { name, least, most, rule }: Cardinality, report: Report): void {
  const count = elementsOf(parent, dav(name)).length;
  if (count < least || count > most) report(rule, `${localOf(parent)} has ${count} ${name}`);
}
