const TEXTS: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nobody listens there (connection refused); is the server running, and the port right?',
  ENOTFOUND: 'the host name is not known; check its spelling',
  EAI_AGAIN: 'the host name cannot be looked up now',
  ECONNRESET: 'the connection was closed before the end of the answer',
  EPIPE: 'the connection was closed before the request was read',
  ETIMEDOUT: 'the host does not answer',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  EPROTO: 'the server does not speak TLS there; try http://',
  ERR_SSL_WRONG_VERSION_NUMBER: 'the server does not speak TLS there; try http://',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is self-signed; name it in NODE_EXTRA_CA_CERTS',
  SELF_SIGNED_CERT_IN_CHAIN: 'the certificate is of an unknown authority; name it in NODE_EXTRA_CA_CERTS',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'the certificate is of an unknown authority; name it in NODE_EXTRA_CA_CERTS',
  CERT_HAS_EXPIRED: 'the certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another host',
};

/** Says in plain words why an exchange came to no end. */
export function describeFailure(error: unknown, timeoutMs: number): string {
  const { name, code, message } = toFacts(error);
  if (name === 'TimeoutError' || name === 'AbortError' || code === 'ABORT_ERR') {
    return `there was no end of the answer within ${timeoutMs / 1000} s; --timeout gives it longer`;
  }
  if (code.startsWith('HPE_')) return `the answer is no HTTP/1.1 (${message.replace(/^Parse Error: /, '')})`;
  return TEXTS[code] ?? message;
}

function toFacts(error: unknown): { name: string; code: string; message: string } {
  if (!(error instanceof Error)) return { name: '', code: '', message: String(error) };
  // A host with several addresses: each has failed by itself.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const code = (first as NodeJS.ErrnoException | undefined)?.code ?? (error as NodeJS.ErrnoException).code;
  return { name: error.name, code: code ?? '', message: error.message };
}
