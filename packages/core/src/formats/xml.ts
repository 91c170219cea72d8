import { inTurns } from '@multistatus/wire';
import type { AnswerContent, AnswerPart, EncodedAnswer } from './answer-encoder.js';
import type { Format } from './format.js';
import { responsesOf } from './responses-of.js';
import { wholeDocument } from './whole-document.js';
import { wholeOrPieces } from './whole-or-pieces.js';

type XmlWriter = typeof import('@multistatus/document/xml-answer');

let writer: XmlWriter | undefined;

/** Loads the writer when XML is first written. Until there are elements to write, it has no dependencies. */
async function loadWriter(): Promise<XmlWriter> {
  writer ??= await import('@multistatus/document/xml-answer');
  return writer;
}

/** Creates the format `xml`: answers in `application/xml` and `text/xml` (RFC 4918 section 14.16). */
export function xml(): Format {
  return {
    name: 'xml',
    answer: {
      mediaTypes: ['application/xml', 'text/xml'],
      order: 'request',
      nestedType: 'application/xml',
      // In JSON the Location is one of the headers; RFC 4918 section 14.9 gives it an element of its own.
      hasLocation: true,
      encode: (content) =>
        writer === undefined
          ? loadWriter().then((loaded) => encodeXml(content, loaded))
          : encodeXml(content, writer),
      bodySize: async (body) => inTurns((await loadWriter()).xmlBodySize(body)),
      toSchema: () => ({
        type: 'string',
        description:
          'A `multistatus` document of RFC 4918 section 14.16. What it has no element for (id, index, headers, body, ' +
          'summary) is in the namespace `urn:multistatus:xml:1`.',
      }),
    },
    problem: {
      mediaType: 'application/problem+xml',
      encode: async (problem) => ({
        contentType: 'application/problem+xml; charset=utf-8',
        body: (await loadWriter()).toProblemXmlText(problem),
      }),
      toSchema: () => ({ type: 'string', description: 'The same in the XML of RFC 9457 appendix B.' }),
    },
  };
}

function encodeXml(
  { parts, members, mediaType, operationsPath }: AnswerContent,
  { streamXmlAnswer, toXmlAnswer }: XmlWriter,
): EncodedAnswer | Promise<EncodedAnswer> {
  const responses = responsesOf(parts, toXmlResponse);
  const contentType = `${mediaType}; charset=utf-8`;
  if (Symbol.asyncIterator in responses) {
    return { contentType, body: streamXmlAnswer(responses, { ...members, operationsPath }) };
  }
  const chunks = toXmlAnswer(wholeDocument(responses, members), { operationsPath });
  return chunks instanceof Promise
    ? chunks.then((loaded) => ({ contentType, body: wholeOrPieces(loaded) }))
    : { contentType, body: wholeOrPieces(chunks) };
}

/** Returns a response in which a problem has no content type: in XML, the element of the problem shows what it is. */
function toXmlResponse({ response, outcome }: AnswerPart): AnswerPart['response'] {
  if (outcome === undefined || response.problem === undefined) return response;
  const fields = Object.entries(response.headers ?? {});
  const headers = Object.fromEntries(fields.filter(([name]) => name.toLowerCase() !== 'content-type'));
  return { ...response, headers };
}
