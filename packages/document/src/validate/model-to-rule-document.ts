import type { Element } from '../element.js';
import type { Multistatus, MultistatusResponse, Propstat } from '../multistatus.js';
import { dav, extension } from '../read/xml-node.js';
import { toStatusLine } from '../status-line.js';
import type { RuleDocument, RuleNode } from './rule-node.js';

/**
 * Converts a model to the elements that it represents. Their paths are JSON Pointers into the model. Yields after each response.
 */
export function* modelToRuleDocument(document: Multistatus): Generator<undefined, RuleDocument, undefined> {
  const responses: RuleNode[] = [];
  for (const [index, response] of document.responses.entries()) {
    responses.push(toResponseNode(response, `/responses/${index}`));
    yield;
  }
  const root = toNode('multistatus', '', [
    ...responses,
    ...toText('responsedescription', document.description, '/description'),
    ...toText('sync-token', document.syncToken, '/syncToken'),
    ...toElements(document.extensions, '/extensions'),
  ]);
  return { root, form: 'model', encoding: undefined, instructions: [] };
}

function toResponseNode(response: MultistatusResponse, path: string): RuleNode {
  const { status, hrefs, href, propstats = [] } = response;
  const location = response.location ?? locationHeader(response);
  const elements = [
    ...(hrefs ?? []).flatMap((each, index) => toText('href', each, `${path}/hrefs/${index}`)),
    ...toText('href', href, `${path}/href`),
    ...(status === undefined
      ? []
      : toText('status', toStatusLine(status, response.reasonPhrase), `${path}/status`)),
    ...propstats.map((propstat, index) => toPropstat(propstat, `${path}/propstats/${index}`)),
    ...toError(response.error, `${path}/error`),
    ...toText('responsedescription', response.description, `${path}/description`),
    ...(location === undefined
      ? []
      : [toNode('location', `${path}/location`, toText('href', location, `${path}/location`))]),
    ...toElements(response.extensions, `${path}/extensions`),
  ];
  const node = toNode('response', path, elements);
  const name = response.id ?? (response.index === undefined ? undefined : String(response.index));
  return name === undefined ? node : { ...node, attributes: { [extension('id')]: name } };
}

/** In JSON, the target of a redirect may be given only in the headers. */
function locationHeader({ status, headers }: MultistatusResponse): string | undefined {
  if (status === undefined || status < 300 || status > 399) return undefined;
  const field = Object.entries(headers ?? {}).find(([name]) => name.toLowerCase() === 'location')?.[1];
  return typeof field === 'string' ? field : undefined;
}

function toPropstat(
  { status, reasonPhrase, properties, error, description }: Propstat,
  path: string,
): RuleNode {
  return toNode('propstat', path, [
    toNode('prop', `${path}/properties`, toElements(properties, `${path}/properties`)),
    ...toText('status', toStatusLine(status, reasonPhrase), `${path}/status`),
    ...toError(error, `${path}/error`),
    ...toText('responsedescription', description, `${path}/description`),
  ]);
}

/** No element is written for an empty error. */
function toError(conditions: readonly Element[] = [], path: string): RuleNode[] {
  return conditions.length === 0 ? [] : [toNode('error', path, toElements(conditions, path))];
}

function toElements(elements: readonly Element[] = [], path: string): RuleNode[] {
  return elements.map((element, index) => toElementNode(element, `${path}/${index}`));
}

function toElementNode({ name, attributes = {}, children = [] }: Element, path: string): RuleNode {
  const elements = children.flatMap((child, index) =>
    typeof child === 'string' ? [] : [toElementNode(child, `${path}/children/${index}`)],
  );
  const text = children.filter((child) => typeof child === 'string').join('');
  return { name, attributes, text, elements, path };
}

function toText(local: string, text: string | undefined, path: string): RuleNode[] {
  return text === undefined ? [] : [{ ...toNode(local, path, []), text }];
}

function toNode(local: string, path: string, elements: readonly RuleNode[]): RuleNode {
  return { name: dav(local), attributes: {}, text: '', elements, path };
}
