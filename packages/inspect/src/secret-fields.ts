/** Fields that may contain credentials, which are never shown. */
export const SECRET_FIELDS: ReadonlySet<string> = new Set([
  'set-cookie',
  'authorization',
  'www-authenticate',
  'authentication-info',
]);
