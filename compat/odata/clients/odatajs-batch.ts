import { oData } from 'ts-odatajs';

/** A response, an error, or the responses of a changeset. */
export interface OdatajsPart {
  readonly statusCode?: string;
  readonly data?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly message?: string;
  readonly response?: OdatajsPart;
  readonly __changeResponses?: readonly OdatajsPart[];
}

/** Sends a batch by ts-odatajs. */
export function odatajsBatch(
  origin: string,
  root: string,
  ...requests: object[]
): Promise<readonly OdatajsPart[]> {
  const request = {
    requestUri: `${origin}/${root}/$batch`,
    method: 'POST',
    data: { __batchRequests: requests },
  };
  return new Promise((resolve, reject) => {
    oData.request(
      request as never,
      (data: { __batchResponses: OdatajsPart[] }) => resolve(data.__batchResponses),
      reject,
      oData.batch.batchHandler,
    );
  });
}
