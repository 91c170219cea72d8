import { json, ndjson, xml } from '@multistatus/core';
import { decode, encode } from 'cbor-x';
import { cbor } from '../../formats/cbor.js';
import type { WireAnswer, WireRequest } from '../case.js';
import { conformanceCases } from '../cases/index.js';
import { rootCases } from '../cases/root.js';
import type { ConformanceHost } from './host.js';
import { memoryHost, startMemoryHost } from './memory.js';
import { postBatch } from './post-batch.js';

const ROOT_CASES = rootCases.filter(({ options }) => options?.root !== undefined).map(({ id }) => id);

/** Core in memory with a format of its own: what a case sends and reads as JSON is CBOR on the wire. */
export const cborHost: ConformanceHost = {
  name: 'core with CBOR',
  hasOwnFormat: true,
  skip: {
    ...memoryHost.skip,
    ...because('counts the bytes of JSON', ['C081', 'C085', 'C418', 'C951', 'C1052', 'C1053']),
    ...because('is about the depth of JSON', ['C092', 'C093', 'C954', 'C957', 'C1027']),
    ...because('needs __proto__, which cbor-x renames', ['C111', 'C127', 'C471', 'C581']),
    ...because('expects the preferred format to be JSON', ['C361', 'C363', 'C364', 'C927']),
    ...because('is about what the format JSON does with a root', ROOT_CASES),
    ...because('is about another format', idsOfOtherFormats()),
    C593: 'is about the text of JSON',
    C1094: 'needs a lone surrogate, which CBOR cannot carry',
  },
  start: async (setup) => {
    const started = await startMemoryHost(setup, { formats: [cbor(), json(), xml(), ndjson()] });
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

function idsOfOtherFormats(): string[] {
  return conformanceCases.filter(({ options }) => options?.format !== undefined).map(({ id }) => id);
}

function because(reason: string, ids: readonly string[]): Record<string, string> {
  return Object.fromEntries(ids.map((id) => [id, reason]));
}

/** What is not a whole batch in JSON is sent as it is: the host knows JSON too. */
function toCborRequest(request: WireRequest): WireRequest {
  const { body, headers = {} } = request;
  const value = typeof body === 'string' ? parseJson(body) : undefined;
  if (value === undefined || headers['content-type'] !== 'application/json') return request;
  const accept = String(headers['accept'] ?? '*/*').replace(/application\/json\b/, 'application/cbor');
  return {
    ...request,
    headers: { ...headers, 'content-type': 'application/cbor', accept },
    body: encode(value),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
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
