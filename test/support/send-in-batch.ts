import type { PlainAnswer, PlainHeaders, PlainRequest } from './plain-exchange.js';
import type { SocketServer } from './socket-server.js';

/** A response in the JSON document of a batch. */
export interface BatchedResponse {
  readonly id: string;
  readonly status: number;
  readonly headers?: PlainHeaders;
  readonly body?: unknown;
  readonly bodyEncoding?: 'text' | 'base64';
}

/** The response to a batch: its envelope, and the responses in it. */
export interface BatchAnswer {
  readonly envelope: PlainAnswer & { kind: 'answer' };
  readonly responses: readonly BatchedResponse[];
}

/** The headers of a request that are set on the envelope, for every operation to inherit. */
export type EnvelopeHeaders = PlainRequest['headers'];

/** Sends requests as one batch to `/batch`. Host and `inherited` are set on the envelope, other headers per operation. */
export async function sendInBatch(
  server: SocketServer,
  requests: readonly PlainRequest[],
  inherited: EnvelopeHeaders = [],
): Promise<BatchAnswer> {
  const envelope = await server.send({
    method: 'POST',
    url: '/batch',
    headers: [['Host', 'photos.example'], ['Content-Type', 'application/json'], ...inherited],
    body: Buffer.from(JSON.stringify({ requests: requests.map(toOperation) })),
  });
  if (envelope.kind !== 'answer' || envelope.status !== 207) {
    throw new Error(`no 207: ${envelope.kind === 'answer' ? envelope.body.toString() : envelope.kind}`);
  }
  const { responses } = JSON.parse(envelope.body.toString()) as { responses: BatchedResponse[] };
  return { envelope, responses };
}

function toOperation({ method, url, headers, body }: PlainRequest): object {
  return {
    ...{ method, url },
    headers: Object.fromEntries(headers.filter(([name]) => name.toLowerCase() !== 'host')),
    ...(body === undefined ? {} : { body: Buffer.from(body).toString('base64'), bodyEncoding: 'base64' }),
  };
}
