import type { CDPSession } from 'playwright-core';

type Headers = Readonly<Record<string, string>>;

/** What is known about one request so far. */
interface Recorded {
  readonly request: {
    readonly method: string;
    readonly url: string;
    readonly postData?: string;
    readonly headers: Headers;
  };
  readonly startedAt: number;
  response?: {
    readonly status: number;
    readonly statusText: string;
    readonly protocol: string;
    readonly mimeType: string;
    readonly headers: Headers;
  };
  dataLength: number;
  transferSize: number;
  body?: { readonly body: string; readonly base64Encoded: boolean };
}

/**
 * Records what a page requests by the DevTools protocol. Returns a function that resolves with the HAR, in the form in
 * which the network panel of Chrome saves it ("with content").
 */
export async function recordHar(session: CDPSession): Promise<() => Promise<object>> {
  const requests = new Map<string, Recorded>();
  const bodies: Promise<void>[] = [];
  session.on('Network.requestWillBeSent', ({ requestId, request, wallTime }) => {
    requests.set(requestId, { request, startedAt: wallTime, dataLength: 0, transferSize: -1 });
  });
  session.on('Network.responseReceived', ({ requestId, response }) => {
    const recorded = requests.get(requestId);
    if (recorded !== undefined) recorded.response = { protocol: '', ...response };
  });
  session.on('Network.dataReceived', ({ requestId, dataLength }) => {
    const recorded = requests.get(requestId);
    if (recorded !== undefined) recorded.dataLength += dataLength;
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const recorded = requests.get(requestId);
    if (recorded === undefined) return;
    recorded.transferSize = encodedDataLength;
    bodies.push(
      session.send('Network.getResponseBody', { requestId }).then((body) => {
        recorded.body = body;
      }),
    );
  });
  await session.send('Network.enable');
  return async () => {
    await Promise.all(bodies);
    const entries = [...requests.values()].map(toEntry);
    return {
      log: { version: '1.2', creator: { name: 'WebInspector', version: '537.36' }, pages: [], entries },
    };
  };
}

function toEntry({ request, response, startedAt, dataLength, transferSize, body }: Recorded): object {
  const { method, url, postData } = request;
  return {
    startedDateTime: new Date(startedAt * 1000).toISOString(),
    time: 1,
    request: {
      method,
      url,
      httpVersion: response?.protocol,
      headers: toList(request.headers),
      queryString: [],
      cookies: [],
      headersSize: -1,
      bodySize: postData?.length ?? 0,
      ...(postData === undefined ? {} : { postData: { mimeType: 'application/json', text: postData } }),
    },
    response: {
      status: response?.status ?? 0,
      statusText: response?.statusText ?? '',
      httpVersion: response?.protocol ?? '',
      headers: toList(response?.headers ?? {}),
      cookies: [],
      content: {
        size: dataLength,
        mimeType: response?.mimeType ?? 'x-unknown',
        ...(body === undefined ? {} : { text: body.body }),
        ...(body?.base64Encoded === true ? { encoding: 'base64' } : {}),
      },
      redirectURL: '',
      headersSize: -1,
      bodySize: -1,
      _transferSize: transferSize,
    },
    cache: {},
    timings: { send: 0, wait: 1, receive: 0 },
  };
}

function toList(headers: Headers): object[] {
  return Object.entries(headers).map(([name, value]) => ({ name, value }));
}
