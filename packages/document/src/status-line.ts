// The IANA registry of status codes with the names of RFC 9110; codes that it lists as unused (306, 418) have none.
const REASON_PHRASES: Readonly<Record<number, string>> = {
  100: 'Continue',
  101: 'Switching Protocols',
  102: 'Processing',
  103: 'Early Hints',
  200: 'OK',
  201: 'Created',
  202: 'Accepted',
  203: 'Non-Authoritative Information',
  204: 'No Content',
  205: 'Reset Content',
  206: 'Partial Content',
  207: 'Multi-Status',
  208: 'Already Reported',
  226: 'IM Used',
  300: 'Multiple Choices',
  301: 'Moved Permanently',
  302: 'Found',
  303: 'See Other',
  304: 'Not Modified',
  305: 'Use Proxy',
  307: 'Temporary Redirect',
  308: 'Permanent Redirect',
  400: 'Bad Request',
  401: 'Unauthorized',
  402: 'Payment Required',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  406: 'Not Acceptable',
  407: 'Proxy Authentication Required',
  408: 'Request Timeout',
  409: 'Conflict',
  410: 'Gone',
  411: 'Length Required',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  414: 'URI Too Long',
  415: 'Unsupported Media Type',
  416: 'Range Not Satisfiable',
  417: 'Expectation Failed',
  421: 'Misdirected Request',
  422: 'Unprocessable Content',
  423: 'Locked',
  424: 'Failed Dependency',
  425: 'Too Early',
  426: 'Upgrade Required',
  428: 'Precondition Required',
  429: 'Too Many Requests',
  431: 'Request Header Fields Too Large',
  451: 'Unavailable For Legal Reasons',
  500: 'Internal Server Error',
  501: 'Not Implemented',
  502: 'Bad Gateway',
  503: 'Service Unavailable',
  504: 'Gateway Timeout',
  505: 'HTTP Version Not Supported',
  506: 'Variant Also Negotiates',
  507: 'Insufficient Storage',
  508: 'Loop Detected',
  510: 'Not Extended',
  511: 'Network Authentication Required',
};

/**
 * Returns the status line of a three-digit code, as the content of `D:status` (RFC 4918 section 14.28).
 *
 * The version is always HTTP/1.1, even if the document travels over another version. `reasonPhrase` is used for a code
 * without a registered one. If both are missing, the line ends in the space that RFC 9112 section 4 requires.
 */
export function toStatusLine(status: number, reasonPhrase?: string): string {
  return `HTTP/1.1 ${status} ${reasonPhraseOf(status, reasonPhrase)}`;
}

/** Returns the registered reason phrase of a status, otherwise `unregistered`; empty if there is neither. */
export function reasonPhraseOf(status: number, unregistered = ''): string {
  return REASON_PHRASES[status] ?? unregistered;
}

/** Returns a reason phrase on one line; `undefined` if it is empty, or if the status has a registered one. */
export function keepReasonPhrase(status: number, phrase: string): string | undefined {
  if (REASON_PHRASES[status] !== undefined) return undefined;
  return phrase.replace(/\s+/g, ' ').trim() || undefined;
}
