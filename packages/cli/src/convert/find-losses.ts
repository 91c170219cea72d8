import { type Multistatus, reasonPhraseOf, toJsonText } from '@multistatus/document';
import { type Format, readDocument } from '@multistatus/inspect';
import { countOf, escapePointerToken } from '@multistatus/wire';
import { MAX_INPUT_BYTES } from '../read-input.js';

const MAX_NAMED = 10;
const CHANGESET = /^content-type:[\t ]*multipart\//gim;
const CDATA = /<!\[CDATA\[[\s\S]*?\]\]>/g;
const STATUS = /<(?:[\w.-]+:)?status(?:\s[^>]*)?>\s*HTTP\/\S+\s+(\d{3})\s+([^<]*)</g;

/** What a conversion wrote. */
interface Written {
  readonly output: string | Uint8Array;
  readonly format: 'json' | 'xml' | 'multipart';
}

/**
 * Returns what a conversion lost: found by reading the result and comparing it with the source, and, for XML, by
 * looking for parts that the model does not have. Returns an empty array if nothing is known to be lost.
 */
export async function findLosses(
  source: { readonly text: string; readonly format: Format; readonly document: Multistatus },
  written: Written,
): Promise<string[]> {
  const result: unknown = JSON.parse(await readAgain(written));
  if (source.format === 'xml')
    return [...findXmlLosses(source.text), ...compare(toJson(source.document), result)];
  const original = source.format === 'json' ? (JSON.parse(source.text) as unknown) : toJson(source.document);
  if (typeof original !== 'object' || original === null || !Object.hasOwn(original, 'responses')) {
    return [
      'everything except id, status, message and body of each result: the source is an answer of another service',
    ];
  }
  const changesets = source.format === 'multipart' ? (source.text.match(CHANGESET)?.length ?? 0) : 0;
  return [
    ...count(changesets, 'changeset', ', whose responses stand one after another'),
    ...(written.format === 'multipart'
      ? compare(withLowerCaseHeaders(original), withLowerCaseHeaders(result))
      : compare(original, result)),
    ...findRepeats(source.document, written.format),
  ];
}

/** Reads what was written, and returns it in JSON. */
async function readAgain({ output, format }: Written): Promise<string> {
  const maxBytes = 2 * MAX_INPUT_BYTES;
  if (format === 'json') return output.toString();
  if (format === 'xml') {
    const { readXml } = await import('@multistatus/document/xml-reader');
    return toJsonText(readXml(output.toString(), { maxBytes }));
  }
  const { reading } = await readDocument(output, undefined);
  return toJsonText(reading?.document ?? { responses: [] });
}

/** The names of headers are written in their usual case. */
function withLowerCaseHeaders(document: unknown): unknown {
  const { responses, ...others } = document as { readonly responses: readonly object[] };
  const lowered = responses.map((response) => {
    const { headers } = response as { readonly headers?: Readonly<Record<string, unknown>> };
    if (headers === undefined) return response;
    const entries = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
    return { ...response, headers: Object.fromEntries(entries) as object };
  });
  return { ...others, responses: lowered };
}

function toJson(document: Multistatus): unknown {
  return JSON.parse(toJsonText(document));
}

function findXmlLosses(xml: string): string[] {
  const text = xml.replace(CDATA, '');
  const comments = text.match(/<!--/g)?.length ?? 0;
  const instructions = text.match(/<\?(?!xml\s)/g)?.length ?? 0;
  // The model keeps only the phrases of statuses that have no registered one.
  const phrases = [...text.matchAll(STATUS)].filter(
    ([, code, phrase = '']) => reasonPhraseOf(Number(code), phrase.trim()) !== phrase.trim(),
  );
  return [
    ...count(comments, 'comment'),
    ...count(instructions, 'processing instruction'),
    ...count(
      phrases.length,
      'reason phrase',
      ` other than the registered one, such as "${phrases[0]?.[2]?.trim()}"`,
    ),
  ];
}

function count(number: number, noun: string, suffix = ''): string[] {
  return number === 0 ? [] : [countOf(number, noun) + suffix];
}

/**
 * In XML an href may occur only once. The reader of this library restores a repeated one, others see a generated one.
 */
function findRepeats({ responses }: Multistatus, format: Written['format']): string[] {
  const hrefs = responses.flatMap((response) => response.hrefs ?? [response.href]);
  const repeated = hrefs.length - new Set(hrefs).size;
  if (format !== 'xml' || repeated === 0) return [];
  return [`for WebDAV clients, ${countOf(repeated, 'repeated href')}, written as /operations/<index>`];
}

/** Returns the pointers of members that are missing from the result, or have another value. */
function compare(source: unknown, result: unknown): string[] {
  const pointers = [...differences(source, result, '')];
  const named = pointers.slice(0, MAX_NAMED);
  return pointers.length > MAX_NAMED
    ? [...named, countOf(pointers.length - MAX_NAMED, 'more member')]
    : named;
}

function* differences(source: unknown, result: unknown, pointer: string): Generator<string, void, undefined> {
  if (typeof source !== 'object' || source === null) {
    if (source !== result) yield result === undefined ? pointer : `${pointer}, which has changed`;
    return;
  }
  if (typeof result !== 'object' || result === null) {
    yield pointer;
    return;
  }
  for (const [name, value] of Object.entries(source)) {
    const other = Object.hasOwn(result, name)
      ? (result as Readonly<Record<string, unknown>>)[name]
      : undefined;
    yield* differences(value, other, `${pointer}/${escapePointerToken(name)}`);
  }
}
