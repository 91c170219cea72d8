import { quote } from '../document-error.js';
import { dav, extension } from '../read/xml-node.js';
import { type Checks, codeOf, named, type RuleDocument, type RuleNode, responsesOf } from './rule-node.js';

const ABSOLUTE = /^[a-z][a-z0-9+.-]*:(?:\/\/[^/?#]*)?/i;
const URI_CHARACTERS = /^(?:[a-z0-9\-._~:/?@!$&'()*+,;=#]|%[0-9a-f]{2})*$/i;
const IP_LITERAL = /\[[0-9a-f:.]+\]/i;
const DOT_SEGMENT = /^(?:\.|%2e){1,2}$/i;

/** Checks of the rules about hrefs, each alone and compared with each other (RFC 4918 section 8.3). */
export const HREF_CHECKS: Checks = {
  *X7(document) {
    const seen = new Set<string>();
    for (const response of responsesOf(document)) {
      yield;
      // If responses have ids, the XML writer replaces a repeated href (urn:multistatus:xml:1, M:target).
      if (document.form === 'model' && response.attributes[extension('id')] !== undefined) continue;
      for (const { text, path } of named(response, 'href')) {
        if (seen.has(text)) yield { path, message: `${quote(text)} occurs again` };
        seen.add(text);
      }
    }
  },
  *X13(document) {
    let isFirstAbsolute: boolean | undefined;
    for (const href of hrefsOf(document)) {
      yield;
      const isAbsolute = originOf(href) !== undefined;
      isFirstAbsolute ??= isAbsolute;
      if (isAbsolute === isFirstAbsolute) continue;
      yield { path: href.path, message: 'absolute URIs and paths are mixed' };
      return;
    }
  },
  *X14(document) {
    for (const node of allHrefsOf(document)) {
      yield;
      for (const message of issuesOf(node)) yield { path: node.path, message };
    }
  },
  *X15(document) {
    const origins = new Map<string, RuleNode>();
    for (const node of hrefsOf(document)) {
      yield;
      const origin = originOf(node)?.toLowerCase();
      if (origin !== undefined && !origins.has(origin)) origins.set(origin, node);
    }
    for (const [origin, { path }] of [...origins].slice(1)) {
      yield { path, message: `${quote(origin)} is not the origin of the hrefs before it` };
    }
  },
  *X16(document) {
    for (const response of responsesOf(document)) {
      yield;
      const [href] = named(response, 'href');
      if (href === undefined || pathOf(href).endsWith('/') || !isCollection(response)) continue;
      yield { path: href.path, message: `${quote(href.text)} is a collection, but does not end in a slash` };
    }
  },
  *X17(document) {
    for (const { text, path } of allHrefsOf(document)) {
      yield;
      if (!URI_CHARACTERS.test(withoutIpLiteral(text))) {
        yield { path, message: `${quote(text)} is not percent-encoded` };
      }
    }
  },
};

function* hrefsOf(document: RuleDocument): Generator<RuleNode, void, undefined> {
  for (const response of responsesOf(document)) yield* named(response, 'href');
}

/** Yields the hrefs of responses, then those of locations. */
function* allHrefsOf(document: RuleDocument): Generator<RuleNode, void, undefined> {
  yield* hrefsOf(document);
  for (const response of responsesOf(document)) {
    for (const location of named(response, 'location')) yield* named(location, 'href');
  }
}

function originOf({ text }: RuleNode): string | undefined {
  return ABSOLUTE.exec(text)?.[0];
}

function pathOf(node: RuleNode): string {
  return node.text.slice(originOf(node)?.length ?? 0).split(/[?#]/, 1)[0] ?? '';
}

function* issuesOf(node: RuleNode): Generator<string> {
  const isAbsolutePath = /^\/(?!\/)/.test(node.text);
  if (originOf(node) === undefined && !isAbsolutePath) {
    yield `${quote(node.text)} is neither an absolute URI nor an absolute path`;
  }
  if (
    pathOf(node)
      .split('/')
      .some((segment) => DOT_SEGMENT.test(segment))
  ) {
    yield `${quote(node.text)} has a dot-segment`;
  }
  if (node.text.includes('#')) yield `${quote(node.text)} has a fragment`;
}

/** Brackets are allowed around an IP address, but nowhere else (RFC 3986 section 3.2.2). */
function withoutIpLiteral(text: string): string {
  const [origin = ''] = ABSOLUTE.exec(text) ?? [];
  return origin.replace(IP_LITERAL, '') + text.slice(origin.length);
}

function isCollection(response: RuleNode): boolean {
  return named(response, 'propstat')
    .filter((propstat) => codeOf(named(propstat, 'status')[0]) === 200)
    .flatMap((propstat) => named(propstat, 'prop'))
    .flatMap((prop) => named(prop, 'resourcetype'))
    .some((type) => type.elements.some(({ name }) => name === dav('collection')));
}
