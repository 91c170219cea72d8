import assert from 'node:assert/strict';
import type { RequestListener, Server } from 'node:http';
import request from 'supertest';

/** One entry of `responses`. */
export interface OperationResponse {
  readonly id: string;
  readonly href: string;
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: unknown;
  readonly bodyEncoding?: string;
}

/** What {@link postBatch} sends beside the operations. */
export interface BatchPost {
  /** @defaultValue '/batch' */
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends a batch over a socket, expects a 207, and gives back its responses. */
export async function postBatch(
  app: RequestListener | Server,
  requests: readonly object[],
  { path = '/batch', headers = {} }: BatchPost = {},
): Promise<OperationResponse[]> {
  const response = await request(app).post(path).set(headers).send({ requests });
  assert.equal(response.status, 207, response.text);
  return (response.body as { responses: OperationResponse[] }).responses;
}

/** Sends one GET in a batch, and gives back its response. */
export async function getInBatch(
  app: RequestListener | Server,
  url: string,
  post: BatchPost = {},
): Promise<OperationResponse> {
  const [response] = await postBatch(app, [{ method: 'GET', url }], post);
  assert.ok(response);
  return response;
}
