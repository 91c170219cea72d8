import type { FindingLevel } from './finding-level.js';

/** The name of a rule for the message that carries a 207: for its transfer, its head and its outcomes. */
export type ExchangeRule =
  | 'status'
  | 'status-200'
  | 'odata-json'
  | 'description'
  | 'redirect'
  | 'reason-phrase'
  | 'content-type'
  | 'content-type-missing'
  | 'charset'
  | 'vary'
  | 'href-prefix'
  | 'cached'
  | 'content-length'
  | 'content-encoding'
  | 'truncated'
  | 'no-body'
  | 'base64'
  | 'summary'
  | 'refused'
  | 'negotiation'
  | 'proxy'
  | 'outcomes'
  | 'multipart-type'
  | 'multipart-status'
  | 'multipart-version'
  | 'multipart-lines'
  | 'multipart-frame'
  | 'multipart-part'
  | 'multipart-head'
  | 'multipart-id'
  | 'multipart-json'
  | 'multipart-names'
  | 'multipart-changeset'
  | 'multipart-stopped'
  | 'multipart-request';

/** What a finding about a broken rule says. `section` is empty if no standard has the rule. */
interface ExchangeRuleText {
  readonly level: FindingLevel;
  readonly section: string;
  readonly advice: string;
}

/** The rules by name. */
export const EXCHANGE_RULES: Readonly<Record<ExchangeRule, ExchangeRuleText>> = {
  status: {
    level: 'error',
    section: 'RFC 4918 section 13',
    advice: 'Send the document with status 207; if the server does, find out what changes it on the way.',
  },
  'status-200': {
    level: 'note',
    section: 'RFC 4918 section 13',
    advice: 'Fine for a server that sends 207 only if something failed; read the document in any case.',
  },
  'odata-json': {
    level: 'note',
    section: 'OData 4.01 JSON section 19.2',
    advice: 'Nothing: the status of each request is in its response, and a client must read all of them.',
  },
  description: {
    level: 'error',
    section: '',
    advice:
      'Send a batch: multistatus send batch.json --to URL, or multistatus inspect -d @batch.json URL. To check the endpoint: multistatus probe URL.',
  },
  redirect: {
    level: 'error',
    section: 'RFC 9110 section 15.4',
    advice: 'Run the command with the new URL if you trust it; credentials are not sent there automatically.',
  },
  'reason-phrase': {
    level: 'warning',
    section: 'RFC 9112 section 4',
    advice: 'Write "Multi-Status" or nothing; clients must look only at the code.',
  },
  'content-type': {
    level: 'error',
    section: 'RFC 4918 section 8.2',
    advice: 'Send application/xml, application/json or application/x-ndjson, according to the body.',
  },
  'content-type-missing': {
    level: 'warning',
    section: 'RFC 9110 section 8.3',
    advice: 'Send a Content-Type, so that clients need not guess.',
  },
  charset: {
    level: 'warning',
    section: 'RFC 7303 section 3',
    advice:
      'Write UTF-8 and send charset=utf-8; the charset of the Content-Type overrides that of the document.',
  },
  vary: {
    level: 'warning',
    section: 'RFC 9110 section 12.5.5',
    advice: 'Send Vary with the request headers that select the format, or caches serve it to other clients.',
  },
  'href-prefix': {
    level: 'warning',
    section: 'RFC 4918 section 8.3',
    advice: 'Use the same path in proxy and server, or configure the server with its public path.',
  },
  cached: {
    level: 'warning',
    section: 'RFC 9111 section 5.1',
    advice: 'Send Cache-Control: no-store with a 207: it describes the result of one request.',
  },
  'content-length': {
    level: 'error',
    section: 'RFC 9110 section 8.6',
    advice: 'Count bytes, not characters, and look for a proxy that changes the body but not the length.',
  },
  'content-encoding': {
    level: 'error',
    section: 'RFC 9110 section 8.4',
    advice: 'Send the Content-Encoding that the body has, and only one that the client accepts.',
  },
  truncated: {
    level: 'error',
    section: 'RFC 9112 section 8',
    advice: 'Check the timeouts and size limits of server and proxies; missing operations may have run.',
  },
  'no-body': {
    level: 'error',
    section: 'RFC 4918 section 13',
    advice: 'A 207 needs a document. If a capture lacks it, export the capture again with response bodies.',
  },
  base64: {
    level: 'note',
    section: '',
    advice: 'Nothing: tools encode types that they consider binary.',
  },
  summary: {
    level: 'error',
    section: '',
    advice: 'Write the summary after all responses; a client that reads only the summary is misled.',
  },
  refused: {
    level: 'error',
    section: '',
    advice: 'Send what the server requires with -H, such as Authorization; inspect shows the whole answer.',
  },
  negotiation: {
    level: 'warning',
    section: 'RFC 9110 section 12.5.1',
    advice: 'Find out what drops or rewrites Accept on the way, or whether an offered format is missing.',
  },
  proxy: {
    level: 'note',
    section: 'RFC 9110 section 7.6.3',
    advice: 'Nothing; its timeouts and size limits apply to batches too.',
  },
  outcomes: {
    level: 'error',
    section: '',
    advice: 'Report one outcome for each operation; treat one without an outcome as unknown, not as done.',
  },
  'multipart-type': {
    level: 'warning',
    section: 'RFC 2046 section 5.1.1',
    advice:
      'Send "multipart/mixed; boundary=batchresponse_..." in this form: one space, no quotes, nothing after it.',
  },
  'multipart-status': {
    level: 'warning',
    section: '',
    advice: 'Answer a multipart batch with 200; the status of each request is in its part.',
  },
  'multipart-version': {
    level: 'warning',
    section: 'OData 4.0 part 1 section 8.1.5',
    advice:
      'Send OData-Version: 4.0, or DataServiceVersion to a client of OData 2.0, with the answer as a whole.',
  },
  'multipart-lines': {
    level: 'warning',
    section: 'RFC 2046 section 5.1.1',
    advice: 'End every line outside of the bodies with CRLF.',
  },
  'multipart-frame': {
    level: 'warning',
    section: 'RFC 2046 section 5.1.1',
    advice: 'Begin with the first delimiter, and end with the close delimiter and one CRLF.',
  },
  'multipart-part': {
    level: 'warning',
    section: '',
    advice:
      'Begin each part with "Content-Type: application/http" and "Content-Transfer-Encoding: binary", in this case, without parameters.',
  },
  'multipart-head': {
    level: 'warning',
    section: 'RFC 9112 section 4',
    advice:
      'Write a reason phrase in each status line, and at least one header below it, such as Content-Length.',
  },
  'multipart-id': {
    level: 'warning',
    section: 'OData 4.0 part 1 section 11.7.4',
    advice: 'Repeat the Content-ID of each request in its part of the answer.',
  },
  'multipart-json': {
    level: 'warning',
    section: '',
    advice: 'Write JSON bodies on one line; in Express, without the setting "json spaces".',
  },
  'multipart-names': {
    level: 'note',
    section: '',
    advice: 'Call the boundaries batchresponse_... and, in a changeset, changesetresponse_...',
  },
  'multipart-changeset': {
    level: 'note',
    section: 'OData 4.0 part 1 section 11.7.4',
    advice:
      'Nothing, unless PnP/sp is among the clients: SharePoint answers changesets without a multipart of their own.',
  },
  'multipart-stopped': {
    level: 'note',
    section: 'OData 4.0 part 1 section 11.7.4',
    advice:
      'Correct the failure, then send the requests that were rolled back or did not run. "Prefer: odata.continue-on-error" runs those after a failure too.',
  },
  'multipart-request': {
    level: 'error',
    section: 'OData 4.0 part 1 section 11.7',
    advice: 'Correct this request before you send the batch: a server refuses the batch as a whole.',
  },
};
