import type { RequestListener } from 'node:http';
import request from 'supertest';
import type { OperationResponse } from '../../support/post-batch.js';

/** The answer to a batch, whatever its status. */
export interface BatchReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
  readonly summary: Readonly<Record<string, number>>;
  readonly responses: readonly OperationResponse[];
}

/** Sends a batch to `/batch` over a socket. */
export async function sendOperations(
  app: RequestListener,
  requests: readonly object[],
  headers: Readonly<Record<string, string>> = {},
): Promise<BatchReply> {
  const response = await request(app).post('/batch').set(headers).send({ requests });
  const { summary, responses = [] } = response.body as Pick<BatchReply, 'summary'> & Partial<BatchReply>;
  return {
    status: response.status,
    headers: response.headers as BatchReply['headers'],
    text: response.text,
    summary,
    responses,
  };
}
