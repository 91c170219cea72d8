import {
  exchangeFinding,
  type Finding,
  type HeaderFields,
  headerOf,
  listOf,
  sortFindings,
} from '@multistatus/inspect';
import { followRedirects } from '../http/follow-redirects.js';
import type { HttpRequest } from '../http/send-request.js';
import { askAlpn } from './ask-alpn.js';
import { type EndpointDescription, readDescription } from './endpoint-description.js';
import { checkStep, type ProbeStep, takeStep } from './probe-step.js';

/** The result of a probe: how a server, and the proxies before it, handle 207. */
export interface ProbeReport {
  readonly url: string;
  readonly kind: 'batch' | 'webdav' | 'none';
  readonly httpVersion: string;
  /** The protocol that the server selects with ALPN: `h2`, `http/1.1`. */
  readonly alpn: string | undefined;
  readonly methods: readonly string[];
  /** The compliance classes of the DAV field (RFC 4918 section 10.1). */
  readonly dav: readonly string[];
  readonly acceptPost: string | undefined;
  readonly via: string | undefined;
  readonly server: string | undefined;
  readonly endpoint: EndpointDescription | undefined;
  /** All requests of the probe, in order. */
  readonly steps: readonly ProbeStep[];
  readonly findings: readonly Finding[];
}

/** The options of a probe, which apply to each of its requests. */
export interface ProbeOptions {
  readonly url: URL;
  readonly headers: HeaderFields;
  readonly timeoutMs: number;
}

const PROPFIND_BODY =
  '<?xml version="1.0" encoding="utf-8"?><D:propfind xmlns:D="DAV:"><D:prop><D:resourcetype/></D:prop></D:propfind>';

/**
 * Probes a server with requests that change nothing: OPTIONS and GET, then for a batch endpoint a batch of safe
 * operations in each format that it offers, and for a WebDAV server a PROPFIND of depth 0.
 *
 * @throws {CommandError} if the server does not answer.
 */
export async function probeServer(options: ProbeOptions): Promise<ProbeReport> {
  const toRequest = createRequests(options);
  const ask = await takeStep(toRequest('OPTIONS'));
  const { answer: get, request } = await followRedirects(toRequest('GET', [['Accept', 'application/json']]));
  const endpoint = readDescription(get);
  const described = await takeStep(toRequest('GET', [['Accept', 'application/json']]), {
    answer: get,
    request,
    stopped: undefined,
  });
  const dav = listOf(headerOf(ask.answer.headers, 'dav'));
  const allow = headerOf(ask.answer.headers, 'allow') ?? headerOf(get.headers, 'allow');
  const methods = listOf(allow).map((method) => method.toUpperCase());
  const isDav = endpoint === undefined && (dav.includes('1') || methods.includes('PROPFIND'));

  const steps: ProbeStep[] = [ask, described];
  for (const format of endpoint?.formats ?? [])
    steps.push(await takeStep(toBatch(toRequest, options.url, format)));
  if (isDav)
    steps.push(
      await takeStep(
        toRequest(
          'PROPFIND',
          [
            ['Depth', '0'],
            ['Content-Type', 'application/xml'],
          ],
          PROPFIND_BODY,
        ),
      ),
    );
  return {
    url: described.url,
    kind: endpoint !== undefined ? 'batch' : isDav ? 'webdav' : 'none',
    httpVersion: ask.answer.httpVersion,
    alpn: await askAlpn(options.url, options.timeoutMs),
    methods,
    dav,
    acceptPost: headerOf(ask.answer.headers, 'accept-post') ?? headerOf(get.headers, 'accept-post'),
    via: headerOf(get.headers, 'via') ?? headerOf(ask.answer.headers, 'via'),
    server: headerOf(get.headers, 'server'),
    endpoint,
    steps,
    findings: sortFindings([...findProxy(headerOf(get.headers, 'via')), ...steps.flatMap(checkStep)]),
  };
}

type ToRequest = (method: string, headers?: HeaderFields, body?: string) => HttpRequest;

/** Headers of the user override those of the probe. */
function createRequests({ url, headers, timeoutMs }: ProbeOptions): ToRequest {
  const userNames = new Set(headers.map(([name]) => name.toLowerCase()));
  return (method, own = [], body) => ({
    url,
    method,
    headers: [...own.filter(([name]) => !userNames.has(name.toLowerCase())), ...headers],
    ...(body === undefined ? {} : { body: new TextEncoder().encode(body) }),
    timeoutMs,
  });
}

/** OPTIONS of the endpoint changes nothing. The GET must fail, so that the server cannot answer 200 for the batch. */
function toBatch(toRequest: ToRequest, url: URL, format: string): HttpRequest {
  const path = url.pathname.replace(/\/$/, '');
  const requests = [
    { id: 'endpoint', method: 'OPTIONS', url: url.pathname },
    { id: 'nothing', method: 'GET', url: `${path}/no-such-resource` },
  ];
  const headers: HeaderFields = [
    ['Content-Type', 'application/json'],
    ['Accept', format],
    ['Accept-Encoding', 'gzip'],
  ];
  return toRequest('POST', headers, JSON.stringify({ requests }));
}

function findProxy(via: string | undefined): Finding[] {
  return via === undefined ? [] : [exchangeFinding('proxy', `the answers came through ${via}`)];
}
