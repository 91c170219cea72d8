const MESSAGES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'connection refused; is the server running, and is the port correct?',
  ENOTFOUND: 'the host name is unknown; check its spelling',
  EAI_AGAIN: 'the host name cannot be resolved at the moment',
  ECONNRESET: 'the connection was closed before the end of the answer',
  UND_ERR_SOCKET: 'the connection was closed before the end of the answer',
  EPIPE: 'the connection was closed before the whole request was sent',
  ETIMEDOUT: 'the host does not answer',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  EPROTO: 'the server does not use TLS on this port; try http://',
  ERR_SSL_WRONG_VERSION_NUMBER: 'the server does not use TLS on this port; try http://',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'the certificate is self-signed; add it with NODE_EXTRA_CA_CERTS',
  SELF_SIGNED_CERT_IN_CHAIN:
    'the certificate is from an unknown authority; add that with NODE_EXTRA_CA_CERTS',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE:
    'the certificate is from an unknown authority; add that with NODE_EXTRA_CA_CERTS',
  CERT_HAS_EXPIRED: 'the certificate has expired',
  ERR_TLS_CERT_ALTNAME_INVALID: 'the certificate is for another host',
};

/** Explains why a request failed or its answer is incomplete. */
export function describeFailure(error: unknown, timeoutMs: number): string {
  const { name, code, message } = toFacts(error);
  if (name === 'TimeoutError' || name === 'AbortError' || code === 'ABORT_ERR') {
    return `the answer was not complete after ${timeoutMs / 1000} s; --timeout sets a longer time`;
  }
  if (code.startsWith('HPE_')) return `the answer is not HTTP/1.1 (${message.replace(/^Parse Error: /, '')})`;
  return MESSAGES[code] ?? message;
}

function toFacts(error: unknown): { name: string; code: string; message: string } {
  if (typeof error !== 'object' || error === null) return { name: '', code: '', message: String(error) };
  const { name = '', code, message = '', errors = [] } = error as Partial<SystemError>;
  // If a host has several addresses, there is one error for each of them.
  return { name, code: errors[0]?.code ?? code ?? '', message };
}

type SystemError = NodeJS.ErrnoException & { readonly errors: readonly NodeJS.ErrnoException[] };
