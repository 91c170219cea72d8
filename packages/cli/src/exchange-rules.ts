/** What can be wrong with the message that carries a 207, with the head of its response, or with its outcomes. */
export const EXCHANGE_RULES = {
  status: {
    level: 'error',
    section: 'RFC 4918 section 13',
    advice: 'Send the document with status 207; if the server does, look for what changes it on the way.',
  },
  'status-200': {
    level: 'note',
    section: 'RFC 4918 section 13',
    advice: 'Fine for a server that says 207 only if something failed; read the document all the same.',
  },
  redirect: {
    level: 'error',
    section: 'RFC 9110 section 15.4',
    advice: 'Run the command on the new URL if you trust it; credentials are not sent there by themselves.',
  },
  'reason-phrase': {
    level: 'warning',
    section: 'RFC 9112 section 4',
    advice: 'Write "Multi-Status" or nothing; clients must look at the number alone.',
  },
  'content-type': {
    level: 'error',
    section: 'RFC 4918 section 8.2',
    advice: 'Send application/xml, application/json or application/x-ndjson, whichever the body is.',
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
      'Write UTF-8 and send charset=utf-8; the charset of the Content-Type goes before that of the document.',
  },
  vary: {
    level: 'warning',
    section: 'RFC 9110 section 12.5.5',
    advice: 'Send Vary with the request headers that chose this form, or caches give it to others.',
  },
  cached: {
    level: 'warning',
    section: 'RFC 9111 section 5.1',
    advice: 'Send Cache-Control: no-store with a 207: what it says is true only once.',
  },
  'content-length': {
    level: 'error',
    section: 'RFC 9110 section 8.6',
    advice: 'Count bytes, not characters, and look for a proxy that changes the body and keeps the length.',
  },
  'content-encoding': {
    level: 'error',
    section: 'RFC 9110 section 8.4',
    advice: 'Send a Content-Encoding that is true of the body, and only one that the client has accepted.',
  },
  truncated: {
    level: 'error',
    section: 'RFC 9112 section 8',
    advice: 'Look for time-outs and size limits of server and proxies; what is missing may have been done.',
  },
  'no-body': {
    level: 'error',
    section: 'RFC 4918 section 13',
    advice: 'A 207 needs a document. If a capture lacks it, export it again with response bodies.',
  },
  base64: {
    level: 'note',
    section: '',
    advice: 'Nothing: tools do so with types that they take for binary.',
  },
  summary: {
    level: 'error',
    section: '',
    advice: 'Count again when all responses are there; a client that reads only the summary is misled.',
  },
  refused: {
    level: 'error',
    section: '',
    advice: 'Give what the server asks for with -H, an Authorization say; see the whole answer with inspect.',
  },
  negotiation: {
    level: 'warning',
    section: 'RFC 9110 section 12.5.1',
    advice:
      'Look for what drops or rewrites Accept on the way, or for a format that is offered and not there.',
  },
  proxy: {
    level: 'note',
    section: 'RFC 9110 section 7.6.3',
    advice: 'Nothing; its time-outs and size limits hold for batches too.',
  },
  outcomes: {
    level: 'error',
    section: '',
    advice: 'Report one outcome for each operation; take one without an outcome for unknown, not for done.',
  },
} as const;

/** The name of a rule of exchanges. */
export type ExchangeRule = keyof typeof EXCHANGE_RULES;
