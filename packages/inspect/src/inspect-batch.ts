import type { Exchange } from './exchange.js';
import { sortFindings } from './finding.js';
import type { Inspection } from './inspection.js';
import type { MultipartBody } from './multipart/open-multipart.js';
import { readBatchRequests } from './multipart/read-batch-requests.js';

/** Inspects a multipart batch: its requests, and what a server would refuse. */
export function inspectBatch(exchange: Exchange, body: MultipartBody): Inspection {
  const { requests, findings } = readBatchRequests(body);
  return {
    exchange,
    format: 'multipart',
    bytes: body.bytes.length,
    requests,
    counts: undefined,
    responses: [],
    sources: [],
    unreadable: [],
    isPartial: false,
    findings: sortFindings([...exchange.findings, ...findings]),
  };
}
