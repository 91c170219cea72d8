import { isFieldValue, isToken } from '@multistatus/wire';

/** Headers that no program in a browser can set (Fetch Standard, section 2.2.2). */
const OF_THE_BROWSER = new Set(
  (
    'accept-charset accept-encoding access-control-request-headers access-control-request-method connection content-length cookie ' +
    'cookie2 date dnt expect host keep-alive origin referer set-cookie te trailer transfer-encoding upgrade via'
  ).split(' '),
);
const OF_THE_PAGE = new Set(['accept', 'content-type']);

/** Returns why a header cannot be one of the access headers; `undefined` if it can. */
export function checkHeader(name: string, value: string): string | undefined {
  const lower = name.toLowerCase();
  if (name === '') return 'Enter the name of the header, such as Authorization.';
  if (!isToken(name)) return 'The name of a header has only letters, digits and hyphens, without a colon.';
  if (OF_THE_BROWSER.has(lower) || /^(proxy|sec)-/.test(lower))
    return `Only the browser itself can set ${name}.`;
  if (OF_THE_PAGE.has(lower)) return `The console sets ${name} itself.`;
  if (value === '') return 'Enter a value.';
  if (/[\r\n]/.test(value)) return 'A value must be on one line.';
  if (/[^\u0020-\u00ff\t]/.test(value))
    return 'A value may only have characters of ISO 8859-1, and some of these are not.';
  if (!isFieldValue(value)) return 'The value contains a control character.';
  return undefined;
}
