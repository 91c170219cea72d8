import { decode, encode } from 'cbor-x';
import { cbor } from '../../formats/cbor.js';
import type { ConformanceCase, WireAnswer, WireRequest } from '../case.js';
import { jsonDocumentCases } from '../cases/json-document.js';
import { malformedJsonCases } from '../cases/malformed-json.js';
import { mediaTypeCases } from '../cases/media-type.js';
import { negotiationCases } from '../cases/negotiation.js';
import { xmlDocumentCases } from '../cases/xml-document.js';
import type { ConformanceHost } from './host.js';
import { startMemoryHost } from './memory.js';
import { postBatch } from './post-batch.js';

/** Core in memory with CBOR as its only format: what a case writes and reads as JSON is CBOR on the wire. */
export const cborHost: ConformanceHost = {
  name: 'core with CBOR only',
  hasOwnFormat: true,
  skip: {
    ...about('JSON', [...jsonDocumentCases, ...malformedJsonCases]),
    ...about('XML', xmlDocumentCases),
    ...about('the media types of the formats', [...mediaTypeCases, ...negotiationCases]),
  },
  start: async (setup) => {
    const started = await startMemoryHost(setup, { formats: [cbor()] });
    const exchange = async (request: WireRequest): Promise<WireAnswer> =>
      toJsonAnswer(await started.exchange(toCborRequest(request)));
    return {
      ...started,
      name: cborHost.name,
      exchange,
      batch: (requests, headers) => postBatch(exchange, requests, headers),
    };
  },
};

function about(subject: string, cases: readonly ConformanceCase[]): Record<string, string> {
  return Object.fromEntries(cases.map(({ id }) => [id, `is about ${subject}`]));
}

function toCborRequest(request: WireRequest): WireRequest {
  const { 'content-type': type, accept, ...headers } = request.headers ?? {};
  return {
    ...request,
    headers: {
      ...headers,
      ...(type === undefined ? {} : { 'content-type': String(type).replace('/json', '/cbor') }),
      ...(accept === undefined
        ? {}
        : { accept: String(accept).replace('application/json', 'application/cbor') }),
    },
    ...(typeof request.body === 'string' && type === 'application/json'
      ? { body: encode(JSON.parse(request.body)) }
      : {}),
  };
}

function toJsonAnswer(answer: WireAnswer): WireAnswer {
  const type = String(answer.headers['content-type']);
  if (!type.includes('cbor')) return answer;
  const value = decode(answer.bytes) as { readonly responses?: readonly { readonly body?: unknown }[] };
  const responses = value.responses?.map((response) =>
    response.body instanceof Uint8Array
      ? { ...response, body: Buffer.from(response.body).toString('base64'), bodyEncoding: 'base64' }
      : response,
  );
  const bytes = Buffer.from(JSON.stringify({ ...value, responses }));
  return {
    ...answer,
    headers: { ...answer.headers, 'content-type': `${type.replace('cbor', 'json')}; charset=utf-8` },
    bytes,
  };
}
